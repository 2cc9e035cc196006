"""Which reports are compared: blocking in memory, by the very keys that reports are stored and asked with. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from services.enrich.hub_status import Known
from services.enrich.matching.blocking import asked_keys
from services.enrich.matching.judging import Rarity, never
from services.enrich.neighbours import Neighbours
from services.enrich.sides import Side

CLASS_OF: Final[Mapping[str, str]] = {
    "run": "serial_neighbour",
    "party": "same_party",
    "mo": "same_method",
    **dict.fromkeys(("product", "press", "tool", "profile", "photo"), "same_product"),
}
"""The class that a key of this sort is made for; every other key is a number's, and made for ``same_object``."""

TwoIds = tuple[str, str]


def class_of(key: str) -> str:
    """The class that a key is made for."""
    return CLASS_OF.get(key.partition(":")[0], "same_object")


class Population:
    """All reports of an operation at its end, none of whose values a person has spoken about."""

    def __init__(self, sides: Iterable[Side]) -> None:
        self.neighbours = Neighbours(sides, Known())

    @property
    def sides(self) -> Mapping[str, Side]:
        """The reports by id."""
        return self.neighbours.sides

    def rarity(self, side: Side) -> Rarity:
        """How many reports bear a key; None: too many, it is parked."""
        return self.neighbours.rarity(side.realm)

    def near(self, side: Side) -> dict[str, set[str]]:
        """The reports that bear a key that this one asks for, by id: the classes that those keys are made for."""
        found: dict[str, set[str]] = defaultdict(set)
        for key in asked_keys(side.features, side.first, side.last) if not side.retracted else ():
            if not self.neighbours.is_parked(side.realm, key):
                for other in self.neighbours.bearers(side.realm, key):
                    found[other].add(class_of(key))
        found.pop(side.report_id, None)
        return found

    def pairs(self) -> dict[TwoIds, frozenset[str]]:
        """Every pair that is compared, in order, with the classes that it shares a key of.

        Not reports of one owner, nor a report and its answer: those are no discoveries.
        """
        found: dict[TwoIds, set[str]] = defaultdict(set)
        for side in self.sides.values():
            for other, classes in self.near(side).items():
                if never(side, self.sides[other]) is None:
                    found[min(side.report_id, other), max(side.report_id, other)] |= classes
        return {pair: frozenset(classes) for pair, classes in sorted(found.items())}

    def crowded(self, one: Side, other: Side) -> list[str]:
        """The sorts of keys that both share and that too many bear."""
        shared = one.keys & other.keys
        return sorted({key.partition(":")[0] for key in shared if self.neighbours.is_parked(one.realm, key)})
