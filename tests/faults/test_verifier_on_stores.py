"""The verifier as a command, on a real Kafka and a real MongoDB: what it reads there is what was written."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from kafka import KafkaAdminClient
from pymongo import MongoClient

from deploy.local.kafka import KafkaNode
from deploy.local.mongo import MongoNode
from deploy.local.settings import CHECKOUT
from tests.faults.synthetic import LINK, Synthetic, sound
from tests.faults.verifier.history import TOPICS
from tests.faults.verifier.sent import write_list
from tests.servers import Server

DATABASE = "tocsin"


def write_down(made: Synthetic, kafka: str, mongo: str) -> None:
    """Puts a synthetic history into the stores as a platform would leave it, everything committed."""
    history = made.history()
    with KafkaAdminClient(bootstrap_servers=kafka) as admin:
        admin.create_topics({name: {"num_partitions": 1, "replication_factor": 1} for name in TOPICS})
        producer = Producer({"bootstrap.servers": kafka})
        for record in made.records:
            headers = [(name, value.encode()) for name, value in record.headers.items()]
            at = int(record.at * 1000)
            producer.produce(record.topic, record.value, record.key, partition=0, timestamp=at, headers=headers)
        assert producer.flush(30) == 0
    for group, offsets in history.committed.items():
        consumer = Consumer({"bootstrap.servers": kafka, "group.id": group})
        consumer.commit(offsets=[TopicPartition(*place, end) for place, end in offsets.items()], asynchronous=False)
        consumer.close()
    with MongoClient[dict[str, Any]](mongo) as client:
        for name, documents in made.documents.items():
            client[DATABASE][name].insert_many(list(documents.values()))


def run(kafka: str, mongo: str, sent: Path) -> tuple[int, dict[str, Any]]:
    """The command's exit status and document."""
    words = ["--kafka", kafka, "--mongo", mongo, "--database", DATABASE, "--sent", str(sent), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.verifier", *words],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.timeout(180)
def test_the_command_passes_a_sound_platform_and_fails_a_damaged_one(
    breakable_kafka: Server[KafkaNode], breakable_mongo: Server[MongoNode], tmp_path: Path
) -> None:
    kafka, mongo, sent = breakable_kafka.node.address, breakable_mongo.node.url, tmp_path / "sent.jsonl"
    made = sound()
    write_down(made, kafka, mongo)
    write_list(sent, made.sent)
    status, said = run(kafka, mongo, sent)
    assert (status, said["holds"]) == (0, True), said
    assert [check["name"] for check in said["checks"] if not check["looked_at"]] == [
        "no offset was committed before its record was done"  # nobody sampled
    ]

    with MongoClient[dict[str, Any]](mongo) as client:
        client[DATABASE]["links"].delete_one({"_id": LINK})
    write_list(sent, [*made.sent, replace(made.sent[0], version=9)])
    status, said = run(kafka, mongo, sent)
    assert status == 1
    assert {check["name"] for check in said["checks"] if not check["holds"]} >= {
        "every acknowledged report has one fate",
        "links are those of the oracle",
        "alerts name only links that stand",
    }
