"""A report held against what its sender has reported before: repeats, clashes of units, habits of dating.

Only what was received earlier counts, so that a report that comes again is told the same again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from services.enrich.quality import Earlier, earlier_of, examine_history, questions
from services.enrich.store import Store

Document = dict[str, Any]


async def judge_against_history(store: Store, reports: Iterable[Document]) -> None:
    """Add to ``quality`` of each stored report what its sender's earlier reports tell about it."""
    judged = {report["_id"]: report for report in reports if report["kind"] != "retraction"}
    asked = {report_id: questions(_of(report)) for report_id, report in judged.items()}
    earlier = await store.earlier_reports({question for each in asked.values() for question in each})
    by_key: dict[str, list[Document]] = defaultdict(list)
    for other in earlier:
        for key in other["history"]["keys"]:
            by_key[key].append(other)
    for report_id, report in judged.items():
        others = {
            other["_id"]: _of(other)
            for question in asked[report_id]
            for other in by_key[question.key]
            if _place(other) < _place(report)
        }
        found = examine_history(_of(report), [others[other] for other in sorted(others)])
        if found:
            told = [{"code": one.code, "path": one.path} for one in found]
            report["quality"] = [*(one for one in report["quality"] if one not in told), *told]
            await store.write_quality(report)


def _of(report: Mapping[str, Any]) -> Earlier:
    return earlier_of(report["_id"], report["history"]["record"])


def _place(report: Mapping[str, Any]) -> tuple[Any, str]:
    return report["received_at"], report["_id"]
