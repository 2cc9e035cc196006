"""`python -m benchmarks.substances FILE`: how many rows of a file of seizures name a substance that the list reads.

The file is a table of UNODC's Individual Drug Seizures (CSV with `;` or `,`, plain or gzip, column DRUG_NAME), or any
other with a column of names. A class, a product and a mixture count as read and are shown apart, since a class says
less than a substance.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from services.reference.substances import SubstanceReading, catalogue, read_substance
from services.reference.substances.catalogue import Catalogue, open_catalogue
from services.reference.substances.reading import read_with


@dataclass
class Figures:
    """Rows and distinct names by kind and by how they were read."""

    rows: int = 0
    names: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    kinds_of_names: Counter[str] = field(default_factory=Counter)
    hows: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """Rows read, of all."""
        return 1 - self.unread.total() / self.rows if self.rows else 0.0


def main(arguments: list[str]) -> int:
    """Print the figures; status 1 when fewer rows are read than asked."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.substances",
        description=__doc__,
        epilog="Example: python -m benchmarks.substances ../shared/data/unodc-ids-2011-2014.csv.gz",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--column", default="DRUG_NAME", help="the column that holds the names")
    parser.add_argument("--folder", type=Path, help="folder of another list")
    parser.add_argument("--top", type=int, default=30, help="how many unread names to show")
    parser.add_argument("--at-least", type=float, default=0.0, help="least share of rows for exit status 0")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    asked = parser.parse_args(arguments)
    listed = open_catalogue(asked.folder) if asked.folder else None
    found = measure(Counter(names_of(asked.file, asked.column)), listed)
    print(json.dumps(document(found, asked.top), ensure_ascii=False) if asked.json else table(found, asked.top))
    return 0 if found.share >= asked.at_least else 1


def names_of(file: Path, column: str) -> Iterator[str]:
    """The names in the file, one for each row."""
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    text = content.decode("utf-8-sig")
    head = text.partition("\n")[0]
    for row in csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ","):
        yield row[column] or ""


def measure(names: Counter[str], listed: Catalogue | None = None) -> Figures:
    """Every distinct name read once, counted by its rows."""
    found = Figures(rows=names.total(), names=len(names))
    listed or catalogue()
    started = time.perf_counter()
    for name, rows in names.items():
        reading = read_with(listed, name) if listed else read_substance(name)
        kind = _kind(reading)
        found.kinds[kind] += rows
        found.kinds_of_names[kind] += 1
        found.hows[reading.how] += rows
        if kind == "unread":
            found.unread[name] += rows
    found.seconds = time.perf_counter() - started
    return found


def _kind(reading: SubstanceReading) -> str:
    """substance (with salts and isomers), class, product, mixture, or unread."""
    if reading.how in ("suggested", "ambiguous", "unread") or reading.kind is None:
        return "unread"
    return "substance" if reading.kind in ("substance", "salt", "isomer") else reading.kind


def document(found: Figures, top: int) -> dict[str, object]:
    """The figures as one JSON document."""
    return {
        "rows": found.rows,
        "names": found.names,
        "share_of_rows_read": round(found.share, 5),
        "rows_by_kind": dict(found.kinds.most_common()),
        "names_by_kind": dict(found.kinds_of_names.most_common()),
        "rows_by_how": dict(found.hows.most_common()),
        "unread": dict(found.unread.most_common(top)),
        "microseconds_per_new_name": round(1e6 * found.seconds / max(found.names, 1)),
    }


def table(found: Figures, top: int) -> str:
    """The figures to look at."""
    lines = [f"{found.rows:,} rows, {found.names:,} names: {found.share:.2%} of rows read"]
    for kind, rows in found.kinds.most_common():
        lines.append(f"  {kind:10} {rows:8,} rows {rows / found.rows:8.2%} {found.kinds_of_names[kind]:6,} names")
    lines += ["by how:", *(f"  {how:10} {rows:8,} rows" for how, rows in found.hows.most_common())]
    lines += ["most frequent unread:", *(f"  {rows:6,}  {name!r}" for name, rows in found.unread.most_common(top))]
    lines.append(f"{1e6 * found.seconds / max(found.names, 1):.0f} µs for each name not seen before")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
