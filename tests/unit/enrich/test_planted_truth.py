"""The rules of linking find exactly the links that the simulator planted, from nothing but its messages."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

import pytest

from services.contracts.report import Report
from services.enrich.enrichment import Document
from services.enrich.links import compare
from services.enrich.neighbours import BEARER_LIMIT
from services.enrich.sides import side_of
from services.simulator.operation import CLOUDEVENT, Message, Operation, plan
from services.simulator.scoring import score_links
from tests.unit.enrich.reports import document


def standing(messages: Iterable[Message]) -> list[Document]:
    """The newest version of every accepted report that is not retracted."""
    newest: dict[str, Document] = {}
    for message in messages:
        if message.expected not in ("accepted", "duplicate"):
            continue
        body = json.loads(message.body or b"")
        report = Report.model_validate_json(json.dumps(body["data"] if message.content_type == CLOUDEVENT else body))
        made = document(report, report.version or 1)
        if made["version"] >= newest.get(made["_id"], made)["version"]:
            newest[made["_id"]] = made
    retractions = {m["_id"]: (m["administration"], m["answers"]) for m in newest.values() if m["kind"] == "retraction"}
    taken_back = {about for _, about in retractions.values()}
    retracted = {about for report_id, about in retractions.items() if report_id not in taken_back}
    return [made for made in newest.values() if (made["administration"], made["_id"]) not in retracted]


def found_in(operation: Operation) -> set[tuple[str, str, str]]:
    sides = [side_of(made) for made in standing(operation)]
    bearers = defaultdict(list)
    for side in sides:
        for key in side.keys:
            bearers[key].append(side)
    parked = {key for key, of in bearers.items() if len(of) > BEARER_LIMIT}
    pairs = {pair for key, of in bearers.items() if key not in parked for pair in combinations(of, 2)}
    return {
        (link.content["link_class"], *link.content["reports"])
        for one, other in pairs
        for link in compare(one, other, parked)
        if link.supported
    }


@pytest.mark.parametrize(("seed", "seizures", "messages"), [(1, 937, 8_000), (11, 120, 1_000), (12, 250, 2_000)])
def test_every_planted_link_is_found_and_nothing_else(seed: int, seizures: int, messages: int) -> None:
    operation = plan(seed, seizures, messages)
    score = score_links(operation.truth, found_in(operation), as_coordination=False)
    assert score["planted"] > 0
    assert score["found"] == score["true"] == score["planted"]
