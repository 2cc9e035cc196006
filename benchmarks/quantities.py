"""`python -m benchmarks.quantities FILE`: of how many rows of a seizures file the quantity is comparable.

FILE is the UNODC individual drug seizures layout (columns AMOUNT and DRUG_UNIT, parted by semicolons), plain or .gz.
Comparable: a mass, a volume or a count in a known unit, above zero. The three are never added to one another.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from services.reference.quantities import QuantityReading, read_quantity

TARGET = 0.95


def main(arguments: list[str]) -> int:
    """Returns 0 when the target is reached, 1 when it is missed, 2 when the file cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quantities",
        description=__doc__,
        epilog="Example: python -m benchmarks.quantities ../shared/data/unodc-ids-2011-2014.csv.gz",
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of the table")
    asked = parser.parse_args(arguments)
    try:
        found = figures(readings(asked.file))
    except (OSError, EOFError, zlib.error, UnicodeError, KeyError, csv.Error) as error:
        print(f"{asked.file}: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print(json.dumps(found) if asked.json else table(found))
    return 0 if found["share"] >= TARGET else 1


def readings(file: Path) -> Iterator[QuantityReading]:
    """The quantity of each row. Raises KeyError for another layout."""
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";"):
        yield read_quantity(_figure(row["AMOUNT"]), row["DRUG_UNIT"] or "")


def _figure(text: str | None) -> Decimal:
    try:
        return Decimal((text or "").strip())
    except InvalidOperation:
        return Decimal("NaN")


def figures(quantities: Iterable[QuantityReading]) -> dict[str, Any]:
    """How many rows, how many of each measure are comparable, and why the rest is not."""
    rows = 0
    comparable: Counter[str] = Counter()
    why: Counter[str] = Counter()
    flags: Counter[str] = Counter()
    for one in quantities:
        rows += 1
        flags.update(one.flags)
        if one.comparable:
            comparable[one.measure] += 1
        else:
            why[f"{one.flags[-1]}: {one.raw_unit or 'blank'}"] += 1
    return {
        "rows": rows,
        "comparable": {measure: comparable[measure] for measure in ("mass", "volume", "count")},
        "share": round(comparable.total() / rows, 6) if rows else 0.0,
        "not_comparable": dict(why.most_common()),
        "flags": dict(flags.most_common()),
    }


def table(found: dict[str, Any]) -> str:
    """The same for a person."""
    rows = found["rows"]
    lines = [("rows", rows, 1.0)]
    lines += [(measure, count, count / rows if rows else 0.0) for measure, count in found["comparable"].items()]
    lines.append(("comparable", sum(found["comparable"].values()), found["share"]))
    shown = [f"{name:<12}{count:>8,}{share:>9.2%}" for name, count, share in lines]
    shown += ["", "not comparable:", *(f"  {why:<40}{count:>6,}" for why, count in found["not_comparable"].items())]
    shown += ["", "flags:", *(f"  {flag:<40}{count:>6,}" for flag, count in found["flags"].items())]
    return "\n".join(shown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
