"""What becomes of a link when its reports are looked at again: proposed, changed, withdrawn, or as it was.

What the comparison says is written here; what people decided is kept, and the status follows from both
(services/enrich/review.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.contracts.codec import body_of
from services.contracts.events import Link
from services.contracts.sharing import Sharing, strictest
from services.enrich.matching.found import Found
from services.enrich.review import BARRED, Lack, lack_of, settled
from services.enrich.revisions import revised
from services.enrich.sides import Side

Document = dict[str, Any]


def propose(existing: Document | None, found: Found) -> Document | None:
    """The link as it must be now that both reports bear it out; None when parked values alone would make it new."""
    if existing is None:
        return revised(None, settled(found.content, None, ()), found.changed_at) if found.supported else None
    lack = lack_of(existing)
    if lack is None or found.supported:
        return revised(existing, settled(found.content, None, existing["decisions"]), found.changed_at)
    # Values that too many reports bear bring nothing back. Its readers may have become fewer all the same.
    content = _narrowed(existing, found.content["sharing"])
    wanted = settled(content, "parked" if lack in BARRED else lack, existing["decisions"])
    return revised(existing, wanted, found.changed_at)


def withdraw(existing: Document, one: Side, other: Side) -> Document:
    """The link as it must be now that its reports no longer bear it out. It keeps why it once stood.

    It is withdrawn, unless all owners confirmed it and no report was taken back.
    """
    content = _narrowed(existing, one.sharing, other.sharing)
    wanted = settled(content, _lack(one, other), existing["decisions"])
    return revised(existing, wanted, max(one.changed_at, other.changed_at))


def _lack(one: Side, other: Side) -> Lack:
    if one.retracted or other.retracted:
        return "retracted"
    return "moved" if one.realm != other.realm else "corrected"


def _narrowed(existing: Document, *sharings: Mapping[str, Any]) -> Document:
    """Its restriction follows its reports, but never opens: what it says came from their earlier versions."""
    parts = (existing["sharing"], *sharings)
    return {**existing, "sharing": strictest(Sharing.model_validate(part) for part in parts).model_dump(mode="json")}


def event_of(link: Mapping[str, Any]) -> bytes:
    """The body of the event that tells of a stored link."""
    body = {name: value for name, value in link.items() if name not in ("_id", "changed_at")}
    return body_of(Link.model_validate({"link_id": link["_id"], **body}))
