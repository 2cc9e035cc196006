"""The places of one country while a gazetteer is compiled, and how what several sources say of one place meets."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from services.reference.folding import LOOSE_COUNTRIES, key, loose
from services.reference.places.distance import Point, distance_km
from services.reference.places.kinds import DIVISION_MARK, MARKS, NO_USE, Grade, Kind, Use


@dataclass(slots=True, eq=False)
class Entry:
    """One place. ``town`` is the town that an airport, port or border post belongs to; None for what stands alone."""

    kind: Kind
    code: str
    name: str
    point: Point | None = None
    subdivision: str | None = None
    uses: Use = NO_USE
    population: int = 0
    town: Entry | None = None
    names: dict[str, Grade] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    """Of a metropolis: other divisions that begin at its edge."""
    first_level: str | None = None
    """The first-level division in GeoNames' own code, which is not ISO 3166-2."""

    def call(self, name: str, grade: Grade) -> None:
        """Add a name; of several grades for one key the strongest stays."""
        found = key(name)
        if found and grade < self.names.get(found, Grade.LOOSE):
            self.names[found] = grade


class CountryPlaces:
    """All places of one country, found by key."""

    def __init__(self, country: str) -> None:
        self.country = country
        self.towns: list[Entry] = []
        self.members: list[Entry] = []
        self.divisions: list[Entry] = []
        self._towns_by_key: dict[str, list[Entry]] = defaultdict(list)
        self._grid: dict[tuple[int, int], list[Entry]] = defaultdict(list)

    def add_town(self, entry: Entry) -> None:
        """Add a place that stands for itself; its names must be complete."""
        self.towns.append(entry)
        if entry.point:
            self._grid[_cell(entry.point)].append(entry)
        for found in entry.names:
            self._towns_by_key[found].append(entry)

    def call_town(self, entry: Entry, name: str, grade: Grade) -> None:
        """Give a town that is already here one more name."""
        found = key(name)
        if found and found not in entry.names:
            self._towns_by_key[found].append(entry)
        entry.call(name, grade)

    def call_division(self, entry: Entry, name: str) -> None:
        """Give a division a usual name; one that a town bears too counts only beside a word such as "region"."""
        if self._towns_by_key.get(key(name)):
            entry.names.setdefault(DIVISION_MARK + key(name), Grade.OTHER)
        else:
            entry.call(name, Grade.OTHER)

    def towns_called(self, name: str) -> list[Entry]:
        """The towns of that name, in the order in which they came."""
        return list(self._towns_by_key.get(key(name), ()))

    def near(self, names: Iterable[str], point: Point, within_km: float) -> Entry | None:
        """The town of one of these names near a point: the first name that has one, and of several the largest."""
        for name in names:
            close = [
                town for town in self.towns_called(name) if town.point and distance_km(town.point, point) <= within_km
            ]
            if close:
                return max(close, key=lambda town: (town.names[key(name)] == Grade.MAIN, town.population))
        return None

    def within(self, point: Point, distance: float) -> list[tuple[float, Entry]]:
        """The towns not farther from a point than some kilometres (a hundred at most), the nearest first."""
        beside = (town for cell in _cells_around(point, 1) for town in self._grid.get(cell, ()))
        near = [(distance_km(town.point, point), town) for town in beside if town.point]
        return sorted((pair for pair in near if pair[0] <= distance), key=lambda pair: pair[0])

    def plausible(self, point: Point) -> bool:
        """Whether some town of the country is within some three degrees: sources mix up north and south."""
        return not self._grid or any(cell in self._grid for cell in _cells_around(point, 3))

    def everything(self) -> Iterator[Entry]:
        """Towns, then what belongs to them, then divisions."""
        yield from self.towns
        yield from self.members
        yield from self.divisions

    def loosen(self) -> None:
        """Where romanisations differ, give each name the key under which they meet."""
        if self.country not in LOOSE_COUNTRIES:
            return
        for entry in self.everything():
            for found in list(entry.names):
                if found[0] not in MARKS:
                    entry.names.setdefault(loose(found), Grade.LOOSE)


def _cell(point: Point) -> tuple[int, int]:
    return math.floor(point[0]), math.floor(point[1])


def _cells_around(point: Point, degrees: int) -> Iterator[tuple[int, int]]:
    row, column = _cell(point)
    for north in range(-degrees, degrees + 1):
        for east in range(-degrees, degrees + 1):
            yield row + north, (column + east + 180) % 360 - 180
