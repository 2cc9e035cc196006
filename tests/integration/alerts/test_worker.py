"""The alerts worker as a process on real Kafka and MongoDB, killed where it hurts most."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from pymongo import MongoClient

from deploy.local.kafka import KafkaNode
from deploy.local.ports import free_port
from deploy.provisioning.documents import provision_documents
from deploy.provisioning.topics import provision_topics, wanted_topics
from services.contracts.codec import body_of
from services.contracts.events import LINK_CHANGED, RECEIPT, AlertChanged, Link, Receipt
from services.contracts.topics import LINKS, RECEIPTS
from tests.integration.alerts.test_receipts import receipt
from tests.servers import Server, wait_until
from tests.unit.alerts.desk import between


class Ground:
    """A Kafka of the test's own, and the worker on it."""

    def __init__(self, kafka: str, mongo: str, database: str, folder: Path) -> None:
        self.kafka, self.mongo, self.database, self.log = kafka, mongo, database, folder / "alerts.log"
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        with KafkaAdminClient(bootstrap_servers=kafka) as admin:
            provision_topics(admin, wanted_topics(["KR"]))
        with MongoClient[dict[str, Any]](mongo) as client:
            provision_documents(client[database])
            participant = {"_id": "KR", "role": "administration", "name": "KR", "active": True}
            client[database]["participants"].insert_one({**participant, "api_keys": [], "signing_keys": []})

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        given = {
            "TOCSIN_KAFKA_BOOTSTRAP": self.kafka,
            "TOCSIN_MONGO_URL": self.mongo,
            "TOCSIN_MONGO_DATABASE": self.database,
            "TOCSIN_INTERNAL_PORT": str(self.port),
            "TOCSIN_SESSION_TIMEOUT": "6",
            **environment,
        }
        with self.log.open("ab") as log:
            words = [sys.executable, "-m", "services.alerts"]
            self.process = subprocess.Popen(words, env={**os.environ, **given}, stdout=log, stderr=log)  # noqa: TID251 -- a child's environment
        return self.process

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
        if self.process is not None:
            self.process.wait()

    def send(self, *bodies: Link | Receipt) -> None:
        with KafkaProducer(bootstrap_servers=self.kafka, acks="all") as producer:
            for body in bodies:
                topic, event = (LINKS, LINK_CHANGED) if isinstance(body, Link) else (RECEIPTS, RECEIPT)
                key = body.link_id if isinstance(body, Link) else body.administration
                headers = [("ce_type", event.encode()), ("ce_id", f"{key}-1".encode())]
                producer.send(topic.name, key=key.encode(), value=body_of(body), headers=headers)
            producer.flush()

    def read(self, topic: str) -> list[Any]:
        place = TopicPartition(topic, 0)
        with KafkaConsumer(bootstrap_servers=self.kafka) as consumer:
            end = consumer.end_offsets([place])[place]
            consumer.assign([place])
            consumer.seek_to_beginning(place)
            found: list[Any] = []
            while consumer.position(place) < end:
                for records in consumer.poll(timeout_ms=200).values():
                    found.extend(records)
            return found

    def told(self) -> list[tuple[str, int]]:
        events = [AlertChanged.model_validate_json(record.value) for record in self.read("alerts")]
        return [(event.change, event.alert.revision) for event in events]

    def stored(self) -> list[dict[str, Any]]:
        with MongoClient[dict[str, Any]](self.mongo) as client:
            return client[self.database]["alerts"].find().to_list()


@pytest.fixture
def ground(breakable_kafka: Server[KafkaNode], mongo_url: str, database: str, tmp_path: Path) -> Iterator[Ground]:
    """Provisioned servers; the test starts the worker."""
    made = Ground(breakable_kafka.node.address, mongo_url, database, tmp_path)
    try:
        yield made
    finally:
        made.stop()


@pytest.mark.parametrize(("point", "stored"), [("alerts_before_store", 0), ("alerts_after_store", 1)])
def test_an_alert_that_was_not_sent_is_sent_after_the_crash(ground: Ground, point: str, stored: int) -> None:
    dying = ground.start(TOCSIN_FAILPOINT=f"{point}:1")
    ground.send(between("KR-1", "NL-1"))
    assert dying.wait(timeout=60) == -signal.SIGKILL
    assert (len(ground.stored()), ground.told()) == (stored, [])
    ground.start()
    wait_until(lambda: ground.told() == [("raised", 1)], 60, "the alert is told")
    ground.send(between("DE-1", "NL-1"))
    wait_until(lambda: ground.told() == [("raised", 1), ("updated", 2)], 60, "the update is told")
    ground.send(between("KR-1", "NL-1", status="withdrawn", revision=2))
    ground.send(between("DE-1", "NL-1", status="withdrawn", revision=2))
    wait_until(lambda: ground.told()[-1][0] == "withdrawn", 60, "the withdrawal is told")


def test_an_alert_that_was_sent_but_not_acknowledged_is_sent_again_the_same(ground: Ground) -> None:
    dying = ground.start(TOCSIN_FAILPOINT="after_produce_before_ack:1")
    ground.send(between("KR-1", "NL-1"))
    assert dying.wait(timeout=60) == -signal.SIGKILL
    ground.start()
    wait_until(lambda: len(ground.told()) == 2, 60, "the alert is told again")
    one, two = ground.read("alerts")
    assert (one.key, one.value) == (two.key, two.value)
    assert dict(one.headers)["ce_id"] == dict(two.headers)["ce_id"]
    assert len(ground.stored()) == 1


def test_receipts_reach_their_own_topic_and_a_stranger_stops_nobody(ground: Ground) -> None:
    ground.start()
    ground.send(receipt("XX"), receipt("KR"))
    wait_until(lambda: ground.read("outbound-KR"), 60, "the receipt arrives")
    (letter,) = wait_until(lambda: ground.read("alerts-dead-letters"), 60, "the stranger's receipt is a dead letter")
    assert dict(letter.headers)["tocsin-letter-reason"] == b"unknown_participant"
    (copied,) = ground.read("outbound-KR")
    assert Receipt.model_validate_json(copied.value) == receipt("KR")


def test_a_broken_rule_file_stops_the_start_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("id: [", encoding="utf-8")
    environment = {**os.environ, "TOCSIN_RULES_DIR": str(tmp_path)}  # noqa: TID251 -- a child's environment
    words = [sys.executable, "-m", "services.alerts"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "bad.yaml: line" in done.stderr
