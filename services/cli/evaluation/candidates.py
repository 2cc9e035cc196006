"""Which reports are compared: blocking in memory, by the very keys that reports are stored and asked with. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from services.enrich.matching.blocking import asked_keys
from services.enrich.matching.judging import Judgement, LeastHours, judge, never
from services.enrich.sides import Realm, Side

LIMIT: Final = 20
"""A value that more reports bear is parked (domain rule)."""


class Population:
    """All reports of an operation at its end. A retracted report bears nothing."""

    def __init__(self, sides: Iterable[Side]) -> None:
        self.sides = {side.report_id: side for side in sides}
        self._bearers: dict[tuple[Realm, str], list[str]] = defaultdict(list)
        for side in self.sides.values():
            if not side.retracted:
                for key in side.keys:
                    self._bearers[side.realm, key].append(side.report_id)

    def rarity(self, realm: Realm) -> Callable[[str], int | None]:
        """How many reports bear a key; None: too many, it is parked."""

        def bearers(key: str) -> int | None:
            number = len(self._bearers.get((realm, key), ()))
            return number if number <= LIMIT else None

        return bearers

    def asked(self, side: Side) -> list[str]:
        """The keys that this report looks for others by."""
        return asked_keys(side.features, side.first, side.last)

    def near(self, side: Side) -> set[str]:
        """The ids of the other reports that bear a key that this one asks for and that is not parked."""
        found: set[str] = set()
        for key in self.asked(side):
            bearers = self._bearers.get((side.realm, key), ())
            if len(bearers) <= LIMIT:
                found.update(bearers)
        return found - {side.report_id}

    def pairs(self) -> Iterator[tuple[Side, Side]]:
        """Every pair that is compared, once, in order: two owners, neither retracted, none the answer to the other."""
        sought = {
            (min(side.report_id, other), max(side.report_id, other))
            for side in self.sides.values()
            if not side.retracted
            for other in self.near(side)
        }
        for one, other in sorted(sought):
            if never(self.sides[one], self.sides[other]) is None:
                yield self.sides[one], self.sides[other]

    def share_a_key(self, one: str, other: str) -> bool:
        """Are these two ever compared?"""
        left, right = self.sides.get(one), self.sides.get(other)
        if left is None or right is None:
            return False
        return right.report_id in self.near(left) or left.report_id in self.near(right)

    def judged(self, one: Side, other: Side, least_hours: LeastHours | None = None) -> Judgement:
        """What is made of a pair."""
        return judge(one, other, self.rarity(one.realm), least_hours)
