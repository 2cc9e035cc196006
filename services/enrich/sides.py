"""One side of a possible link: what linking needs to know of a stored report, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

PROJECTION: Final = dict.fromkeys(
    (
        "version",
        "kind",
        "administration",
        "operation",
        "exercise",
        "received_at",
        "occurred_at",
        "occurred",
        "posted_on",
        "answers",
        "retracted",
        "retracted_at",
        "standing",
        "sharing",
        "match_keys",
        "features",
    ),
    1,
)
"""The fields of a stored report that a side is made from."""


@dataclass(frozen=True, slots=True)
class Realm:
    """Reports are compared only inside one operation, and an exercise never with what is real."""

    operation: str
    exercise: bool


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A report as linking sees it. ``first`` and ``last`` bound the time at which it occurred.

    A report that does not say when it occurred (a warning need not) counts as of the time that it was received.
    ``features`` is what matching/ compares; a report without them is like nothing.
    """

    report_id: str
    version: int
    kind: str
    administration: str
    realm: Realm
    occurred_at: datetime | None
    first: datetime
    last: datetime
    posted_on: datetime | None
    answers: str | None
    retracted: bool
    standing: str
    changed_at: datetime
    sharing: Mapping[str, Any]
    keys: frozenset[str]
    features: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> tuple[int, str]:
        """What is compared to see whether the report has changed since it was read."""
        return self.version, self.standing


def side_of(document: Mapping[str, Any]) -> Side:
    """The side of a stored report, or of one just normalised."""
    occurred, received = document["occurred"], document["received_at"]
    return Side(
        report_id=document["_id"],
        version=document["version"],
        kind=document["kind"],
        administration=document["administration"],
        realm=Realm(document["operation"], document["exercise"]),
        occurred_at=document["occurred_at"],
        first=occurred["from"] if occurred else received,
        last=occurred["until"] if occurred else received,
        posted_on=document["posted_on"],
        answers=document["answers"],
        retracted=document["retracted"],
        standing=document.get("standing", ""),
        changed_at=max(received, document.get("retracted_at", received)),
        sharing=document["sharing"],
        keys=frozenset(document["match_keys"]),
        features=document.get("features") or {},
    )
