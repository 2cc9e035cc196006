"""Decisions about links for tests: who, what, when, and on which evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.contracts.events import LinkDecided, LinkDecision
from services.contracts.grounds import grounds_of
from tests.unit.enrich.reports import NOON


def decided(
    link: Mapping[str, Any],
    who: str,
    what: LinkDecision,
    after: float = 0,
    reason: str | None = None,
    **changes: Any,
) -> LinkDecided:
    """``who`` decides about the link as it stands in ``link``, so many seconds after noon."""
    at: datetime = NOON + timedelta(seconds=after)
    fields: dict[str, Any] = {
        "decision_id": f"{who}-{what}-{after}",
        "link_id": link["_id"],
        "administration": who,
        "decision": what,
        "reason": reason or ("not the same" if what == "reject" else None),
        "by": who,
        "at": at,
        "on_revision": link["revision"],
        "grounds": grounds_of(link["evidence"]),
    }
    return LinkDecided.model_validate(fields | changes)
