"""One side of a possible link: what linking needs to know of a stored report, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from services.contracts.sharing import Sharing, strictest

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
        "replies",
        "sharing",
        "match_keys",
        "features",
    ),
    1,
)
"""The fields of a stored report that a side is made from."""


FINGERPRINT: Final = {"version": 1, "standing": 1}
"""The fields that tell whether a report has changed."""


class Realm(NamedTuple):
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


def fingerprint_of(document: Mapping[str, Any]) -> tuple[int, str]:
    """The same of a stored report, of which no more need be read than ``FINGERPRINT``."""
    return document["version"], document.get("standing", "")


def side_of(document: Mapping[str, Any]) -> Side:
    """The side of a stored report, or of one just normalised, with what its own laboratory found."""
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
        features=with_laboratory(document),
    )


def with_laboratory(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A report's features once its own administration's laboratory has spoken.

    What was found takes the place of what was presumed of the same goods, looks and all. A result that fewer may read
    than the report changes nothing here: what is compared would tell it to others, or hide from them what they may see.
    """
    features: Mapping[str, Any] = document.get("features") or {}
    results = [each for each in document.get("replies") or () if _speaks(each, document)]
    found = [one for each in results for one in each["identified"] if one.get("id")]
    if not found:
        return features
    numbers = {one["no"] for one in found}
    kept = [one for one in features.get("substances", ()) if one.get("no") not in numbers]
    confirmed = [
        {
            "no": one["no"],
            "id": one["id"],
            "parent": one.get("parent") or one["id"],
            "group": one.get("group"),
            "kind": one.get("kind", "substance"),
            "skeleton": None,
            "confirmed": True,
        }
        for one in found
    ]
    products = [_as_found(one, confirmed) for one in features.get("products", ())]
    return {**features, "substances": [*kept, *confirmed], "products": products}


def _as_found(product: Mapping[str, Any], confirmed: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """A product's looks with the substance that was found in it; of a mixture the presumed one, else the first."""
    parents = [one["parent"] for one in confirmed if one["no"] == product.get("no")]
    if not parents or product["substance"] in parents:
        return product
    return {**product, "substance": parents[0]}


def _speaks(reply: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    own = reply["administration"] == document["administration"]
    if reply["kind"] != "lab_result" or not own or reply["outcome"] not in (None, "confirmed", "final"):
        return False
    restriction = Sharing.model_validate(document["sharing"])
    both = strictest((restriction, Sharing.model_validate(reply["sharing"])))
    return both.readers == restriction.readers


def without(side: Side, stopped: frozenset[str]) -> Side:
    """The side without values that count for nothing."""
    if not stopped & side.keys:
        return side
    features = {
        **side.features,
        "objects": [one for one in side.features.get("objects", ()) if f"{one['type']}:{one['value']}" not in stopped],
        "parties": [
            one for one in side.features.get("parties", ()) if f"party:{one['field']}:{one['token']}" not in stopped
        ],
    }
    return replace(side, keys=side.keys - stopped, features=features)
