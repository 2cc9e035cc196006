"""All that is known of the places of one country, joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from services.reference.places.compile.airports import Airport, join_airports, votes_of_airports
from services.reference.places.compile.alias_files import join_aliases
from services.reference.places.compile.codes import give_codes
from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.compile.seaports import Seaport, join_seaports
from services.reference.places.compile.unlocode import Join, airport_codes
from services.reference.places.compile.unlocode_file import Location
from services.reference.places.compile.votes import Votes

KOSOVO: Final = "XK"
SERBIA: Final = "RS"
NEAR_KM: Final = 40
"""The nearest town within this tells in which division an airport lies."""
METROPOLIS: Final = 500_000
"""A town of so many inhabitants is written under the region around it, though it is a division of its own."""
EDGE_KM: Final = 40
"""A division with a town this near to such a town begins at its edge."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the sources have of one country. ``locations`` is None where no UN/LOCODE list is loaded.

    ``neighbours``: locations that the list has under another country, and that may be this one's.
    """

    airports: Sequence[Airport] = ()
    ports: Sequence[Seaport] = ()
    locations: Sequence[Location] | None = None
    neighbours: Sequence[Location] = ()
    old_names: Sequence[tuple[str, str]] = ()
    inside: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Joined:
    """How many of the list's old names found their place, and which own aliases did not."""

    old_names: int
    lost_aliases: list[str]


def join_country(places: CountryPlaces, sources: Sources) -> Joined:
    """Add to the towns and divisions of a country all that the other sources know."""
    votes = Votes(places, sources.inside)
    join_aliases(places)  # divisions need their names before the votes; what is an airport or port is found below
    votes_of_airports(places, sources.airports, votes)
    votes.cast_by_names(places)
    _place_in_divisions(places.towns, votes)
    old_names = 0
    if sources.locations is not None:
        join = Join(places, votes)
        join.towns(sources.locations)
        join.towns(sources.neighbours, only_known=True)
        join.members(sources.locations)
        old_names = join.aliases(sources.old_names)
        _place_in_divisions(places.towns, votes)
    join_seaports(places, sources.ports)
    join_airports(places, sources.airports, airport_codes(sources.locations or ()))
    terminals = frozenset(port.code for port in sources.ports if port.terminal)
    give_codes(places, terminals, with_unlocode=sources.locations is not None)
    _place_members(places)
    _edge_of_cities(places)
    lost = join_aliases(places)
    places.loosen()
    return Joined(old_names, lost)


def _place_members(places: CountryPlaces) -> None:
    """An airport or port lies where the nearest town lies; a division is taken to be where its largest town is."""
    for entry in places.members:
        point = entry.point or (entry.town.point if entry.town else None)
        near = (town.subdivision for _, town in places.within(point, NEAR_KM)) if point else iter(())
        entry.subdivision = next(filter(None, near), entry.subdivision)
    largest: dict[str, Entry] = {}
    for town in places.towns:
        if town.subdivision and town.point and town.population >= largest.get(town.subdivision, town).population:
            largest[town.subdivision] = town
    for division in places.divisions:
        division.point = largest[division.code].point if division.code in largest else None


def _edge_of_cities(places: CountryPlaces) -> None:
    for city in places.towns:
        if city.population >= METROPOLIS and city.point:
            beside = {town.subdivision for _, town in places.within(city.point, EDGE_KM) if town.subdivision}
            city.beside = tuple(sorted(beside - {city.subdivision}))


def _place_in_divisions(towns: list[Entry], votes: Votes) -> None:
    decided = votes.decided()
    for town in towns:
        if town.subdivision is None and town.first_level:
            town.subdivision = decided.get(town.first_level)
