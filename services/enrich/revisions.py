"""When a link has a new revision, and what it brought. Pure.

A revision counts up only with the content, so that the same state always gives the same event with the same id.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from services.contracts.events import LinkChange

Document = dict[str, Any]
_BOOKKEEPING: Final = frozenset({"revision", "changed_at", "change"})


def revised(existing: Document | None, wanted: Document, at: datetime) -> Document:
    """``wanted`` with its revision, change and time; the very ``existing`` when its content is the same."""
    if existing is None:
        return {**wanted, "revision": 1, "change": "proposed", "changed_at": at}
    if content_of(existing) == content_of(wanted):
        return existing
    return {
        **wanted,
        "revision": existing["revision"] + 1,
        "change": change_between(existing, wanted),
        "changed_at": max(at, existing["changed_at"]),
    }


def content_of(link: Mapping[str, Any]) -> Document:
    """What a link says, without how often and when it was changed."""
    return {name: value for name, value in link.items() if name not in _BOOKKEEPING}


def change_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> LinkChange:
    """One word for what happened between two revisions: the weightiest of all that did."""
    if before["decisions"] != after["decisions"]:
        return "decided"
    if after["status"] != before["status"]:
        if after["status"] == "withdrawn":
            return "withdrawn"
        if before["status"] == "withdrawn":
            return "returned"
        if before["status"] == "rejected":
            return "reopened"
    if after["score"] == before["score"]:
        return "changed"
    return "strengthened" if after["score"] > before["score"] else "weakened"
