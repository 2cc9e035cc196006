"""What the owners of a link's two reports decide about it, and what the link is because of that. Pure.

A link holds two things that know nothing of each other: what the comparison of its reports says, and what people
decided. Its status follows from both by ``settled``, so that it is the same in whatever order they came:

    a report was retracted, or is no longer of the same operation          withdrawn
    nothing bears it out any more                                          withdrawn; confirmed, if all confirmed it
    an owner rejected it, and there is no ground that it did not know      rejected
    all owners confirmed it                                                confirmed
    an owner is unsure                                                     unsure
    else                                                                   proposed

Of each owner its last decision counts, by the time at which it was taken; ``undo`` leaves it without one. Each is
kept, with who, when, why, and the grounds that it was taken on (services/contracts/grounds.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any, Final, Literal, cast

from services.contracts.events import MOST_DECISIONS, LinkDecided, LinkStatus
from services.contracts.grounds import grounds_of, has_new
from services.contracts.reasons import Reason, Refused
from services.enrich.revisions import revised

Document = dict[str, Any]
Lack = Literal["retracted", "moved", "corrected", "parked"]
"""Why a link has nothing to stand on: a report was taken back; it belongs to another operation, or to an exercise;
its words no longer bear the link out; only values speak for it that too many reports bear."""

BARRED: Final[frozenset[Lack]] = frozenset({"retracted", "moved"})
"""No decision outweighs these."""
_LACKS: Final = frozenset({"retracted", "moved", "corrected", "parked"})
NEW_EVIDENCE: Final = "new_evidence"
"""The reason of a link that was rejected and has a ground that was not known then."""


def lack_of(link: Mapping[str, Any]) -> Lack | None:
    """Why the link has nothing to stand on; None when its reports bear it out."""
    reason = link["reason"]
    return cast(Lack, reason) if reason in _LACKS else None


def settled(content: Document, lack: Lack | None, decisions: Iterable[Document]) -> Document:
    """The link with these decisions, and the status and the reason that follow."""
    history = sorted(decisions, key=lambda each: (each["at"], each["decision_id"]))
    status, reason = _verdict(content, lack, history)
    return {**content, "status": status, "reason": reason, "decisions": history}


def decide(link: Document, decided: LinkDecided) -> Document:
    """The link after this decision; the very same when it knows the decision already. Raises Refused, as ``admit``."""
    entry = admit(link, link["decisions"], decided)
    return link if entry is None else with_decisions(link, [*link["decisions"], entry])


def admit(link: Mapping[str, Any], known: Sequence[Mapping[str, Any]], decided: LinkDecided) -> Document | None:
    """The decision as the link keeps it beside those that it knows; None when it is one of them.

    Raises Refused: foreign_administration for who owns neither report, oversize when the link keeps as many as it can.
    """
    if decided.administration not in owners_of(link):
        raise Refused(Reason.FOREIGN_ADMINISTRATION, "the administration owns neither report of the link")
    if any(each["decision_id"] == decided.decision_id for each in known):
        return None
    if len(known) >= MOST_DECISIONS:
        raise Refused(Reason.OVERSIZE, "the link keeps as many decisions as it can")
    return entry_of(decided)


def with_decisions(link: Document, decisions: Sequence[Document]) -> Document:
    """The next revision of the link, with all these decisions; the very same when it has them already."""
    wanted = settled(link, lack_of(link), decisions)
    return revised(link, wanted, max((each["at"] for each in decisions), default=link["changed_at"]))


def entry_of(decided: LinkDecided) -> Document:
    """A decision as its link keeps it: in UTC and whole milliseconds, as MongoDB does."""
    at = decided.at.astimezone(UTC)
    return {
        "decision_id": decided.decision_id,
        "administration": decided.administration,
        "decision": decided.decision,
        "reason": decided.reason,
        "by": decided.by,
        "at": at.replace(microsecond=at.microsecond // 1000 * 1000),
        "revision": decided.on_revision,
        "grounds": list(decided.grounds),
    }


def owners_of(link: Mapping[str, Any]) -> frozenset[str]:
    """Who decides about a link: the administrations of its two reports."""
    return frozenset(side["administration"] for side in link["sides"])


def last_decisions(history: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The decision of each administration that has one, from decisions in their order."""
    last = {each["administration"]: each for each in history}
    return {who: each for who, each in last.items() if each["decision"] != "undo"}


def _verdict(
    content: Mapping[str, Any], lack: Lack | None, history: Iterable[Mapping[str, Any]]
) -> tuple[LinkStatus, str | None]:
    last = last_decisions(history)
    confirmed = all(who in last and last[who]["decision"] == "confirm" for who in owners_of(content))
    if lack is not None:
        return ("confirmed" if confirmed and lack not in BARRED else "withdrawn"), lack
    grounds = grounds_of(content["evidence"])
    rejections = [each for each in last.values() if each["decision"] == "reject"]
    overtaken = [each for each in rejections if has_new(grounds, each["grounds"])]
    if len(overtaken) < len(rejections):
        return "rejected", None
    reason = NEW_EVIDENCE if overtaken else None
    if confirmed:
        return "confirmed", None
    return ("unsure" if any(each["decision"] == "unsure" for each in last.values()) else "proposed"), reason
