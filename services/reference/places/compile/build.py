"""Compiles a gazetteer out of the packages and, when given, a UN/LOCODE list. The same inputs make the same file."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from services.reference.places.compile.airports import Airport, airports
from services.reference.places.compile.cities import cities
from services.reference.places.compile.country import KOSOVO, SERBIA, Sources, join_country
from services.reference.places.compile.divisions import divisions, parents
from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.compile.seaports import Seaport, seaports
from services.reference.places.compile.unlocode_file import UnlocodeList
from services.reference.places.compile.writing import Writer

Progress = Callable[[int, int], None]
"""Told how many countries are done, of how many."""


@dataclass(frozen=True, slots=True)
class Packages:
    """What the packages know, by country."""

    towns: dict[str, CountryPlaces]
    divisions: dict[str, list[Entry]]
    inside: dict[str, str]
    ports: dict[str, list[Seaport]]
    airports: dict[str, list[Airport]]

    @classmethod
    def installed(cls) -> Packages:
        """What the installed packages know."""
        return cls(cities(), divisions(), parents(), seaports(), airports())


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a gazetteer holds: counts by kind of place, and what could not be joined."""

    version: str
    places: dict[str, int]
    names: int
    rows: dict[str, int]
    """Rows of the UN/LOCODE file by what became of them; empty without a file."""
    lost_aliases: tuple[str, ...]


def compile_gazetteer(
    path: Path,
    version: str,
    unlocode: UnlocodeList | None = None,
    progress: Progress = lambda *_: None,
    packages: Packages | None = None,
) -> Compiled:
    """Write a gazetteer to ``path``, an empty file or none. Takes seconds, and some hundred megabytes of memory."""
    with _without_collector():
        known = packages or Packages.installed()
    codes = sorted(
        {*known.towns, *known.divisions, *known.ports, *known.airports, *(unlocode.locations if unlocode else ())}
    )
    kinds: Counter[str] = Counter()
    rows = Counter(unlocode.counts if unlocode else {})
    names = 0
    lost: list[str] = []
    with _without_collector(), Writer(path) as writer:
        for done, country in enumerate(codes, 1):
            # What is done is let go: all countries at once would be a gigabyte.
            places = known.towns.pop(country, None) or CountryPlaces(country)
            places.divisions = known.divisions.get(country, [])
            joined = join_country(places, _sources(country, known, unlocode))
            rows["aliases_joined"] += joined.old_names
            lost += joined.lost_aliases
            kinds.update(entry.kind for entry in places.everything())
            names += sum(len(entry.names) for entry in places.everything())
            writer.add(places)
            progress(done, len(codes))
        counted = dict(sorted(rows.items())) if unlocode else {}
        made = Compiled(version, dict(sorted(kinds.items())), names, counted, tuple(lost))
        writer.finish(known.inside, {"facts": json.dumps(asdict(made))})
    return made


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of objects are made and none is garbage: looking for some takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _sources(country: str, known: Packages, unlocode: UnlocodeList | None) -> Sources:
    fields, ports = known.airports.get(country, []), known.ports.get(country, [])
    if unlocode is None:
        return Sources(fields, ports, inside=known.inside)
    return Sources(
        fields,
        ports,
        locations=unlocode.locations.get(country, []),
        # The list has Kosovo's places under Serbia; here the country of the report wins.
        neighbours=unlocode.locations.get(SERBIA, []) if country == KOSOVO else [],
        old_names=unlocode.aliases.get(country, []),
        inside=known.inside,
    )
