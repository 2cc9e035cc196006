"""Which ISO 3166-2 division a GeoNames first-level code is: no list says it, so what is known together votes.

A vote is cast where both codes are known of one place: by an airport whose source names the division of the town
nearest to it, by a town that bears its division's name, and, where a UN/LOCODE file is loaded, by each town in it.
What votes get wrong or leave open stands in `first_levels.yaml`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from importlib import resources
from typing import Final

import yaml

from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.kinds import DIVISION_MARK

MAJORITY: Final = 0.6
"""Less than this share of the votes of a code decides nothing."""
LEAST: Final = 2
"""One airport alone decides nothing: sources err."""
COARSER: Final = 3
"""With so many times more divisions than codes, a code is of something larger: all of central Serbia."""
CLEAR: Final = 5
"""Of two codes that elect one division, one stands only with so many times the votes of the other."""
_LETTERS_WEIGH: Final = 100
_NAME_WEIGHS: Final = 2


class Votes:
    """Votes of one country."""

    def __init__(self, places: CountryPlaces, parents: dict[str, str]) -> None:
        self._country = places.country
        self._cast: dict[str, Counter[str]] = defaultdict(Counter)
        self._parents = parents
        codes = {division.code for division in places.divisions}
        outer = {self.outermost(code) for code in codes}
        inner = codes - {parents[code] for code in codes if code in parents}
        levels = {town.first_level for town in places.towns if town.first_level}
        # GeoNames' first level is ISO's outer one in some countries and its inner one in others: numbers tell.
        self._elect_inner = abs(len(levels) - len(inner)) < abs(len(levels) - len(outer))
        self._eligible = inner if self._elect_inner else outer
        if len(levels) * COARSER < len(self._eligible):
            self._eligible = set()
        for level in sorted(levels):
            if level.isalpha():
                self.cast(level, f"{places.country}-{level}", _LETTERS_WEIGH)

    def outermost(self, code: str) -> str:
        """The outermost division around a division."""
        while code in self._parents:
            code = self._parents[code]
        return code

    def cast(self, first_level: str | None, division: str | None, weight: int = 1) -> None:
        """One place of that first-level code is in that division."""
        if first_level and division:
            elected = division if self._elect_inner else self.outermost(division)
            if elected in self._eligible:
                self._cast[first_level][elected] += weight

    def cast_by_names(self, places: CountryPlaces) -> None:
        """The largest town of a division mostly bears its name."""
        largest: dict[str, Entry] = {}
        for town in places.towns:
            if town.first_level and town.population >= largest.setdefault(town.first_level, town).population:
                largest[town.first_level] = town
        for division in places.divisions:
            names = [name.lstrip(DIVISION_MARK) for name in division.names]
            towns = {id(town): town for name in names for town in places.towns_called(name)}
            named = max(towns.values(), key=lambda town: town.population, default=None)
            if named and named.first_level and largest[named.first_level] is named:
                self.cast(named.first_level, division.code, _NAME_WEIGHS)

    def decided(self) -> dict[str, str]:
        """The division of each first-level code that has a clear majority; no division twice."""
        elected: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for first_level, counted in sorted(self._cast.items()):
            division, most = max(sorted(counted.items()), key=lambda item: item[1])
            if most >= LEAST and most / counted.total() >= MAJORITY:
                elected[division].append((most, first_level))
        found: dict[str, str] = {}
        for division, claims in elected.items():
            claims.sort(key=lambda claim: (-claim[0], claim[1]))
            if len(claims) == 1 or claims[0][0] >= CLEAR * claims[1][0]:
                found[claims[0][1]] = division
        for first_level, part in _known().get(self._country, {}).items():
            if part:
                found[first_level] = f"{self._country}-{part}"
            else:
                found.pop(first_level, None)
        return found


@cache
def _known() -> dict[str, dict[str, str | None]]:
    text = resources.files("services.reference.places").joinpath("first_levels.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str | None]] = yaml.safe_load(text)
    return found
