"""Two workers, any cuts, any redelivery: each version and content is remembered once and decided the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

from pymongo import MongoClient

from deploy.provisioning.documents import provision_documents
from services.contracts.events import SUBMITTED
from services.contracts.settings import MongoSettings
from services.ingest.store import Submissions
from services.ingest.stream import IngestStage, Submitted
from services.runtime.directory import Directory
from services.runtime.records import Outgoing, Received, Record
from services.runtime.store import database_of, open_client
from tests.unit.ingest.reports import encode, seizure

Batch = list[Received[Submitted]]


def record(topic: str, offset: int, report: dict[str, Any]) -> Record:
    return Record(topic, 0, offset, b"k", encode(report), {"ce_type": SUBMITTED}, (), datetime.now(UTC))


def batches(stage: IngestStage, records: Sequence[Record], size: int) -> list[Batch]:
    received = [Received(one, stage.decode(one)) for one in records]
    return [received[start : start + size] for start in range(0, len(received), size)]


async def handle_all(stage: IngestStage, work: list[Batch], sends: list[Outgoing]) -> None:
    for batch in work:
        sends += (await stage.handle(batch)).sends


async def test_two_workers_on_the_same_reports_end_with_each_content_once(mongo_url: str, database: str) -> None:
    with MongoClient[dict[str, Any]](mongo_url, tz_aware=True) as client:
        provision_documents(client[database])
        client[database]["participants"].insert_one(
            {"_id": "KR", "role": "administration", "name": "KR", "active": True, "api_keys": [], "signing_keys": []}
        )
    settings = MongoSettings(mongo_url=mongo_url, mongo_database=database)
    client_of = open_client(settings)
    found = database_of(client_of, settings)
    reports = [
        seizure(national_ref=f"R-{n}", version=v, mode=None, kind="feedback", result="released", **answer(n))
        for n in range(8)
        for v in (1, 2, 3)
    ]
    records = [record("reports-mail", offset, report) for offset, report in enumerate(reports)]
    others = [record("reports-air", offset, report) for offset, report in enumerate(reversed(reports))]
    sends: list[Outgoing] = []
    try:
        stages = [IngestStage(Submissions(found), Directory(found), "demo") for _ in range(2)]
        work = [batches(stages[0], records, 5), batches(stages[1], others, 7)]
        await asyncio.gather(*(handle_all(stage, one, sends) for stage, one in zip(stages, work, strict=True)))
        first = {one.id: one.body for one in sends}
        # After a crash both read everything again, cut otherwise.
        again: list[Outgoing] = []
        for stage, topic in zip(stages, (records, others), strict=True):
            await handle_all(stage, batches(stage, topic, Random(1).randint(2, 9)), again)
        stored = [one async for one in found["submissions"].find()]
    finally:
        await client_of.close()
    assert [len(one["entries"]) for one in stored] == [3] * 8
    assert len({(one["_id"], e["version"]) for one in stored for e in one["entries"]}) == 24
    accepted = [one.id for one in sends if one.topic == "reports-accepted"]
    assert len(accepted) == len(set(accepted)) == 24, "each version is passed on once"
    assert {one.id: one.body for one in again if one.topic == "reports-accepted"} == {
        key: body for key, body in first.items() if key in set(accepted)
    }, "what is repeated is the same, to the byte"


def answer(n: int) -> dict[str, Any]:
    """What makes a seizure a feedback."""
    taken = ("direction", "location", "detection", "route", "transport", "goods", "concealment", "parties")
    return {"in_reply_to": {"administration": "JP", "national_ref": f"J-{n}"}} | dict.fromkeys(taken)
