"""Who shares a value with whom, and which values too many reports bear to mean anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, Final

from services.contracts.events import Bearer, Enriched, ParkedValue, Recurrence
from services.contracts.identifiers import matter_id
from services.enrich.hub_status import NEIGHBOURHOODS, Key, Known
from services.enrich.matching.blocking import asked_by
from services.enrich.matching.weights import weights
from services.enrich.party_keys import party_keys
from services.enrich.sides import Realm, Side, without

MOST_ALONE: Final = 2
"""Bearers that make one pair: fewer had none that could count less."""


class Neighbours:
    """The reports that are known to a batch, by the values that they bear. A retracted report bears none.

    ``crowded`` holds values that were not asked about because too many bear them.
    """

    def __init__(self, sides: Iterable[Side], known: Known, crowded: Iterable[Key] = ()) -> None:
        self._known, self.crowded = known, frozenset(crowded)
        self.sides = {side.report_id: without(side, known.stopped(side.realm, side.keys)) for side in sides}
        self._bearers: dict[Realm, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._answering: dict[str, set[str]] = defaultdict(set)
        for report_id, side in self.sides.items():
            if side.answers:
                self._answering[side.answers].add(report_id)
            if not side.retracted:
                bearers = self._bearers[side.realm]
                for key in side.keys:
                    bearers[key].append(report_id)

    def with_sides(self, sides: Collection[Side]) -> Neighbours:
        """The same with these reports as they are now."""
        if not sides:
            return self
        return Neighbours(
            {**self.sides, **{each.report_id: each for each in sides}}.values(), self._known, self.crowded
        )

    def thread(self, report_id: str) -> set[str]:
        """Those known reports that this one answers, or that answer it."""
        answered = self.sides[report_id].answers
        return self._answering.get(report_id, set()) | ({answered} if answered in self.sides else set())

    def bearers(self, realm: Realm, key: str) -> list[str]:
        """The ids of the reports that bear the value; not all of them when it is parked."""
        return self._bearers[realm].get(key, [])

    def is_parked(self, realm: Realm, key: str) -> bool:
        """Do too many reports bear the value?"""
        each = realm, key
        return each in self.crowded or len(self._bearers[realm].get(key, ())) > self._known.limit(each)

    def parked(self, side: Side) -> frozenset[str]:
        """The values of this report that are borne by too many."""
        return frozenset(key for key in side.keys if self.is_parked(side.realm, key))

    def newly_parked(self, report_ids: Iterable[str]) -> dict[Key, str]:
        """Values of these reports that are parked and not known to be, each with a report that bears it."""
        return {
            (side.realm, key): report_id
            for report_id in sorted(report_ids, reverse=True)
            for side in [self.sides[report_id]]
            for key in self.parked(side)
            if (side.realm, key) not in self._known.status
        }

    def rarity(self, realm: Realm) -> Callable[[str], int | None]:
        """How many reports of the realm bear a value; None when it is parked."""

        def of(key: str) -> int | None:
            return None if self.is_parked(realm, key) else max(2, len(self.bearers(realm, key)))

        return of

    def around(self, side: Side) -> set[str]:
        """The ids of the other reports that bear a value that this one asks for and that is not parked."""
        if side.retracted:
            return set()
        near = {
            other
            for key in asked_by(side)
            if not self.is_parked(side.realm, key)
            for other in self.bearers(side.realm, key)
        }
        return near - {side.report_id}

    def shaken(self, report_ids: Collection[str]) -> set[tuple[str, str]]:
        """Pairs of other reports whose shared value has become less rare by these: it counts less for them now."""
        pairs: set[tuple[str, str]] = set()
        for report_id in report_ids:
            side = self.sides[report_id]
            for key in side.keys:
                if key.partition(":")[0] in NEIGHBOURHOODS:
                    continue
                bearers = self.bearers(side.realm, key)
                before = len(bearers) - sum(1 for one in bearers if one in report_ids)
                if (
                    before >= MOST_ALONE
                    and not self.is_parked(side.realm, key)
                    and _band(before) != _band(len(bearers))
                ):
                    pairs.update(combinations(sorted(one for one in bearers if one not in report_ids), 2))
        return pairs


def _band(bearers: int) -> int:
    return weights().band(bearers)


def enriched_event(document: Mapping[str, Any], neighbours: Neighbours, parked: Iterable[ParkedValue] = ()) -> Enriched:
    """What alerts judge: the report without its tokens, who else bears the tokens of its parties, what it parked."""
    side = neighbours.sides[document["_id"]]
    return Enriched(
        report_id=document["_id"],
        version=document["version"],
        kind=document["kind"],
        administration=document["administration"],
        operation=document["operation"],
        mode=document["mode"],
        exercise=document["exercise"],
        occurred_at=document["occurred_at"],
        received_at=document["received_at"],
        countries=tuple(document["countries"]),
        substances=tuple(document["substances"]),
        sharing=document["sharing"],
        retracted=side.retracted,
        recurrences=() if side.retracted else tuple(_recurrences(document, side, neighbours)),
        parked=tuple(parked),
    )


def _recurrences(document: Mapping[str, Any], side: Side, neighbours: Neighbours) -> Iterator[Recurrence]:
    if not any(len(neighbours.bearers(side.realm, key)) > 1 for key in side.keys):
        return
    for role, field, key in party_keys(document["report"].get("parties", ())):
        bearers = neighbours.bearers(side.realm, key)
        if len(bearers) > 1 and key in side.keys and not neighbours.is_parked(side.realm, key):
            yield Recurrence(
                matter=matter_id(key),
                role=role,
                field=field,
                reports=tuple(_bearer(neighbours.sides[report_id]) for report_id in sorted(bearers)),
            )


def _bearer(side: Side) -> Bearer:
    return Bearer(
        report_id=side.report_id,
        administration=side.administration,
        occurred_at=side.occurred_at,
        sharing=side.sharing,
    )
