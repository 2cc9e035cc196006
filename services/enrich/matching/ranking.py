"""Which links of class same_method are proposed: at most ten of each report, best first. Pure.

A link is proposed if it is among the best ten of both its reports. Best is the higher score, then the higher coverage,
then the smaller id: no two are equal, and the answer depends on the links of these two reports alone, in any order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from services.enrich.matching.found import Found

MOST: Final = 10
"""Links of one report that a person is shown (domain rule: k = 10)."""


def proposed(links: Iterable[Found], most: int = MOST) -> frozenset[str]:
    """The ids of those that are proposed. ``links`` holds every link of same_method that its reports have."""
    of_report: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    distinct = {link.link_id: link for link in links}
    for link in distinct.values():
        for report_id in link.content["reports"]:
            of_report[report_id].append((-link.score, -link.coverage, link.link_id))
    best = {report_id: {link_id for *_, link_id in sorted(ranked)[:most]} for report_id, ranked in of_report.items()}
    return frozenset(
        link_id
        for link_id, link in distinct.items()
        if all(link_id in best[report_id] for report_id in link.content["reports"])
    )
