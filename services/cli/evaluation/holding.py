"""An operation as it stands at its end: the reports that the platform would hold, from nothing but its messages.

The highest version of every accepted report is read, normalised and keyed by the functions of services/enrich, and
replies have their effect: retracted reports are retracted, a laboratory speaks for its own administration's report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import orjson

from services.contracts.codec import body_of
from services.contracts.events import Accepted
from services.contracts.participants import DefaultSharing
from services.contracts.report import Report
from services.contracts.sharing import owned
from services.enrich.document_keys import keys_of_document
from services.enrich.enrichment import enrich
from services.enrich.replies import standing_of
from services.enrich.sides import Side, side_of
from services.ingest.cloud_events import read_body
from services.reference.places import Gazetteer
from services.simulator.cases import STARTS
from services.simulator.operation import Message

Document = dict[str, Any]
LEVELS: Final = 3
"""A reply, what it answers, and what that takes back (services/enrich/replies.py)."""


def final_versions(messages: Iterable[Message]) -> dict[str, tuple[Report, Message]]:
    """The highest accepted version of each report, with the message that brought it."""
    newest: dict[str, tuple[Report, Message]] = {}
    for message in messages:
        if message.expected != "accepted":
            continue
        for report in read_body(message.content_type, None, message.body or b""):
            if isinstance(report, Report):
                known = newest.get(report.report_id)
                if known is None or known[1].version <= message.version:
                    newest[report.report_id] = report, message
    return newest


def held(
    messages: Iterable[Message], gazetteer: Gazetteer, done: Callable[[], None] = lambda: None
) -> dict[str, Document]:
    """The documents of collection ``reports`` by id, as they stand after the last message. ``done`` counts reports."""
    documents: dict[str, Document] = {}
    for report_id, (report, message) in final_versions(messages).items():
        documents[report_id] = stored(report, message, gazetteer)
        done()
    answered(documents)
    return documents


def stored(report: Report, message: Message, gazetteer: Gazetteer) -> Document:
    """The document that enrich makes of one accepted version."""
    block = report.sharing or DefaultSharing()
    accepted = Accepted(
        report_id=report.report_id,
        version=message.version,
        content_hash=f"{report.report_id}:{message.version}",
        received_at=STARTS + message.due,
        findings=(),
        sharing=owned(report.administration, block.tlp, block.audience, block.handling),
        report=report,
    )
    return enrich(accepted, orjson.loads(body_of(accepted)), gazetteer)


def answered(documents: Mapping[str, Document]) -> None:
    """Give every report what its replies make of it."""
    replies: dict[str, list[Document]] = defaultdict(list)
    for document in documents.values():
        if document["answers"] in documents:
            replies[document["answers"]].append(document)
    for _ in range(LEVELS):
        for report_id, answers in replies.items():
            document = documents[report_id]
            document |= standing_of(document, answers)
            document["match_keys"] = keys_of_document(document)


def sides_of(documents: Mapping[str, Document]) -> list[Side]:
    """The reports as linking sees them, sorted by id."""
    return [side_of(document) for _, document in sorted(documents.items())]
