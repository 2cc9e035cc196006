"""What is known of a report when pairs are judged, and what is gathered about each pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations
from typing import Final, Literal

from services.contracts.events import LinkClass
from services.simulator.cases import DAY, STARTS, Case, moment
from services.simulator.outlines import Outline
from services.simulator.pins import Pins
from services.simulator.roster import BY_CODE

Pair = tuple[str, str, str]
"""A link's class and its two report ids, sorted."""

Verdict = Literal["yes", "either", "no"]
"""Must there be a link; may there be one; or must there be none, as far as this piece of evidence goes?"""

Tokens = dict[str, frozenset[tuple[bool, str]]]
"""What one party is known by: for each token type whether the key was wrong, and the normalised values."""

PARKED_ABOVE: Final = 20
"""A value that more reports than this bear is parked: it makes no further link by itself."""


@dataclass(slots=True, eq=False)
class Told:
    """One report at one version. ``first`` and ``last`` bound when it occurred, in minutes since the start.

    ``substance`` is what its laboratory found, else what was reported. Only seizures and warnings have an outline.
    ``parties`` are the planted ones.
    """

    case: Case
    pins: Pins
    first: int
    last: int
    outline: Outline | None
    substance: str | None
    parties: tuple[Tokens, ...]

    @property
    def id(self) -> str:
        """The report's id."""
        return self.case.report_id

    @property
    def seized_at(self) -> str | None:
        """The country in which the goods were, if they were seized."""
        return self.case.administration if self.case.kind == "seizure" else None


@dataclass(slots=True)
class Gathered:
    """Everything that speaks for or against one pair in one class, by verdict: what it is."""

    yes: set[str] = field(default_factory=set)
    either: set[str] = field(default_factory=set)

    def add(self, verdict: Verdict, because: str) -> None:
        """Take in one piece of evidence; what says no says nothing."""
        if verdict != "no":
            (self.yes if verdict == "yes" else self.either).add(because)


@dataclass(slots=True)
class Evidence:
    """What was found: pairs by class, and values that too many bear, by class and type."""

    pairs: dict[Pair, Gathered] = field(default_factory=lambda: defaultdict(Gathered))
    parked: list[tuple[LinkClass, str, tuple[Told, ...]]] = field(default_factory=list)

    def add(self, kind: LinkClass, one: Told, other: Told, verdict: Verdict, because: str) -> None:
        """Take in one piece of evidence about a pair."""
        if verdict != "no":
            self.pairs[pair_of(kind, one.case, other.case)].add(verdict, because)


def pair_of(kind: str, one: Case, other: Case) -> Pair:
    """The pair of two cases in this class."""
    left, right = sorted((one.report_id, other.report_id))
    return kind, left, right


def comparable(one: Told, other: Told) -> bool:
    """May the two be linked at all, other than by a reply? Never those of one owner, of one thread, or in an exercise.

    Both stand: what is retracted or held is not among those who are told.
    """
    return (
        one.case.administration != other.case.administration
        and one.case.about is not other.case
        and other.case.about is not one.case
        and one.case.exercise == other.case.exercise
    )


def pairs_among(bearing: Iterable[Told]) -> Iterable[tuple[Told, Told]]:
    """Every two of them that may be linked."""
    return ((one, other) for one, other in combinations(bearing, 2) if comparable(one, other))


def apart(one: Told, other: Told) -> int:
    """Minutes between the two: of a coarse date the nearest day counts."""
    return max(0, one.first - other.last, other.first - one.last)


def longest_apart(one: Told, other: Told) -> int:
    """Minutes that may lie between the two at most."""
    return max(one.last - other.first, other.last - one.first)


def span_of(case: Case) -> tuple[int, int]:
    """When it may have occurred: one minute, or all of a local month."""
    if not case.has("month_precision"):
        return case.occurred, case.occurred
    first = moment(case.occurred).astimezone(BY_CODE[case.administration].zone).replace(day=1, hour=0, minute=0)
    after = (first + timedelta(days=32)).replace(day=1)
    begins = int((first - STARTS) / timedelta(minutes=1))
    return begins, begins + int((after - first) / timedelta(minutes=1)) - 1


def weeks_of(told: Told) -> range:
    """The ISO weeks in which it may have occurred, counted from the week in which the operation starts (a Monday)."""
    return range(told.first // (7 * DAY), told.last // (7 * DAY) + 1)
