"""A decision about a link: who may take it, on what, whether there is something to decide, and what it says.

Each check takes the link as it is stored and raises the Refusal that is answered.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.api import shown
from services.api.answers import tag_of
from services.api.parameters import DecisionAsked
from services.api.problems import Problem, Refusal
from services.contracts.events import LINK_DECIDED, MOST_DECISIONS, LinkDecided
from services.contracts.grounds import grounds_of
from services.contracts.identifiers import event_id
from services.contracts.sharing import Reader


def decision_of(
    link: Mapping[str, Any], asked: DecisionAsked, reader: Reader, key: str | None, now: datetime
) -> LinkDecided:
    """The decision as an event. With ``key`` it has the same id whenever the same reader asks for it again."""
    known_times = [each["at"] for each in link.get("decisions") or ()]
    # After every decision that was seen, whatever the clocks of two machines say.
    at = max([_in_milliseconds(now), *(each + timedelta(milliseconds=1) for each in known_times)])
    return LinkDecided(
        decision_id=decision_id(link["_id"], reader, key),
        link_id=link["_id"],
        administration=reader.code,
        decision=asked.decision,
        reason=asked.reason,
        by=reader.code,
        at=at,
        on_revision=link["revision"],
        grounds=grounds_of(link["evidence"]),
    )


def decision_id(link_id: str, reader: Reader, key: str | None) -> str:
    """The id of a decision; without a key of its own, one that there never was."""
    return event_id(LINK_DECIDED, link_id, f"{reader.code}|{key}") if key is not None else str(uuid.uuid4())


def check_owner(link: Mapping[str, Any], reader: Reader) -> None:
    """Raises Refusal (403) for a reader that owns neither report."""
    if reader.code not in {side["administration"] for side in link["sides"]}:
        raise Refusal(Problem.FORBIDDEN)


def tags_in(if_match: str | None) -> frozenset[str]:
    """The ETags of an If-Match header. Raises Refusal (428) when it names none: `*` says nothing of what was read."""
    tags = {one.strip() for one in (if_match or "").split(",")} - {"", "*"}
    if not tags:
        raise Refusal(Problem.UNSEEN)
    return frozenset(tags)


def check_seen(link: Mapping[str, Any], tags: frozenset[str]) -> None:
    """Has the reader seen the link as it stands, in any language? Raises Refusal (412)."""
    if tags.isdisjoint(tag_of(shown.link(link, language)) for language in shown.LANGUAGES):
        raise Refusal(Problem.CHANGED)


def check_sense(link: Mapping[str, Any], asked: DecisionAsked, reader: Reader) -> None:
    """Is there something to decide? Raises Refusal (409)."""
    history = link.get("decisions") or ()
    if link["status"] == "withdrawn":
        raise Refusal(Problem.WITHDRAWN)
    if len(history) >= MOST_DECISIONS:
        raise Refusal(Problem.TOO_MANY_DECISIONS)
    own = [each["decision"] for each in history if each["administration"] == reader.code]
    if asked.decision == "undo" and (not own or own[-1] == "undo"):
        raise Refusal(Problem.NOTHING_TO_UNDO)


def check_same(kept: Mapping[str, Any], asked: DecisionAsked) -> None:
    """Is what an Idempotency-Key stood for asked for again? Raises Refusal (422) for something else."""
    if (kept["decision"], kept["reason"]) != (asked.decision, asked.reason):
        raise Refusal(Problem.KEY_REUSED)


def _in_milliseconds(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
