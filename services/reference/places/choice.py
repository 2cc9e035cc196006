"""Which of the places that bear a name is meant; or that it can't be told.

Deterministic, and in this order: a name of the alias table decides; what the text says it is (town, airport, division)
is believed; a stated division leaves only what lies in it; a place as large as ten others of its name decides; a town
is preferred to the division that it is the seat of; else the name is ambiguous.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.reference.places.distance import distance_km
from services.reference.places.gazetteer import Gazetteer, Hit, Place
from services.reference.places.generic_words import Wanted
from services.reference.places.kinds import Grade, Use

DOMINANCE: Final = 10
"""How many times larger than every other place of its name a place must be to be the one that is meant."""
OVERSHADOWED: Final = 2
"""How many times larger a place that only bears a name too may be than the place that is listed under it."""
UNKNOWN_POPULATION: Final = 1_000
"""What a place of unknown population is taken for: the sources name all that are larger by far."""
FAR_FROM_SEAT_KM: Final = 500
"""A town of an unknown division this far from the largest town of the stated division is not in it."""
NEAR_SEAT_KM: Final = 150
"""A place that few know must be this near to that town to be taken to be in the stated division."""
LARGE: Final = 100_000
"""A town of so many inhabitants is preferred to any division of its name."""
SEAT: Final = 20_000
"""A town of so many inhabitants is preferred to the division around it by another of its names too: Venezia, Venice."""
NEAR_TOWN_KM: Final = 60
"""An airport of the town's name this near to it is its own."""
ONE_PLACE_KM: Final = 12
"""Places of one name this near to each other are one place, listed twice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The place that is meant, or all that may be; none at all when nothing bears the name as it is wanted."""

    place: Place | None
    grade: Grade
    candidates: tuple[Place, ...] = ()
    outside: bool = False
    """The name is known, but not in the stated division."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a text and its report say of a place besides its name."""

    wanted: Wanted | None = None
    mode: str | None = None
    divisions: tuple[str, ...] = ()
    """Divisions of which one must hold the place."""


def choose(gazetteer: Gazetteer, hits: Sequence[Hit], wish: Wish) -> Choice | None:
    """The choice among the bearers of one name; None when none is of the wanted kind."""
    own = [hit for hit in hits if hit.grade == Grade.OWN]
    divisions, towns = _sorted_out(own or hits, wish)
    if own and (divisions or towns):
        return _decided(gazetteer, divisions, towns, wish)
    inside_towns = [hit for hit in towns if _lies_in(gazetteer, hit, wish.divisions) is not False]
    inside_divisions = [hit for hit in divisions if _lies_in(gazetteer, hit, wish.divisions) is not False]
    if not inside_towns and not inside_divisions:
        if towns or divisions:
            return Choice(None, Grade.MAIN, tuple(hit.place for hit in (*towns, *divisions)), outside=True)
        return None
    surely = [hit for hit in inside_towns if _lies_in(gazetteer, hit, wish.divisions)]
    choice = _decided(gazetteer, inside_divisions, surely or inside_towns, wish)
    return _own_airport(choice, hits, wish) if choice else None


def _own_airport(choice: Choice, hits: Sequence[Hit], wish: Wish) -> Choice:
    """By air, and by mail where the town has no post office, the airport of its own name: Incheon's, serving Seoul."""
    by_air = wish.wanted == "airport" or (wish.mode in ("air", "mail") and wish.wanted not in ("town", "post"))
    if not by_air or choice.place is None or choice.place.kind == "division":
        return choice
    if wish.mode == "mail" and choice.place.uses & Use.POST:
        return choice
    fields = {hit.place.code: hit.place for hit in hits if hit.place.kind == "airport"}
    field = next(iter(fields.values())) if len(fields) == 1 else None
    if (
        field is None
        or choice.place is None
        or choice.place.uses & Use.AIR
        or not _near(field, choice.place, NEAR_TOWN_KM)
    ):
        return choice
    return replace(choice, place=field)


