"""Brings up to date what replies make of reports, whichever came first, with several workers at once.

A report's standing is decided on the revision that was read *before* its replies were, and whoever changes a reply
decides about what it answers afterwards: of two workers, the one that writes last has seen both replies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.contracts.reasons import Transient
from services.enrich.document_keys import keys_of_document
from services.enrich.replies import standing_of
from services.enrich.store import Store

Document = dict[str, Any]
LEVELS: Final = 3
"""A reply, what it answers, and what that takes back (services/enrich/replies.py)."""
ROUNDS: Final = 8


async def settle_standing(store: Store, reports: dict[str, Document]) -> None:
    """Decide about each of these reports and about those that they answer; the latter join ``reports``.

    ``reports`` holds each document as it is stored now. Raises Transient when others keep changing the same ones.
    """
    level: Mapping[str, Document] = dict(reports)
    for depth in range(LEVELS):
        await _decide(store, reports, level, touched=depth > 0)
        targets = {target for report in level.values() for target in report["answered"]}
        if not targets:
            return
        level = {report["_id"]: report for report in await store.read_reports(targets)}
        reports |= level


async def _decide(store: Store, reports: dict[str, Document], level: Mapping[str, Document], touched: bool) -> None:
    """``touched`` says that a reply of these was written: then even to have none left is worth a revision."""
    pending = dict(level)
    for _ in range(ROUNDS):
        replies = _by_target(await store.replies_of(pending))
        lost: list[str] = []
        for report_id, report in pending.items():
            answers = replies.get(report_id, ())
            if not answers and not touched and "standing_revision" not in report:
                continue
            standing = standing_of(report, answers)
            # A laboratory may find another substance: then the report is found by other keys.
            standing["match_keys"] = keys_of_document({**report, **standing})
            if not await store.write_standing(report, standing):
                lost.append(report_id)
        if not lost:
            return
        pending = {report["_id"]: report for report in await store.read_reports(lost)}
        reports |= pending
    raise Transient("the replies to these reports keep changing")


def _by_target(replies: Iterable[Document]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = defaultdict(list)
    for reply in replies:
        found[reply["answers"]].append(reply)
    return found
