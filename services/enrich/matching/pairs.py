"""Two sides that are being compared, in the order of their ids, and what several link classes ask about them. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple, Protocol

from services.contracts.events import LinkClass
from services.enrich.matching.lines import Line
from services.enrich.matching.traits import Traits, traits_of
from services.enrich.matching.weights import bits
from services.enrich.sides import Side

Rarity = Callable[[str], int | None]
"""How many reports bear a key; None: too many, it is parked."""

Reason = Literal[
    "same_case",
    "same_owner",
    "own_thread",
    "invalid_number",
    "outside_window",
    "parked",
    "stop_listed",
    "impossible_journey",
    "seized_before",
    "retracted",
    "exercise",
    "other_operation",
    "second_agreement",
]
"""Why a comparison ended. ``invalid_number`` and ``stop_listed`` values never get as far as being compared."""


class LeastHours(Protocol):
    """The fewest hours in which one object can be at both points (latitude, longitude) by this mode."""

    def __call__(self, mode: str | None, a: tuple[float, float], b: tuple[float, float], /) -> float:
        """0 for one point."""


class Veto(NamedTuple):
    """Why something that is shared does not count. Without ``feature`` the two are not compared at all."""

    reason: Reason
    feature: str | None = None


class Case(NamedTuple):
    """What speaks for one link class before it is weighed: a trigger that holds, and the class's own lines.

    ``stands``: the link stands whatever else differs, because a value is equal or because an earlier link on a value
    parked since stays. ``sure``: it may be new. ``reachable``: asked at the ``threshold``, may it be new then?
    ``matter``: what links of one matter have in common. ``compared``: what coverage is about.
    """

    link_class: LinkClass
    lines: list[Line]
    stands: bool
    sure: bool
    reachable: Callable[[], bool]
    threshold: str
    matter: str
    compared: frozenset[str]


class Pair:
    """Two sides, ``left`` with the smaller id, so that all that follows is the same whoever asks."""

    __slots__ = ("a", "apart", "b", "least_hours", "left", "rarity", "right", "vetoes")

    def __init__(self, one: Side, other: Side, rarity: Rarity, least_hours: LeastHours | None = None) -> None:
        self.left, self.right = (one, other) if one.report_id <= other.report_id else (other, one)
        a, b = traits_of(self.left), traits_of(self.right)
        self.a: Traits = a
        self.b: Traits = b
        self.rarity = rarity
        self.least_hours = least_hours
        self.vetoes: list[Veto] = []
        self.apart: int = max(0, a.first - b.last, b.first - a.last)
        """Microseconds between the two; of coarse dates the nearest instants count."""

    def posted_apart(self) -> int | None:
        """Microseconds between the two days of posting; None unless both are known."""
        one, other = self.a.posted, self.b.posted
        return None if one is None or other is None else abs(one - other)

    def within(self, window: str) -> bool:
        """Are the two near enough in time for a value with this window? A value without one lasts."""
        limit = bits().window.get(window)
        return limit is None or self.apart <= limit

    def kept(self, link_class: LinkClass) -> float:
        """What an agreement keeps of its weight: faded by half in each half-life, lowered by the worse grading."""
        graded = min(self.a.grade, self.b.grade)
        half_life = bits().half_life[link_class]
        if half_life is None:
            return graded
        posted = self.posted_apart() if link_class == "serial_neighbour" else None
        return graded * math.exp2(-(self.apart if posted is None else posted) / half_life)

    def shared(self, feature: str, counted_as: str, key: str, shown: str) -> Line:
        """The line of an equal number or token, by how many bear it; it counts nothing once it is parked."""
        bearers = self.rarity(key)
        weight = 0.0 if bearers is None else bits().rare(counted_as, max(2, bearers))
        group: Literal["party", "object"] = "party" if feature.startswith("party.") else "object"
        return Line(feature, group, "agree", shown, shown, weight, key, bearers is None)

    def parked(self, key: str) -> bool:
        """Is this value borne by too many?"""
        return self.rarity(key) is None


def shown_day(microseconds: int) -> str:
    """The day of an instant in UTC."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).strftime("%Y-%m-%d")


def matter_of(keys: list[str], parked: frozenset[str] | set[str]) -> str:
    """The key that stands for a link's matter: the first that is not parked, else the first."""
    return min((key for key in keys if key not in parked), default=min(keys))
