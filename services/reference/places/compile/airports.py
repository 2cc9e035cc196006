"""Airports with an IATA code from airportsdata (MIT). Each joins the town that its source names for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import airportsdata
import yaml

from services.reference.folding import key
from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.compile.votes import Votes
from services.reference.places.distance import Point, distance_km
from services.reference.places.generic_words import without_kind
from services.reference.places.kinds import CODE_MARK, DIVISION_MARK, Grade, Use

JOINS_WITHIN_KM: Final = 60
"""An airport farther than this from a town of the name that its source gives is another town's."""
_PARTS: Final = re.compile(r"\s*[/,(]\s*|\s+-\s+")


@dataclass(frozen=True, slots=True)
class Airport:
    """One airport of the source. ``iata`` is empty for the many that have none."""

    iata: str
    name: str
    city: str
    division: str
    point: Point


def airports() -> dict[str, list[Airport]]:
    """Every airport by country, in the order of their ICAO codes."""
    found: dict[str, list[Airport]] = defaultdict(list)
    for _, each in sorted(airportsdata.load("ICAO").items()):
        point = (float(each["lat"]), float(each["lon"]))
        airport = Airport(each["iata"], each["name"], each["city"], each["subd"].replace("-", " "), point)
        found[each["country"]].append(airport)
    return dict(found)


def join_airports(places: CountryPlaces, listed: Iterable[Airport], codes: dict[str, str]) -> None:
    """Add the airports of one country to its places. ``codes``: IATA code to UN/LOCODE, where a file says it."""
    taken = {entry.code: entry.point for entry in places.towns} if codes else {}
    for airport in listed:
        if not airport.iata:
            continue
        entry = Entry(
            kind="airport",
            code=airport_code(places.country, airport, codes, taken),
            name=airport.name,
            point=airport.point,
            uses=Use.AIR,
        )
        entry.names[CODE_MARK + airport.iata.lower()] = Grade.OTHER
        entry.call(airport.name, Grade.MAIN)
        apart = airport.iata in _own_list()["apart"]
        bare = without_kind(airport.name, "airport") or airport.name
        entry.call(bare, Grade.OTHER)
        names = [name for name in (airport.city, *_PARTS.split(airport.city), bare) if name and not apart]
        entry.town = places.near(names, airport.point, JOINS_WITHIN_KM)
        if entry.town:
            places.members.append(entry)
            continue
        for name in names:
            entry.call(name, Grade.OTHER)
        places.add_town(entry)


def votes_of_airports(places: CountryPlaces, listed: Iterable[Airport], votes: Votes) -> None:
    """What the airports of one country say of the divisions of the towns beside them."""
    codes = {name.lstrip(DIVISION_MARK): entry.code for entry in places.divisions for name in entry.names}
    for airport in listed:
        division = codes.get(key(airport.division)) or codes.get(key(without_kind(airport.division, "division") or ""))
        town = places.near([airport.city], airport.point, JOINS_WITHIN_KM) if division else None
        if town:
            votes.cast(town.first_level, division)


def airport_code(country: str, airport: Airport, codes: dict[str, str], taken: dict[str, Point | None]) -> str:
    """The UN/LOCODE of an airport, or what is like one: its country and IATA code.

    Where the list has that code for another place, the airport is called by IATA's code alone.
    """
    if airport.iata in codes:
        return codes[airport.iata]
    code = country + airport.iata
    other = taken.get(code)
    if code in taken and (other is None or distance_km(other, airport.point) > JOINS_WITHIN_KM):
        return f"iata:{airport.iata}"
    return str(_own_list()["codes"].get(airport.iata, code))


@cache
def _own_list() -> dict[str, Any]:
    text = resources.files("services.reference.places").joinpath("airport_codes.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
