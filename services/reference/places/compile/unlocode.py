"""UN/LOCODE's locations join the towns of a country: each town takes its code, and what has no town stands alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from services.reference.folding import key
from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.compile.unlocode_file import Location
from services.reference.places.compile.votes import Votes
from services.reference.places.distance import distance_km
from services.reference.places.generic_words import without_kind
from services.reference.places.kinds import Grade, Use

JOINS_WITHIN_KM: Final = 25
"""Coordinates are whole minutes, and of a town's other end at times; farther than this it is another place."""
ERRS_WITHIN_KM: Final = 120
"""How far the list's coordinates may be off for a town of the same name in the same division."""
DOMINANCE: Final = 10
_AIRPORT: Final = re.compile(r"\b(?:Apt|Airport|AB|Aerodrome|Airfield)\b")
_PART: Final = re.compile(r"\s*[/(),]\s*(?:ex\s+|formerly\s+)?")


class Join:
    """Joins the locations of one country; call `towns`, then `members`, then `aliases`."""

    def __init__(self, places: CountryPlaces, votes: Votes) -> None:
        self._places = places
        self._codes = {entry.code for entry in places.divisions}
        self._votes = votes
        self._divisions = {found for entry in places.divisions for found in entry.names}

    def towns(self, locations: Iterable[Location], only_known: bool = False) -> None:
        """Locations that are no airport or terminal. ``only_known``: what matches no town is left out."""
        taken: dict[int, list[tuple[Entry, Location]]] = defaultdict(list)
        new: list[Location] = []
        for location in locations:
            if _is_part(location):
                continue
            town = self._town(location)
            if town:
                taken[id(town)].append((town, location))
            elif not only_known:
                new.append(location)
        for matched in taken.values():
            self._give_code(*matched)
        for location in new:
            entry = self._entry(location)
            if entry.point and not self._places.plausible(entry.point):
                entry.point = None
            entry.kind = "border_post" if location.uses & Use.BORDER else "locode"
            self._places.add_town(entry)
            self._call_extra(entry, location)

    def members(self, locations: Iterable[Location]) -> None:
        """Ports and terminals; airports come from their own source and only take their code from here."""
        for location in locations:
            if not _is_part(location) or _AIRPORT.search(location.names[0]):
                continue
            entry = self._entry(location)
            entry.kind = "port" if location.uses & Use.SEA else "locode"
            entry.town = self._town(location)
            if entry.town:
                self._places.members.append(entry)
            else:
                self._places.add_town(entry)

    def aliases(self, pairs: Iterable[tuple[str, str]]) -> int:
        """Old and foreign names; how many found the place that they name."""
        joined = 0
        for old, listed in pairs:
            targets = [
                town for name in (listed, *_PART.split(listed)) if name for town in self._places.towns_called(name)
            ]
            if targets:
                target = max(targets, key=lambda town: (not town.code.startswith("geonames:"), town.population))
                for name in (old, *_PART.split(old)):
                    self._places.call_town(target, name, Grade.OTHER)
                joined += 1
        return joined

    def _town(self, location: Location) -> Entry | None:
        names = [name for written in location.names for name in (written, *_PART.split(written)[:1]) if name]
        names += [bare for name in list(names) if (bare := without_kind(name, "port"))]
        if location.point and (town := self._places.near(names, location.point, JOINS_WITHIN_KM)):
            return town
        called = {id(town): town for name in names for town in self._places.towns_called(name)}
        same = [town for town in called.values() if self._same_division(town, location)]
        if location.point:
            # Coordinates of the list err; within one division the name tells more.
            same = [
                town for town in same if town.subdivision and location.subdivision and self._not_far(town, location)
            ]
        same.sort(key=lambda town: -town.population)
        clear = len(same) == 1 or (len(same) > 1 and same[0].population >= DOMINANCE * max(same[1].population, 1_000))
        return same[0] if clear else None

    @staticmethod
    def _not_far(town: Entry, location: Location) -> bool:
        return bool(town.point and location.point) and distance_km(town.point, location.point) <= ERRS_WITHIN_KM  # type: ignore[arg-type]

    def _same_division(self, town: Entry, location: Location) -> bool:
        if town.subdivision is None or location.subdivision is None:
            return True
        stated = self._votes.outermost(location.subdivision)
        return stated == self._votes.outermost(town.subdivision)

    def _give_code(self, *matched: tuple[Entry, Location]) -> None:
        """Of several codes for one town the one that bears its name and has most uses; the others belong to it."""
        ordered = sorted(matched, key=lambda pair: (*_unlikeness(*pair), pair[1].locode))
        town, best = ordered[0]
        town.code, town.kind = best.locode, "locode"
        for _, location in ordered:
            town.uses |= location.uses
            for name in location.names:
                self._places.call_town(town, name, Grade.OTHER)
            self._call_extra(town, location)
            self._votes.cast(town.first_level, location.subdivision)
        if best.subdivision in self._codes and self._refines(best.subdivision, town.subdivision):
            town.subdivision = best.subdivision
        for _, location in ordered[1:]:
            entry = self._entry(location)
            entry.town = town
            self._places.members.append(entry)

    def _refines(self, stated: str | None, known: str | None) -> bool:
        """The list's divisions err more than GeoNames'; they count where nothing is known, and inside what is known."""
        return known is None or (stated is not None and self._votes.outermost(stated) == known)

    def _entry(self, location: Location) -> Entry:
        entry = Entry(
            kind="locode",
            code=location.locode,
            name=location.names[0],
            point=location.point,
            subdivision=location.subdivision if location.subdivision in self._codes else None,
            uses=location.uses,
        )
        for name in location.names:
            entry.call(name, Grade.MAIN)
            entry.call(_PART.split(name)[0], Grade.MAIN)
            entry.call(without_kind(name, "port") or name, Grade.OTHER)
        return entry

    def _call_extra(self, town: Entry, location: Location) -> None:
        """A second name in brackets or behind a slash is a name only where no other town or division bears it."""
        for name in location.names:
            for extra in _PART.split(name)[1:]:
                others = [other for other in self._places.towns_called(extra) if other is not town]
                if extra and not others and key(extra) not in self._divisions:
                    self._places.call_town(town, extra, Grade.OTHER)


def airport_codes(locations: Iterable[Location]) -> dict[str, str]:
    """IATA code to UN/LOCODE: an entry named as the airport, then one whose IATA column says so, then its own code."""
    ranked: dict[str, tuple[int, str]] = {}
    for location in locations:
        if not location.uses & Use.AIR:
            continue
        named = bool(_AIRPORT.search(location.names[0]))
        if location.iata:
            rank = (0 if named else 1, location.locode)
            ranked[location.iata] = min(rank, ranked.get(location.iata, rank))
        else:
            rank = (0 if named else 2, location.locode)
            ranked[location.code] = min(rank, ranked.get(location.code, rank))
    return {iata: locode for iata, (_, locode) in ranked.items()}


def _is_part(location: Location) -> bool:
    """Whether the entry is an airport or terminal and not the town itself."""
    name = location.names[0]
    return bool(_AIRPORT.search(name)) or name.endswith((" Pt", " Terminal"))


def _unlikeness(town: Entry, location: Location) -> tuple[int, int]:
    written = [part for name in location.names for part in (name, _PART.split(name)[0])]
    grades = [town.names[found] for name in written if (found := key(name)) in town.names]
    return (min(grades, default=Grade.LOOSE), -location.uses.bit_count())