def _sorted_out(hits: Iterable[Hit], wish: Wish) -> tuple[list[Hit], list[Hit]]:
    """Divisions and towns that may be wanted. Airports count as towns only when nothing else bears the name."""
    divisions = [hit for hit in hits if hit.place.kind == "division"]
    others = [hit for hit in hits if hit.place.kind != "division"]
    if wish.wanted == "division":
        return divisions, []
    if wish.wanted in ("town", "airport", "port", "border", "post"):
        divisions = []
    fields = [hit for hit in others if hit.place.kind == "airport"]
    if wish.wanted == "airport":
        return divisions, others
    grounds = [hit for hit in others if hit.place.kind != "airport"]
    return divisions, grounds or ([] if divisions else fields)


def _lies_in(gazetteer: Gazetteer, hit: Hit, divisions: Sequence[str]) -> bool | None:
    """Whether it lies in one of the divisions, or one of them in it; None when that is not known but likely."""
    if not divisions:
        return None
    place = hit.place
    if place.subdivision is None:
        near = _distance_to_seat(gazetteer, place, divisions)
        well_known = hit.grade <= Grade.MAIN and place.population >= DOMINANCE * UNKNOWN_POPULATION
        likely = well_known if near is None else near <= (FAR_FROM_SEAT_KM if well_known else NEAR_SEAT_KM)
        return None if likely else False
    around = gazetteer.around(place.subdivision)
    if any(division in around or place.subdivision in gazetteer.around(division) for division in divisions):
        return True
    # Saint Petersburg is not in Leningrad Region, but is written under it.
    return False if set(place.beside).isdisjoint(divisions) else None


def _distance_to_seat(gazetteer: Gazetteer, place: Place, divisions: Sequence[str]) -> float | None:
    """How far it is from the largest town of the nearest of the divisions; None when that is not known."""
    if place.lat is None or place.lon is None:
        return None
    seats = [seat for division in divisions if (seat := gazetteer.seat(division))]
    return min((distance_km((place.lat, place.lon), seat) for seat in seats), default=None)


def _decided(gazetteer: Gazetteer, divisions: list[Hit], towns: list[Hit], wish: Wish) -> Choice | None:
    groups = _as_towns(towns)
    best = _outstanding(groups)
    if not divisions:
        if best is None:
            return _ambiguous(groups) if groups else None
        return Choice(_member(gazetteer, best.place, wish), best.grade)
    inner = _inner(gazetteer, divisions)
    if best is None:
        # Of several towns of the name the one whose division bears it too.
        seats = [hit for hit in groups if any(_surely_inside(gazetteer, hit.place, other.place) for other in divisions)]
        best = (
            seats[0] if len(seats) == 1 and _population(seats[0]) * DOMINANCE > max(map(_population, groups)) else None
        )
    if best and _before_divisions(gazetteer, best, divisions):
        return Choice(_member(gazetteer, best.place, wish), best.grade, tuple(hit.place for hit in divisions))
    if inner and all(_is_beside(gazetteer, hit.place, inner.place) for hit in groups):
        return Choice(inner.place, inner.grade, tuple(hit.place for hit in groups))
    return _ambiguous([*divisions, *groups])


def _inner(gazetteer: Gazetteer, divisions: list[Hit]) -> Hit | None:
    """The one division, or of several that lie in each other the innermost."""
    for hit in divisions:
        around = gazetteer.around(hit.place.code)
        if all(other.place.code in around for other in divisions):
            return hit
    return None


def _before_divisions(gazetteer: Gazetteer, town: Hit, divisions: list[Hit]) -> bool:
    """Whether the town is meant: it is large, or the seat of one; both, if the name is not its first name."""
    seat = any(_is_seat(gazetteer, town.place, hit.place) for hit in divisions)
    if town.grade <= Grade.MAIN:
        return seat or town.place.population >= LARGE
    return seat and town.place.population >= SEAT and _is_largest(gazetteer, town.place)


