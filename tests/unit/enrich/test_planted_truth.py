"""The rules of linking find what the simulator planted, from nothing but its messages, in every class."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

import pytest

from services.contracts.report import Report
from services.enrich.document_keys import keys_of_document
from services.enrich.enrichment import Document
from services.enrich.hub_status import Known
from services.enrich.linking import between
from services.enrich.neighbours import Neighbours
from services.enrich.replies import standing_of
from services.enrich.sides import side_of
from services.simulator.operation import CLOUDEVENT, Message, Operation, plan
from services.simulator.scoring import WHOLE, score_tables
from tests.unit.enrich.reports import document

LEAST_PRECISION = 0.98
LEAST_RECALL = 0.97


def stored(messages: Iterable[Message]) -> list[Document]:
    """The newest version of every accepted report, with what its replies make of it."""
    newest: dict[str, Document] = {}
    for message in messages:
        if message.expected not in ("accepted", "duplicate"):
            continue
        body = json.loads(message.body or b"")
        report = Report.model_validate_json(json.dumps(body["data"] if message.content_type == CLOUDEVENT else body))
        made = document(report, report.version or 1)
        if made["version"] >= newest.get(made["_id"], made)["version"]:
            newest[made["_id"]] = made
    replies: dict[str, list[Document]] = defaultdict(list)
    for made in newest.values():
        if made["answers"]:
            replies[made["answers"]].append(made)
    for _ in range(2):  # what takes back, and what takes that back
        for made in newest.values():
            made.update(standing_of(made, replies[made["_id"]]))
            made["match_keys"] = keys_of_document(made)
    return list(newest.values())


def found_in(operation: Operation) -> set[tuple[str, str, str]]:
    neighbours = Neighbours(map(side_of, stored(operation)), Known())
    pairs = {
        (min(one, other), max(one, other))
        for one, side in neighbours.sides.items()
        for other in neighbours.around(side) | ({side.answers} & neighbours.sides.keys())
        if other
    }
    return {
        (link.link_class, *link.content["reports"])
        for one, other in pairs
        for link in between(neighbours, one, other)
        if link.supported
    }


@pytest.mark.parametrize(("seed", "seizures", "messages"), [(1, 937, 8_000), (11, 250, 2_000)])
def test_what_was_planted_is_found_and_hardly_anything_else(seed: int, seizures: int, messages: int) -> None:
    operation = plan(seed, seizures, messages)
    tables = score_tables(operation.truth, found_in(operation), as_coordination=False, scope=WHOLE)
    whole = tables["all"]["all"]
    assert whole["planted"] > 0
    assert whole["precision"] >= LEAST_PRECISION, tables["class"]
    assert whole["recall"] >= LEAST_RECALL, tables["class"]
