"""`python -m benchmarks.places FILE`: how many countries and places of real seizure records are read, and how surely.

FILE is UNODC's Individual Drug Seizures in the layout of 2011-2014 (`;` between columns, .csv or .csv.gz).
Attribution: UNODC (Individual Drug Seizures). `--sample` writes rows for a check by hand, which alone tells whether
what was read is right.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from services.reference.countries import read_country
from services.reference.places import Gazetteer, PlaceReading, read_place

COUNTRY_COLUMNS: Final = ("COUNTRY", "PRODUCING_COUNTRY", "DEPARTURE_COUNTRY", "DESTINATION_COUNTRY")
NO_COUNTRY: Final = frozenset({"unknown", "other", "several"})
"""Reasons of words that name no country: such rows name none, so that none could be read."""
SAMPLE_ROWS: Final = 200
MODES: Final = {
    "Commercial air": "air",
    "Private air": "air",
    "Commercial sea": "sea",
    "Private sea": "sea",
    "River": "sea",
    "Commercial road": "land",
    "Private road": "land",
    "Rail": "land",
    "Pedestrian": "land",
    "Mail": "mail",
}
Row = dict[str, str]


class Place(NamedTuple):
    """What a record says of a place."""

    raw: str
    country: str | None
    mode: str | None
    division: str | None


@dataclass(frozen=True, slots=True)
class Speed:
    """Microseconds for one reading."""

    cold_median: float
    cold_p99: float
    warm_median: float


def main(arguments: list[str]) -> int:
    """Print the figures; exit status 1 when a target is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.places",
        description=__doc__,
        epilog="Example: python -m benchmarks.places ids.csv.gz --held-out 2014 --sample sample.csv",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--gazetteer", type=Path, help="gazetteer file; default: TOCSIN_GAZETTEER, or the default one")
    parser.add_argument("--held-out", metavar="YEAR", help="show that year apart: it was not looked at in development")
    parser.add_argument("--unread", type=int, default=25, metavar="N", help="show the N most frequent unread")
    parser.add_argument("--sample", type=Path, metavar="CSV", help=f"write {SAMPLE_ROWS} rows that were read")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    asked = parser.parse_args(arguments)
    gazetteer = Gazetteer.open(asked.gazetteer)
    rows = list(records(asked.file))
    print(f"{len(rows):,} records; gazetteer {gazetteer.version} ({gazetteer.path.name})")
    met = [countries(rows)]
    speed = measured(gazetteer, {place_of(row) for row in rows if row["PLACE"].strip()})
    for name, part in parts(rows, asked.held_out):
        met.append(places(gazetteer, name, part))
    print(
        f"microseconds a reading: {speed.cold_median:.0f} new (p99 {speed.cold_p99:.0f}), {speed.warm_median:.1f} known"
    )
    unread(gazetteer, rows, asked.unread)
    if asked.sample:
        write_sample(gazetteer, rows, asked.sample, asked.seed)
    return 0 if all(met) else 1


def records(file: Path) -> Iterator[Row]:
    """The records, every field as text: "None" and "NA" are data."""
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    yield from csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")


def parts(rows: Sequence[Row], held_out: str | None) -> Iterator[tuple[str, Sequence[Row]]]:
    """All rows; and with a year held out, those of that year and the others."""
    yield "all", rows
    if held_out:
        yield f"without {held_out}", [row for row in rows if not row["SEIZURE_DATE"].startswith(held_out)]
        yield f"held out, {held_out}", [row for row in rows if row["SEIZURE_DATE"].startswith(held_out)]


def countries(rows: Sequence[Row]) -> bool:
    """Share of country fields that are read, of those that name a country."""
    print("\ncountries, of rows that name one")
    shares: list[float] = []
    total = read = 0
    for column in COUNTRY_COLUMNS:
        readings = [read_country(row[column]) for row in rows if row[column].strip()]
        named = [reading for reading in readings if reading.reason not in NO_COUNTRY]
        hits = sum(reading.code is not None for reading in named)
        shares.append(hits / len(named))
        total, read = total + len(named), read + hits
        missed = Counter(reading.raw for reading in named if reading.code is None)
        print(f"  {column:<20} {hits:>7,} of {len(named):>7,}  {hits / len(named):8.3%}  {_listed(missed)}")
    print(f"  {'all':<20} {read:>7,} of {total:>7,}  {read / total:8.3%}")
    return min(shares) >= 0.995