def _is_largest(gazetteer: Gazetteer, town: Place) -> bool:
    """Whether no town of its division is larger."""
    return town.subdivision is not None and gazetteer.seat(town.subdivision) == (town.lat, town.lon)


def _is_seat(gazetteer: Gazetteer, town: Place, division: Place) -> bool:
    if town.subdivision is None:
        return True
    return division.code in gazetteer.around(town.subdivision) or town.subdivision in gazetteer.around(division.code)


def _is_beside(gazetteer: Gazetteer, town: Place, division: Place) -> bool:
    """Whether the division can be read without denying the town: it lies in it or beside it, or is next to nothing."""
    around_both = town.subdivision is not None and town.subdivision in gazetteer.around(division.code)
    return _surely_inside(gazetteer, town, division) or around_both or town.population < DOMINANCE * UNKNOWN_POPULATION


def _surely_inside(gazetteer: Gazetteer, town: Place, division: Place) -> bool:
    return town.subdivision is not None and division.code in gazetteer.around(town.subdivision)


def _ambiguous(hits: Iterable[Hit]) -> Choice:
    places = tuple(hit.place for hit in hits)
    return Choice(None, Grade.MAIN, places)


def _as_towns(hits: list[Hit]) -> list[Hit]:
    """One hit for each town: the town itself, if it bears the name, stands for its airports and ports."""
    towns = {hit.place.id for hit in hits if hit.place.town is None}
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (each.grade, -each.place.population, each.place.id)):
        if hit.place.town not in towns and not any(_one_place(other.place, hit.place) for other in kept):
            kept.append(hit)
    return kept


def _one_place(left: Place, right: Place) -> bool:
    if left.code == right.code:
        return True
    return _near(left, right, ONE_PLACE_KM)


def _near(left: Place, right: Place, within_km: float) -> bool:
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return False
    return distance_km((left.lat, left.lon), (right.lat, right.lon)) <= within_km


def _outstanding(hits: list[Hit]) -> Hit | None:
    """The one that is meant by its name alone: the only one, or one so much larger than all others.

    The one listed under the name stands before those that only bear it too, unless one is more than twice as large.
    """
    listed = _dominant([hit for hit in hits if hit.grade <= Grade.MAIN])
    if listed:
        others = [hit for hit in hits if hit.grade > Grade.MAIN]
        if all(_population(hit) <= OVERSHADOWED * _population(listed) for hit in others):
            return listed
    return _dominant(hits)


def _dominant(hits: list[Hit]) -> Hit | None:
    if len(hits) <= 1:
        return hits[0] if hits else None
    ordered = sorted(hits, key=lambda hit: -hit.place.population)
    others = max(_population(hit) for hit in ordered[1:])
    return ordered[0] if ordered[0].place.population >= DOMINANCE * others else None


def _population(hit: Hit) -> int:
    return max(hit.place.population, UNKNOWN_POPULATION)


def _member(gazetteer: Gazetteer, place: Place, wish: Wish) -> Place:
    """The airport, port or post office of the town, where the mode or the text asks for one and there is just one."""
    use = _use(wish)
    if use is None or wish.wanted == "town" or place.kind in ("airport", "port", "division"):
        return place
    members = gazetteer.members(place.id)
    for one in use:
        own = {member.code: member for member in members if member.uses & one}
        if len(own) == 1 and wish.wanted == "airport":
            return next(iter(own.values()))
        if place.uses & one and (place.code in own or not own):
            return place
        if len(own) == 1:
            return next(iter(own.values()))
    return place


def _use(wish: Wish) -> tuple[Use, ...] | None:
    if wish.wanted == "airport":
        return (Use.AIR,)
    if wish.wanted == "port":
        return (Use.SEA,)
    if wish.wanted == "post":
        return (Use.POST,)
    return {"air": (Use.AIR,), "sea": (Use.SEA,), "mail": (Use.POST,)}.get(wish.mode or "")
