"""The official UN/LOCODE list as UNECE publishes it: CSV without a header, as such, gzipped, or zipped in parts.

Its rows are of four kinds: locations, headings of countries, aliases ("Vienna = Wien"), and rows of another table that
slipped in (subdivisions, with the country lost). The last are skipped and counted, since their code is not a place's.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from services.reference.places.distance import Point
from services.reference.places.kinds import NO_USE, Use

COLUMNS: Final = 11
"""Fewer than this is no row of the list: the twelfth, remarks, may be cut off."""
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_CODE: Final = re.compile(r"[A-Z0-9]{3}")
_USES: Final = re.compile(r"[0-9B-]{8}")
_IATA: Final = re.compile(r"[A-Z]{3}")
_POINT: Final = re.compile(r"(\d{2})(\d{2})([NS]) (\d{3})(\d{2})([EW])")
_REMOVED: Final = "XX"
"""Status of an entry that the next edition drops."""
_LETTERS: Final = {
    "1": Use.SEA,
    "2": Use.RAIL,
    "3": Use.ROAD,
    "4": Use.AIR,
    "5": Use.POST,
    "6": Use.MULTIMODAL,
    "7": Use.FIXED,
    "B": Use.BORDER,
}
Progress = Callable[[int], None]


class NotUnlocode(ValueError):
    """The file can't be read as a UN/LOCODE list; says why."""


@dataclass(slots=True)
class Location:
    """One code, with every name that the list has for it."""

    country: str
    code: str
    names: list[str]
    subdivision: str | None
    uses: Use
    iata: str | None
    point: Point | None

    @property
    def locode(self) -> str:
        """Country and code together."""
        return self.country + self.code


@dataclass(slots=True)
class UnlocodeList:
    """What a file held. ``counts`` says how many rows were of which kind."""

    locations: dict[str, list[Location]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)


def read_unlocode(path: Path, progress: Progress = lambda _: None) -> UnlocodeList:
    """Read the list. ``progress`` is told the number of each row in hundreds. Raises NotUnlocode or OSError."""
    found = UnlocodeList()
    by_code: dict[str, Location] = {}
    number = 0
    try:
        for text in _texts(path):
            for row in csv.reader(io.StringIO(text, newline="")):
                number += 1
                if number % 100 == 0:
                    progress(number)
                _take(row, found, by_code)
    except (csv.Error, EOFError, zipfile.BadZipFile, gzip.BadGzipFile) as fault:
        raise NotUnlocode(f"{path.name}: {fault}") from fault
    if not by_code:
        raise NotUnlocode(f"{path.name}: no row is a UN/LOCODE location")
    found.counts["codes"] = len(by_code)
    for locode in sorted(by_code):
        found.locations[locode[:2]].append(by_code[locode])
    return found


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.lower().endswith(".csv") and "subdivision" not in name.lower():
                    yield _decoded(archive.read(name))
    elif path.suffix == ".gz":
        yield _decoded(gzip.decompress(path.read_bytes()))
    else:
        yield _decoded(path.read_bytes())


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # older editions


def _take(row: list[str], found: UnlocodeList, by_code: dict[str, Location]) -> None:
    row = [cell.strip() for cell in row]
    if len(row) < COLUMNS:
        found.counts["skipped_short"] += bool(any(row))
        return
    country, code, name = row[1:4]
    # Editions differ in which of function and status comes first.
    uses, status = (row[6], row[7]) if _USES.fullmatch(row[6]) or not _USES.fullmatch(row[7]) else (row[7], row[6])
    if not code and name.startswith("."):
        found.counts["headings"] += 1
    elif not code and " = " in name and _COUNTRY.fullmatch(country):
        found.counts["aliases"] += 1
        found.aliases[country].append(tuple(map(str.strip, name.split(" = ", 1))))  # type: ignore[arg-type]
    elif not uses:
        found.counts["skipped_shifted"] += 1
    elif not (_COUNTRY.fullmatch(country) and _CODE.fullmatch(code) and _USES.fullmatch(uses) and name):
        found.counts["skipped_malformed"] += 1
    elif status == _REMOVED:
        found.counts["skipped_removed"] += 1
    else:
        found.counts["locations"] += 1
        _add(row, uses, found, by_code)


def _add(row: list[str], uses: str, found: UnlocodeList, by_code: dict[str, Location]) -> None:
    country, code, name, plain, subdivision = row[1:6]
    point = _point(row[10])
    if row[10] and point is None:
        found.counts["malformed_coordinates"] += 1
    names = [part for part in dict.fromkeys((*name.split(" = "), *plain.split(" = "))) if part]
    known = by_code.get(country + code)
    if known:  # one place in two languages
        known.names += [each for each in names if each not in known.names]
        known.uses |= _uses(uses)
        known.point = known.point or point
        known.subdivision = known.subdivision or subdivision or None
        return
    by_code[country + code] = Location(
        country=country,
        code=code,
        names=names,
        subdivision=f"{country}-{subdivision}" if subdivision else None,
        uses=_uses(uses),
        iata=row[9] if _IATA.fullmatch(row[9]) else None,
        point=point,
    )


def _uses(written: str) -> Use:
    found = NO_USE
    for letter in written:
        found |= _LETTERS.get(letter, NO_USE)
    return found


def _point(written: str) -> Point | None:
    """Degrees and minutes, "3508N 12903E"; None for none and for what is no place on Earth."""
    matched = _POINT.fullmatch(written)
    if not matched:
        return None
    north, north_minutes, hemisphere, east, east_minutes, side = matched.groups()
    latitude, longitude = int(north) + int(north_minutes) / 60, int(east) + int(east_minutes) / 60
    if latitude > 90 or longitude > 180 or int(north_minutes) > 59 or int(east_minutes) > 59:
        return None
    return (-latitude if hemisphere == "S" else latitude, -longitude if side == "W" else longitude)