def places(gazetteer: Gazetteer, name: str, rows: Sequence[Row]) -> bool:
    """Share of rows that are read, of those that say anything of a place; divisions count as places."""
    readings = [reading_of(gazetteer, row) for row in rows if row["PLACE"].strip()]
    read = [reading for reading in readings if reading.code is not None]
    print(f"\nplaces, {name}: {len(read):,} of {len(readings):,} rows  {len(read) / len(readings):.2%}")
    print(f"  how       {_shares(reading.how for reading in readings)}")
    print(f"  kind      {_shares(reading.kind or 'none' for reading in readings)}")
    print(f"  why not   {_shares(str(reading.reason) for reading in readings if reading.code is None)}")
    return len(read) / len(readings) >= 0.9


def unread(gazetteer: Gazetteer, rows: Iterable[Row], most: int) -> None:
    """The most frequent places that are not read, with what the reader says of them."""
    missed: Counter[tuple[str, str, str, str]] = Counter()
    for row in rows:
        if row["PLACE"].strip() and (reading := reading_of(gazetteer, row)).code is None:
            why = f"{reading.how}: {reading.reason}"
            missed[reading.country or "-", row["ADMINISTRATIVE_DIVISION"].strip(), row["PLACE"].strip(), why] += 1
    print(f"\nmost frequent of {len(missed):,} unread")
    for (country, division, place, why), number in missed.most_common(most):
        print(f"  {number:>5} {country}  {division[:30]:<30} {place[:50]:<50} {why}")


def write_sample(gazetteer: Gazetteer, rows: Sequence[Row], path: Path, seed: int) -> None:
    """Rows that were read, drawn with a seed, each with an empty column for the verdict of whoever checks them."""
    named = [row for row in rows if row["PLACE"].strip() and reading_of(gazetteer, row).code is not None]
    drawn = random.Random(seed).sample(named, min(SAMPLE_ROWS, len(named)))  # noqa: S311 -- a sample, no secret
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["verdict", "country", "division", "place", "mode", "code", "kind", "name", "in", "lat", "lon", "how"]
        )
        for row in drawn:
            said, reading = place_of(row), reading_of(gazetteer, row)
            found = (
                reading.code,
                reading.kind,
                reading.name,
                reading.subdivision,
                reading.lat,
                reading.lon,
                reading.how,
            )
            writer.writerow(["", said.country, said.division, said.raw, said.mode, *found])
    print(f"\n{len(drawn)} rows to check are in {path}")


def measured(gazetteer: Gazetteer, said: set[Place]) -> Speed:
    """How long a place takes that was not read before, and one that was."""
    cold: list[float] = []
    warm: list[float] = []
    for place in sorted(said, key=str):
        for times in (cold, warm):
            start = time.perf_counter()
            read_place(gazetteer, place.raw, place.country, mode=place.mode, division=place.division)
            times.append((time.perf_counter() - start) * 1e6)
    return Speed(statistics.median(cold), statistics.quantiles(cold, n=100)[98], statistics.median(warm))


def place_of(row: Row) -> Place:
    """What a record says of the place; postal seizures are mail whatever carried them."""
    postal = row["HIDING_PLACE"] == "Postal" or row["INSTALLATION"] == "Post Office"
    mode = "mail" if postal else MODES.get(row["TRANSPORT"])
    return Place(row["PLACE"], read_country(row["COUNTRY"]).code, mode, row["ADMINISTRATIVE_DIVISION"] or None)


def reading_of(gazetteer: Gazetteer, row: Row) -> PlaceReading:
    """The place of a record, read."""
    said = place_of(row)
    return read_place(gazetteer, said.raw, said.country, mode=said.mode, division=said.division)


def _shares(values: Iterable[str]) -> str:
    counted = Counter(values)
    return ", ".join(f"{name} {number:,}" for name, number in counted.most_common())


def _listed(missed: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in missed.most_common(5))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
