"""The public file of real seizures, and how often two countries' rows fall together by their frequency alone.

The file is UNODC's Individual Drug Seizures with departure and destination (2011-2014; CSV with `;`, plain or gzip).
It tells volume and rarity. It holds no truth about links: no case in it is labelled, no number, no name.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

NO_COUNTRY: Final = frozenset({"", "Unknown", "Other"})
"""What stands in a column of countries where there is none."""

WINDOWS: Final = (0, 1, 3, 7, 14, 30)
"""Days between two seizures."""

WEEK: Final = 7
KEY_SIZES: Final = (20, 50, 100)

Row = Mapping[str, str]
Key = tuple[str, str, str]
"""Departure, destination and drug, as written."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A seizure whose departure and destination are known and differ."""

    key: Key
    country: str
    day: int
    transport: str
    hiding_place: str


def read_rows(file: Path) -> Iterator[Row]:
    """The rows as they are written. Raises KeyError later for another layout, OSError and UnicodeError here."""
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8-sig")
    yield from csv.DictReader(io.StringIO(text, newline=""), delimiter=";")


def crossings(rows: Iterable[Row]) -> Iterator[Crossing]:
    """The rows that tell of a border that was crossed."""
    for row in rows:
        departure, destination = row["DEPARTURE_COUNTRY"], row["DESTINATION_COUNTRY"]
        if departure != destination and not NO_COUNTRY & {departure, destination}:
            yield Crossing(
                (departure, destination, row["DRUG_NAME"]),
                row["COUNTRY"],
                date.fromisoformat(row["SEIZURE_DATE"]).toordinal(),
                row["TRANSPORT"],
                row["HIDING_PLACE"],
            )


def frequencies(rows: Iterable[Row]) -> dict[str, Any]:
    """How many pairs of rows of two seizing countries share departure, destination and drug within so many days.

    ``within`` by days; the other figures are those within a week: the greatest keys, what else is equal, and how few
    pairs are left when frequent keys do not count.
    """
    found = list(crossings(rows))
    by_key: dict[Key, list[Crossing]] = defaultdict(list)
    for one in found:
        by_key[one.key].append(one)
    pairs = [(key, one, other) for key, of in by_key.items() for one, other in _pairs(of)]
    week = [(key, one, other) for key, one, other in pairs if abs(one.day - other.day) <= WEEK]
    per_key = Counter(key for key, _, _ in week)
    countries = Counter(frozenset((one.country, other.country)) for _, one, other in week)
    greatest = [number for _, number in per_key.most_common()]
    return {
        "crossings": len(found),
        "corridors": len({key[:2] for key in by_key}),
        "keys": len(by_key),
        "keys_of_two_countries": sum(len({one.country for one in of}) > 1 for of in by_key.values()),
        "within": {days: _within(pairs, days) for days in WINDOWS},
        "greatest_key": {"pairs": greatest[0] if greatest else 0, "rows": _rows_of_greatest(per_key, by_key)},
        "share_of_first": {n: round(sum(greatest[:n]) / max(len(week), 1), 3) for n in (1, 5, 10)},
        "pairs_of_greatest_countries": max(countries.values(), default=0),
        "same_transport": sum(_same(one.transport, other.transport) for _, one, other in week),
        "same_hiding_place": sum(_same(one.hiding_place, other.hiding_place) for _, one, other in week),
        "same_both": sum(
            _same(one.transport, other.transport) and _same(one.hiding_place, other.hiding_place)
            for _, one, other in week
        ),
        "rare_keys": {
            most: {
                "pairs": sum(number for key, number in per_key.items() if len(by_key[key]) <= most),
                "keys": sum(len(by_key[key]) <= most for key in per_key),
            }
            for most in KEY_SIZES
        },
    }


def _pairs(of: Sequence[Crossing]) -> Iterator[tuple[Crossing, Crossing]]:
    """The pairs of two countries within the longest window."""
    ordered = sorted(of, key=lambda one: one.day)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.day - one.day > WINDOWS[-1]:
                break
            if one.country != other.country:
                yield one, other


def _within(pairs: Iterable[tuple[Key, Crossing, Crossing]], days: int) -> dict[str, int]:
    near = Counter(key for key, one, other in pairs if abs(one.day - other.day) <= days)
    return {"pairs": near.total(), "keys": len(near)}


def _rows_of_greatest(per_key: Counter[Key], by_key: Mapping[Key, Sequence[Crossing]]) -> int:
    return len(by_key[per_key.most_common(1)[0][0]]) if per_key else 0


def _same(one: str, other: str) -> bool:
    return one == other != ""
