"""`python -m benchmarks.normalising FILE`: a file of UNODC individual drug seizures, from its rows to stored reports.

Every row goes the whole way without Kafka and MongoDB: the shipped mapping, the door's checks, the readings of enrich.
Printed with counts: how many rows are answered, and how many countries, places, substances and quantities are read.
UNODC (Individual Drug Seizures / Drugs Monitoring Platform) is the source of the rows.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.platform import say
from services.contracts.events import Accepted
from services.contracts.report import Report
from services.contracts.sharing import owned
from services.enrich.enrichment import enrich
from services.ingest.formats.answers import Reading
from services.ingest.formats.mapping_files import load_mapping
from services.ingest.formats.sources import open_source
from services.ingest.formats.wishes import Wishes
from services.reference.places import Gazetteer
from services.reference.settings import ReferenceSettings

CERTAIN: Final = frozenset({"exact", "folded", "alias", "romanised"})
_UNRESOLVED: Final = frozenset({"suggested", "ambiguous", "unread"})
SHOWN: Final = 15


@dataclass
class Figures:
    """What was counted. A row is resolved in a field when what it names there was read with certainty."""

    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    countries: Counter[bool] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    substances: Counter[str] = field(default_factory=Counter)
    quantities: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    unread: dict[str, Counter[str]] = field(default_factory=lambda: {"place": Counter(), "substance": Counter()})
    microseconds: list[float] = field(default_factory=list)

    def take(self, stored: dict[str, Any]) -> None:
        """Count one stored report."""
        normalised = stored["normalised"]
        for country in normalised["countries"]:
            if country["raw"].casefold() != "unknown":
                self.countries[country["code"] is not None] += 1
        for place in normalised["places"]:
            if place["path"] == "/location/name":
                self.places[place["how"]] += 1
                if place["how"] not in CERTAIN:
                    self.unread["place"][f"{stored['administration']}: {place['raw']}"] += 1
        for goods in normalised["goods"]:
            substance, quantity = goods["substance"], goods["quantity"]
            how = substance.get("kind", "substance") if substance.get("id") else substance["how"]
            self.substances[how] += 1
            if not substance.get("id"):
                self.unread["substance"][substance["raw"]] += 1
            known = quantity["kg_min"] is not None or quantity["count"] is not None
            self.quantities[quantity["measure"] if known else f"not comparable ({quantity['measure']})"] += 1
        self.findings.update(one["code"] for one in stored["quality"])


def main(arguments: list[str]) -> int:
    """Print the figures; exit status 1 when a row was not answered."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.normalising",
        description=__doc__,
        epilog="Example: python -m benchmarks.normalising ../shared/data/unodc-ids-2011-2014.csv.gz",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--gazetteer", type=Path, help="a gazetteer made by `tocsin places load`; default: the default")
    asked = parser.parse_args(arguments)
    gazetteer = Gazetteer.open(asked.gazetteer or ReferenceSettings().gazetteer)
    found = measure(asked.file, gazetteer)
    shown = document(found, gazetteer)
    print(json.dumps(shown, ensure_ascii=False) if asked.json else table(shown))
    return 0 if sum(found.statuses.values()) == found.rows else 1


def measure(file: Path, gazetteer: Gazetteer) -> Figures:
    """Take every row of the file the whole way. Raises FileFault for a file that is none."""
    found = Figures()
    with open_source(str(file), sys.stdin.buffer) as source:
        reading = Reading(source, Wishes(datetime.now(UTC), load_mapping("unodc-ids")))
        for answer in reading:
            found.rows += 1
            found.statuses[answer.status] += 1
            if answer.status == "refused":
                errors = [one.code for one in answer.findings if one.severity == "error"]
                found.refusals.update(errors or ["without a reason"])
            elif answer.body is not None:
                found.take(_stored(answer.body, gazetteer, found.microseconds))
            if found.rows % 10_000 == 0:
                say(f"{found.rows} rows")
    return found


def _stored(body: bytes, gazetteer: Gazetteer, microseconds: list[float]) -> dict[str, Any]:
    raw = orjson.loads(body)
    report = Report.model_validate(raw)
    sharing = owned(report.administration, "AMBER", ["operation"])
    now = datetime.now(UTC)
    accepted = Accepted(
        report_id=report.report_id,
        version=1,
        content_hash="0" * 64,
        received_at=now,
        findings=(),
        sharing=sharing,
        report=report,
    )
    event = {"report": raw, "sharing": sharing.model_dump(mode="json"), "findings": []}
    began = time.perf_counter()
    stored = enrich(accepted, event, gazetteer)
    microseconds.append((time.perf_counter() - began) * 1e6)
    return stored


def document(found: Figures, gazetteer: Gazetteer) -> dict[str, Any]:
    """The figures as plain values; shares are of what a row names."""
    spent = sorted(found.microseconds)
    return {
        "source": "UNODC (Individual Drug Seizures / Drugs Monitoring Platform)",
        "gazetteer": gazetteer.version,
        "rows": found.rows,
        "answered": dict(found.statuses.most_common()),
        "refused_because": dict(found.refusals.most_common()),
        "country_resolved": _share(found.countries[True], found.countries.total()),
        "place_resolved": _share(sum(found.places[how] for how in CERTAIN), found.places.total()),
        "places_by_how": dict(found.places.most_common()),
        "substance_resolved": _share(
            sum(n for how, n in found.substances.items() if how not in _UNRESOLVED), found.substances.total()
        ),
        "substances_by_kind": dict(found.substances.most_common()),
        "quantity_comparable": _share(
            sum(n for measure, n in found.quantities.items() if not measure.startswith("not")),
            found.quantities.total(),
        ),
        "quantities_by_measure": dict(found.quantities.most_common()),
        "findings": dict(found.findings.most_common()),
        "unread": {name: dict(words.most_common(SHOWN)) for name, words in found.unread.items()},
        "microseconds_of_enrich": {
            "p50": round(statistics.median(spent), 1) if spent else None,
            "p99": round(spent[int(0.99 * (len(spent) - 1))], 1) if spent else None,
        },
    }


def _share(part: int, whole: int) -> dict[str, float]:
    return {"of": whole, "resolved": part, "share": round(part / whole, 5) if whole else 0.0}


def table(shown: dict[str, Any]) -> str:
    """The same for a person."""
    lines = [f"{name:<24} {json.dumps(value, ensure_ascii=False)}" for name, value in shown.items() if name != "unread"]
    for name, words in shown["unread"].items():
        lines += [f"most frequent unread {name}:", *(f"  {number:>6}  {word}" for word, number in words.items())]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
