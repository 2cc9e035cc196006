"""What the simulated national systems write to a real Kafka."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiokafka import AIOKafkaConsumer

from services.contracts.events import SUBMITTED
from services.contracts.participants import SIGNATURE_HEADER, Participant, SigningKey, signer
from services.contracts.reasons import Reason, Refused
from services.contracts.sharing import Role
from services.contracts.topics import MODES, Mode
from services.simulator.doors import KafkaCourier, open_producer
from services.simulator.operation import Message, plan
from services.simulator.roster import ADMINISTRATIONS
from services.simulator.sending import at_once, play
from tests.unit.simulator.keys import KEYS, public_key

PARTICIPANTS = [
    Participant(
        code=each.code,
        role=Role.ADMINISTRATION,
        name=each.name,
        signing_keys=(SigningKey(key_id=f"{each.code.lower()}1", public_key=public_key(each.code)),),
    )
    for each in ADMINISTRATIONS
]


def verdict(record: Any) -> str:
    """Who signed the record, or why nobody did."""
    headers = dict(record.headers)
    try:
        return signer(headers[SIGNATURE_HEADER].decode(), record.value or b"", PARTICIPANTS).code
    except Refused as refused:
        return str(refused.reason)


async def test_every_message_is_on_its_modes_topic_signed_as_planned(
    kafka_bootstrap: str, new_topic: Callable[..., str]
) -> None:
    topics: dict[Mode, str] = {mode: new_topic(f"reports-{mode}") for mode in MODES}
    messages = list(plan(6, 60, 600, doors=("kafka",)))
    async with open_producer(kafka_bootstrap) as producer:
        tally = await play(messages, {"kafka": KafkaCourier(producer, KEYS, topics)}, at_once)
    assert (tally.acknowledged, tally.unexpected) == (600, 0)

    consumer = AIOKafkaConsumer(
        *topics.values(), bootstrap_servers=kafka_bootstrap, auto_offset_reset="earliest", group_id=None
    )
    async with consumer:
        records = [await consumer.getone() for _ in messages]
    found = sorted(_told(r.topic, r.key.decode(), r.value, verdict(r), dict(r.headers)) for r in records)
    assert found == sorted(_expected(m, topics) for m in messages)


def _told(topic: str, key: str, value: bytes | None, who: str, headers: dict[str, bytes]) -> tuple[str, ...]:
    event_type, source = headers["ce_type"].decode(), headers["ce_source"].decode()
    return topic, key, repr(value), who, event_type, source


def _expected(message: Message, topics: dict[Mode, str]) -> tuple[str, ...]:
    who = {
        "unknown_signer": Reason.UNKNOWN_PARTICIPANT.value,
        "bad_signature": Reason.BAD_SIGNATURE.value,
    }.get(message.dirt or "", message.administration)
    event_type = SUBMITTED if message.dirt != "unknown_event" else "tocsin.report.imagined.v1"
    source = f"/administrations/{message.administration}"
    return topics[message.mode], message.report_id, repr(message.body), who, event_type, source
