"""What replies make of a report: taken back, confirmed by a laboratory, answered. Pure.

It depends on the replies that are stored, never on the order in which they came:

- a report is retracted while its own administration has a retraction of it that stands;
- a retraction stands unless it is itself retracted, once: a retraction of a retraction of a retraction changes nothing;
- a laboratory speaks for the report when its own administration hands the result in;
- whoever may read a report need not be allowed to read what was said of it: each reply keeps its own restriction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

import orjson

Document = dict[str, Any]

REPLY_FIELDS: Final = (
    "kind",
    "administration",
    "version",
    "received_at",
    "retracted",
    "answers",
    "sharing",
    "report.result",
    "report.status",
    "normalised.identified",
)
"""The fields of a stored reply that are looked at."""

STANDING_FIELDS: Final = ("retracted", "retracted_at", "replies", "standing", "standing_revision")
"""The fields of a stored report that come from its replies; everything else comes from its own words."""

_TOLD: Final = ("report_id", "kind", "administration", "version", "outcome", "identified")


def standing_of(report: Mapping[str, Any], replies: Iterable[Mapping[str, Any]]) -> Document:
    """The fields that these replies give the report: ``retracted``, ``retracted_at``, ``replies`` and ``standing``.

    ``standing`` is a short hash of the others: equal for equal states. Without a reply it is the empty text.
    """
    answers = sorted(replies, key=lambda reply: str(reply["_id"]))
    takings_back = [reply for reply in answers if _takes_back(report, reply)]
    heard = [_told(reply) for reply in answers if not reply["retracted"] or reply in takings_back]
    fields: Document = {"retracted": bool(takings_back), "replies": heard}
    if takings_back:
        fields["retracted_at"] = min(reply["received_at"] for reply in takings_back)
    return {**fields, "standing": _digest(bool(takings_back), heard)}


def _takes_back(report: Mapping[str, Any], reply: Mapping[str, Any]) -> bool:
    if reply["kind"] != "retraction" or reply["administration"] != report["administration"]:
        return False
    return report["kind"] == "retraction" or not reply["retracted"]


def _told(reply: Mapping[str, Any]) -> Document:
    words = reply.get("report", {})
    return {
        "report_id": reply["_id"],
        "kind": reply["kind"],
        "administration": reply["administration"],
        "version": reply["version"],
        "outcome": words.get("result") or words.get("status"),
        "identified": reply.get("normalised", {}).get("identified", []),
        "sharing": reply["sharing"],
    }


def _digest(retracted: bool, heard: Iterable[Mapping[str, Any]]) -> str:
    parts = [{name: reply[name] for name in _TOLD} for reply in heard]
    if not parts and not retracted:
        return ""
    return sha256(orjson.dumps([retracted, parts], option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()[:16]
