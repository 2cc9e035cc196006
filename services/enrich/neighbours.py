"""Who shares a value with whom, and which values too many reports bear to mean anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from services.contracts.events import Bearer, Enriched, Recurrence
from services.contracts.identifiers import matter_id
from services.enrich.match_keys import party_keys
from services.enrich.sides import Realm, Side

BEARER_LIMIT: Final = 20
"""A value that more reports than this bear is parked: a hub, until a person says otherwise."""

Key = tuple[Realm, str]


class Neighbours:
    """The reports that are known to a batch, by the values that they bear. A retracted report bears none."""

    def __init__(self, sides: Iterable[Side], crowded: Iterable[Key] = ()) -> None:
        self.sides: dict[str, Side] = {side.report_id: side for side in sides}
        self._bearers: dict[Key, list[str]] = defaultdict(list)
        for side in self.sides.values():
            if not side.retracted:
                for key in side.keys:
                    self._bearers[side.realm, key].append(side.report_id)
        self._crowded = frozenset(crowded)

    def bearers(self, realm: Realm, key: str) -> list[str]:
        """The ids of the reports that bear the value; not all of them when it is parked."""
        return self._bearers.get((realm, key), [])

    def parked(self, side: Side) -> frozenset[str]:
        """The values of this report that are borne by too many."""
        return frozenset(
            key
            for key in side.keys
            if (side.realm, key) in self._crowded or len(self.bearers(side.realm, key)) > BEARER_LIMIT
        )

    def around(self, side: Side, parked: frozenset[str]) -> set[str]:
        """The ids of the other reports that share a value that is not parked."""
        if side.retracted:
            return set()
        near = {other for key in side.keys - parked for other in self.bearers(side.realm, key)}
        return near - {side.report_id}


def enriched_event(document: Mapping[str, Any], neighbours: Neighbours) -> Enriched:
    """What alerts judge: the report without its tokens, and who else bears the tokens of its parties."""
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
    )


def _recurrences(document: Mapping[str, Any], side: Side, neighbours: Neighbours) -> Iterator[Recurrence]:
    if not any(len(neighbours.bearers(side.realm, key)) > 1 for key in side.keys):
        return
    parked = neighbours.parked(side)
    for role, field, key in party_keys(document["report"].get("parties", ())):
        bearers = neighbours.bearers(side.realm, key)
        if key not in parked and len(bearers) > 1:
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
