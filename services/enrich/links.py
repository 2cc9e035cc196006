"""Which reports of different administrations concern the same object or the same party, and why.

A link's content depends on its two reports alone, never on who asked first, so that any worker, in any order,
comes to the same bytes. Whether a value is parked decides only whether it may make a new link.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.contracts.events import LinkClass
from services.contracts.identifiers import link_id, matter_id
from services.contracts.sharing import Sharing, strictest
from services.enrich.evidence import KeyParts, evidence_of, parts_of
from services.enrich.sides import Side
from services.enrich.windows import within_window

RULE_VERSION: Final = 1
"""Raised with any change of weights, windows or vetoes; never edited in place."""


@dataclass(frozen=True, slots=True)
class Found:
    """A link that two reports bear out. Without ``supported`` only parked values speak for it: it is not new."""

    link_id: str
    content: dict[str, Any]
    supported: bool
    changed_at: datetime


def find_links(report: Side, candidates: Iterable[Side], parked: Container[str] = frozenset()) -> list[Found]:
    """The links between ``report`` and each candidate, sorted by id. ``parked`` holds values with too many bearers."""
    found = [link for other in candidates for link in compare(report, other, parked)]
    return sorted(found, key=lambda link: link.link_id)


def compare(one: Side, other: Side, parked: Container[str] = frozenset()) -> list[Found]:
    """The links between two reports: at most one of each class."""
    if never_compared(one, other):
        return []
    left, right = sorted((one, other), key=lambda side: side.report_id)
    by_class: dict[LinkClass, list[tuple[str, KeyParts]]] = {}
    for key in sorted(left.keys & right.keys):
        parts = parts_of(key)
        if not vetoed(parts.window, left, right):
            by_class.setdefault(parts.link_class, []).append((key, parts))
    return [_link(link_class, left, right, shared, parked) for link_class, shared in by_class.items()]


def never_compared(one: Side, other: Side) -> bool:
    """Same report or owner, one answers the other (a thread, not a discovery), retracted, or another realm."""
    return (
        one.administration == other.administration
        or one.retracted
        or other.retracted
        or one.realm != other.realm
        or one.answers == other.report_id
        or other.answers == one.report_id
    )


def vetoed(window: str, one: Side, other: Side) -> bool:
    """Does this value not count between these two: too far apart in time, or a parcel seized twice?"""
    if window == "s10" and one.kind == other.kind == "seizure":
        return True  # taken out of circulation once, a parcel cannot be seized again
    return not within_window(window, one, other)


def _link(
    link_class: LinkClass, left: Side, right: Side, shared: Sequence[tuple[str, KeyParts]], parked: Container[str]
) -> Found:
    strongest = min(shared, key=lambda each: (-each[1].weight, each[0]))[0]
    key = link_id(left.report_id, right.report_id, link_class)
    sharing = strictest(Sharing.model_validate(side.sharing) for side in (left, right))
    content = {
        "_id": key,
        "link_class": link_class,
        "score": sum(parts.weight for _, parts in shared),
        "evidence": [{**evidence_of(parts), "matter": matter_id(value)} for value, parts in shared],
        "reports": [left.report_id, right.report_id],
        "sides": [_told(left), _told(right)],
        "countries": sorted({left.administration, right.administration}),
        "matter": matter_id(strongest),
        "rule_version": RULE_VERSION,
        "operation": left.realm.operation,
        "exercise": left.realm.exercise,
        "sharing": sharing.model_dump(mode="json"),
    }
    supported = any(value not in parked for value, _ in shared)
    return Found(key, content, supported, max(left.changed_at, right.changed_at))


def _told(side: Side) -> dict[str, Any]:
    return {
        "report_id": side.report_id,
        "administration": side.administration,
        "kind": side.kind,
        "version": side.version,
    }
