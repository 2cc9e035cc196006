"""What becomes of a link when its reports are looked at again: proposed, changed, withdrawn, or as it was.

A revision counts up only with the content, so that the same state always gives the same event with the same id.
Status and decisions that people set are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from services.contracts.codec import body_of
from services.contracts.events import Link
from services.contracts.sharing import Sharing, strictest
from services.enrich.links import Found
from services.enrich.sides import Side

Document = dict[str, Any]
_BOOKKEEPING = ("revision", "changed_at")


def propose(existing: Document | None, found: Found) -> Document | None:
    """The link as it must be now that both reports bear it out; None when parked values alone would make it new."""
    if existing is None or existing["status"] == "withdrawn":
        if not found.supported:
            return existing
        status = "proposed"
    else:
        status = existing["status"]
    wanted = {**found.content, "status": status, "reason": None, "decisions": existing["decisions"] if existing else []}
    return _revised(existing, wanted, found)


def withdraw(existing: Document, one: Side, other: Side) -> Document:
    """The link as it must be now that its reports no longer bear it out. It keeps why it once stood.

    Its restriction follows its reports, but never opens: what it says came from their earlier versions.
    """
    reason: Literal["retracted", "corrected"] = "retracted" if one.retracted or other.retracted else "corrected"
    parts = (existing["sharing"], one.sharing, other.sharing)
    wanted = {
        **existing,
        "status": "withdrawn",
        "reason": existing["reason"] or reason,
        "sharing": strictest(Sharing.model_validate(part) for part in parts).model_dump(mode="json"),
    }
    return _revised(existing, wanted, Found(existing["_id"], {}, False, max(one.changed_at, other.changed_at)))


def _revised(existing: Document | None, wanted: Document, found: Found) -> Document:
    if existing is None:
        return {**wanted, "revision": 1, "changed_at": found.changed_at}
    if _content(existing) == _content(wanted):
        return existing
    return {**wanted, "revision": existing["revision"] + 1, "changed_at": max(found.changed_at, existing["changed_at"])}


def _content(document: Mapping[str, Any]) -> Document:
    return {name: value for name, value in document.items() if name not in _BOOKKEEPING}


def event_of(link: Mapping[str, Any]) -> bytes:
    """The body of the event that tells of a stored link."""
    body = {name: value for name, value in link.items() if name not in ("_id", "changed_at")}
    return body_of(Link.model_validate({"link_id": link["_id"], **body}))
