"""Poison of every class becomes a dead letter, its neighbours pass; a flood of it stops the worker."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Sequence
from itertools import islice
from random import Random

import pytest
from aiokafka import AIOKafkaProducer
from kafka import KafkaAdminClient

from deploy.local.state import ProcessStatus
from tests.faults.campaign import Campaign
from tests.faults.load.plans import Message
from tests.faults.load.sending import Load
from tests.faults.staging import end_offsets
from tests.faults.verifier.gathering import read_committed
from tests.faults.verifier.history import LETTERS, Origin
from tests.faults.verifier.letters import origin_of
from tests.faults.verifier.sent import Sent
from tests.servers import wait_until

GOOD = 2_000
RATE = 150
EVENT_OF = {
    "reports-accepted": "tocsin.report.accepted.v1",
    "reports-enriched": "tocsin.report.enriched.v1",
    "links": "tocsin.link.changed.v1",
    "receipts": "tocsin.report.receipt.v1",
}
BODIES: dict[str, tuple[bytes | None, str]] = {
    "tombstone": (None, "empty"),
    "not UTF-8": (b'{"report_id":"\xff"}', "invalid"),
    "cut off": (b'{"report_id":', "invalid"),
    "another shape": (json.dumps({"report_id": 7}).encode(), "invalid"),
    "nested without end": (b"[" * 10_000 + b"]" * 10_000, "invalid"),
}
"""What a broken writer may leave on a topic of our own, and the reason that it must be dead for."""
CLASSES = {
    "bad_signature",
    "duplicate_key",
    "empty",
    "foreign_administration",
    "invalid",
    "nominal_data",
    "not_finite",
    "not_json",
    "not_utf8",
    "null_byte",
    "oversize",
    "too_deep",
    "unknown_event",
    "unknown_field",
    "unknown_participant",
    "wrong_topic",
}
"""Every reason for which ingest must refuse what came by Kafka."""
FLOOD = 300
"""More unreadable records in a row than a worker puts up with (200)."""


async def write(kafka: str, topic: str, value: bytes | None, event: str, partition: int | None = None) -> Origin:
    """One record, past every door."""
    headers = [("ce_type", event.encode()), ("ce_id", str(uuid.uuid4()).encode())]
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    async with producer:
        stored = await producer.send_and_wait(topic, value, b"poison", partition=partition, headers=headers)
    return stored.topic, stored.partition, stored.offset


def poisoned(origin: Origin, body: bytes | None, reason: str) -> Sent:
    """The list's entry for such a record."""
    return Sent(
        sequence=-1,
        door="kafka",
        administration="",
        report_id="/".join(map(str, origin)),
        version=1,
        content_type="application/json",
        body=body,
        answer="stored",
        reason=reason,
        expected="refused",
        wanted_reason=reason,
        origin=origin,
        attempts=1,
        planned_at=0.0,
        answered_at=0.0,
    )


def mixed(random: Random, good: Sequence[Message], poison: Sequence[Message]) -> list[Message]:
    """Both, each in its own order, the poison at seeded places."""
    places = set(random.sample(range(len(good) + len(poison)), len(poison)))
    bad, rest = iter(poison), iter(good)
    return [next(bad) if place in places else next(rest) for place in range(len(good) + len(poison))]


@pytest.mark.timeout(400)
def test_dead_letters_are_exactly_the_poison(campaign: Campaign, dense_plan: list[Message]) -> None:
    platform = campaign.stage.platform
    poison = [m for m in dense_plan if m.door == "kafka" and m.expected == "refused"]
    good = list(islice((m for m in campaign.messages if m.expected != "refused"), GOOD))
    load = Load(platform, mixed(Random(campaign.seed), good, poison), RATE)
    for topic, event in EVENT_OF.items():
        for body, reason in BODIES.values():
            campaign.sent.append(poisoned(asyncio.run(write(platform.kafka, topic, body, event)), body, reason))
        origin = asyncio.run(write(platform.kafka, topic, b"{}", "tocsin.report.imagined.v1"))
        campaign.sent.append(poisoned(origin, b"{}", "unknown_event"))
    campaign.finish(load)
    verdict = campaign.verify("poison", load)
    assert verdict.holds, verdict.told()
    assert {message.reason for message in poison} == CLASSES


@pytest.mark.timeout(400)
def test_a_flood_of_poison_stops_the_worker_and_nothing_is_acknowledged_beyond(campaign: Campaign) -> None:
    platform = campaign.stage.platform
    place = ("reports-mail", 0)
    first = asyncio.run(_flood(platform.kafka, place))
    wait_until(lambda: platform.process("ingest-stream").status is ProcessStatus.HALTED, 60, "the worker stops")
    stopped = platform.process("ingest-stream")
    assert (stopped.exit_status, stopped.pid, stopped.ready) == (78, None, False)
    assert platform.status()["ready"] is False
    with KafkaAdminClient(bootstrap_servers=platform.kafka) as admin:
        end = end_offsets(admin, [place[0]])[place]
    committed = read_committed(platform.kafka, ["ingest"])["ingest"].get(place, 0)
    letters = {origin_of(letter) for letter in campaign.history().of(LETTERS["ingest"])}
    flood = {(*place, offset) for offset in range(first, end)}
    assert len(flood) == FLOOD
    assert committed < end
    assert {origin for origin in flood if origin[2] < committed} <= letters, "acknowledged and not kept"
    assert flood - letters, "the flood went on"
    assert platform.process("ingest-stream") == stopped, "it was started again"


async def _flood(kafka: str, place: tuple[str, int]) -> int:
    """Writes the flood; returns its first offset."""
    topic, partition = place
    headers = [("ce_type", b"tocsin.report.submitted.v1")]
    async with AIOKafkaProducer(bootstrap_servers=kafka, acks="all") as producer:
        begun = [await producer.send(topic, b"{", b"flood", partition=partition, headers=headers) for _ in range(FLOOD)]
        return int(min(stored.offset for stored in await asyncio.gather(*begun)))
