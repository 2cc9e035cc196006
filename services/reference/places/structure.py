"""Texts of several parts: "Novosibirsk Region, Novosibirsk city", "Prat de Llobregat (El)", "Graz/Steiermark".

A part may be the place, the division that it lies in, another name of it, or something finer or coarser. A place that
lies in a division which another part names is certain; two places far apart are two places, and none is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.reference.places.choice import LARGE, Wish
from services.reference.places.distance import distance_km
from services.reference.places.gazetteer import Gazetteer, Place
from services.reference.places.generic_words import like_an_address
from services.reference.places.naming import Named, named
from services.reference.places.results import Reason

NEAR_KM: Final = 30
"""Two towns nearer than this may be a town and its quarter or suburb."""
BEHIND_A_STREET: Final = 50_000
"""Behind a street only a town of at least so many inhabitants is believed without being called a town."""
_ARTICLE: Final = re.compile(r"(.+?)\s*[(,]\s*(el|la|los|las|els|les|l'|l\u2019|a|o|as|os|the|le)\s*\)?", re.IGNORECASE)
_SEPARATOR: Final = re.compile(
    r"\s*[,;/|()\[\]:\"\u00ab\u00bb\u201c\u201d]\s*|\s+[-\u2013\u2014]\s+|-$|(?<=\w{4})\.\s+"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a text of several parts was read as."""

    named: Named | None
    candidates: tuple[Place, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Town:
    named: Named
    confirmed: bool
    """Another part names the division that it lies in."""
    agrees: bool = True
    """No other part names a division that it does not lie in."""
    division_too: bool = False
    """A division bears the name as well."""


def article_first(text: str) -> str:
    """ "Prat de Llobregat (El)" as it is spoken: "El Prat de Llobregat"; any other text unchanged."""
    matched = _ARTICLE.fullmatch(text)
    return f"{matched.group(2)} {matched.group(1)}" if matched else text


def parts_of(text: str) -> list[str]:
    """The parts of a text, in order, each once."""
    return [part for part in dict.fromkeys(each.strip(" .-'") for each in _SEPARATOR.split(text)) if part]


def read_parts(gazetteer: Gazetteer, country: str, parts: Sequence[str], wish: Wish) -> Answer | None:
    """What the parts say together; None when none of them names anything."""
    divisions = [division_codes(gazetteer, country, part) for part in parts]
    towns: list[_Town] = []
    unread = 0
    for number, part in enumerate(parts):
        beside = tuple(code for other, codes in enumerate(divisions) if other != number for code in codes)
        town = _town_of(gazetteer, country, part, beside, wish)
        if town and _believed(part, town.named, parts):
            towns.append(replace(town, division_too=bool(divisions[number])))
        elif not town and not divisions[number]:
            unread += 1
    confirmed = any(town.confirmed for town in towns)
    if not confirmed and not all(town.agrees for town in towns):
        # "Kaluga Region, Moskva": one of the two is a mistake.
        places = tuple(place for town in towns if (place := town.named.choice.place))
        return Answer(None, places, "several_places" if len(towns) > 1 else "outside_division")
    if confirmed:
        return _one_town([town for town in towns if town.confirmed])
    if unread:
        # "Isfahan/Naiin": the town may be in the division of that name, and not in the city.
        towns = [town for town in towns if town.named.said or not town.division_too]
    return _one_town(towns) if towns else _inner_division(gazetteer, country, parts, divisions, unread)


def _town_of(gazetteer: Gazetteer, country: str, part: str, beside: tuple[str, ...], wish: Wish) -> _Town | None:
    """The town that a part names, and whether another part names the division that it lies in."""
    found = named(gazetteer, country, part, replace(wish, divisions=beside or wish.divisions))
    place = found.choice.place if found else None
    if found and place:
        return None if place.kind == "division" else _Town(found, bool(beside) and place.subdivision is not None)
    alone = named(gazetteer, country, part, wish) if beside else None
    place = alone.choice.place if alone else None
    if alone and place and place.population >= LARGE:
        return _Town(alone, confirmed=False, agrees=False)
    return None


def division_codes(gazetteer: Gazetteer, country: str, text: str) -> tuple[str, ...]:
    """The divisions that a text may name: one, or several of one name; empty for none."""
    found = named(gazetteer, country, text, Wish(wanted="division"))
    if found is None:
        return ()
    places = (found.choice.place,) if found.choice.place else found.choice.candidates
    return tuple(place.code for place in places)


def _believed(part: str, found: Named, parts: Sequence[str]) -> bool:
    if not any(like_an_address(each) for each in parts):
        return True
    place = found.choice.place
    return found.said == "town" or (
        place is not None and place.population >= BEHIND_A_STREET and not like_an_address(part)
    )


def _one_town(towns: list[_Town]) -> Answer:
    # "Khorezm, Shavat": the division is named first, and the town that bears its name too is not meant.
    towns = [town for town in towns if not town.division_too] or towns
    distinct: dict[int, tuple[Place, Named]] = {}
    for town in towns:
        if place := town.named.choice.place:
            distinct.setdefault(place.id, (place, town.named))
    ordered = sorted(distinct.values(), key=lambda pair: pair[0].population)
    places = tuple(place for place, _ in ordered)
    if all(_near(places[0], other) for other in places[1:]):
        return Answer(ordered[0][1], places[1:])  # the smaller is the quarter or suburb, and says more
    return Answer(None, places, "several_places")


def _near(left: Place, right: Place) -> bool:
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return False
    return distance_km((left.lat, left.lon), (right.lat, right.lon)) <= NEAR_KM


def _inner_division(
    gazetteer: Gazetteer, country: str, parts: Sequence[str], divisions: Sequence[tuple[str, ...]], unread: int
) -> Answer | None:
    codes = list(dict.fromkeys(code for found in divisions for code in found[:1]))
    inner = [code for code in codes if all(other in gazetteer.around(code) for other in codes)]
    reason: Reason | None = "finer_part_unread" if unread else None
    for part, found in zip(parts, divisions, strict=True):
        if inner and found == (inner[0],):
            return Answer(named(gazetteer, country, part, Wish(wanted="division")), reason=reason)
    return Answer(None, reason="several_places") if codes else None
