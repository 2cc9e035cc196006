"""How many dead letters wait is told by the api, from what stands in Kafka."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from deploy.provisioning.topics import provision_topics
from services.contracts.letters import LETTER, NOTE
from services.contracts.topics import ALERTS_DEAD_LETTERS, DEAD_LETTERS
from tests.integration.api.serving import Stage
from tests.platform import wait_until

STAGE = "alerts"


@pytest.fixture(autouse=True)
def _topics(kafka_bootstrap: str) -> None:
    with KafkaAdminClient(bootstrap_servers=kafka_bootstrap) as admin:
        provision_topics(admin, DEAD_LETTERS.values())


@pytest.fixture
def letters(kafka_bootstrap: str, kafka_admin: KafkaAdminClient) -> Iterator[KafkaProducer]:
    """Writes letters; they are gone afterwards, since other tests list all that are there."""
    with KafkaProducer(bootstrap_servers=kafka_bootstrap, acks="all") as producer:
        yield producer
    place = TopicPartition(ALERTS_DEAD_LETTERS.name, 0)
    with KafkaConsumer(bootstrap_servers=kafka_bootstrap) as consumer:
        kafka_admin.delete_records({place: consumer.end_offsets([place])[place]})


def write(producer: KafkaProducer, headers: dict[str, str]) -> None:
    told = [(name, text.encode()) for name, text in headers.items()]
    producer.send(ALERTS_DEAD_LETTERS.name, key=b"k", value=b"{}", headers=told).get(30)


def test_open_letters_are_counted_and_age_until_they_are_replayed(stage: Stage, letters: KafkaProducer) -> None:
    def gauge(name: str) -> float:
        return stage.registry.get_sample_value(f"tocsin_dead_letters_{name}", {"stage": STAGE}) or 0.0

    wait_until(lambda: not math.isnan(gauge("open")), 60, "what is there was read")
    before = gauge("open")
    names = [str(uuid.uuid4()) for _ in range(2)]
    for name in names:
        at = datetime.now(UTC) - timedelta(days=80)
        write(letters, {f"{LETTER}id": name, f"{LETTER}failed-at": at.isoformat()})
    wait_until(lambda: gauge("open") == before + 2, 60, "both are open")
    assert gauge("oldest_seconds") >= timedelta(days=80).total_seconds()
    for name in names:
        write(letters, {f"{NOTE}letter": name})
    wait_until(lambda: gauge("open") == before, 60, "both are replayed")
    assert gauge("oldest_seconds") < timedelta(days=80).total_seconds()
