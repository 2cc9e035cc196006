"""A proving ground: topics of the test's own, a real worker process on them, and what it left in Kafka and MongoDB."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from pymongo import MongoClient

from deploy.local.ports import free_port
from tests.platform import wait_until

LETTERS = "enrich-dead-letters"


@dataclass
class ProvingGround:
    """One test's Kafka topics and MongoDB database, and the worker on them."""

    kafka: str
    mongo: str
    folder: Path
    database: str = field(default_factory=lambda: f"prove-{uuid.uuid4().hex[:8]}")
    source: str = field(default_factory=lambda: f"in-{uuid.uuid4().hex[:8]}")
    out: str = field(default_factory=lambda: f"out-{uuid.uuid4().hex[:8]}")
    port: int = 0
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def provision(self) -> None:
        """Make the topics."""
        with KafkaAdminClient(bootstrap_servers=self.kafka) as admin:
            there = set(admin.list_topics())
            wanted = [name for name in (self.source, self.out, LETTERS) if name not in there]
            admin.create_topics(
                {name: {"num_partitions": 1, "replication_factor": 1} for name in wanted}, wait_for_metadata=True
            )

    def work(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start the worker; the same slot each time, as a supervisor would restart it."""
        self.port = free_port()
        given = {
            "TOCSIN_KAFKA_BOOTSTRAP": self.kafka,
            "TOCSIN_MONGO_URL": self.mongo,
            "TOCSIN_MONGO_DATABASE": self.database,
            "TOCSIN_INTERNAL_PORT": str(self.port),
            "TOCSIN_SESSION_TIMEOUT": "6",
            "TOCSIN_GROUP_SUFFIX": f"-{self.source}",
            **environment,
        }
        log = (self.folder / "worker.log").open("ab")
        words = [sys.executable, "-m", "tests.integration.runtime.proving_worker", self.source, self.out]
        with log:
            process = subprocess.Popen(words, env={**os.environ, **given}, stdout=log, stderr=log)  # noqa: TID251 -- a child's environment
        self.processes.append(process)
        return process

    def send(self, *orders: dict[str, Any] | bytes | None) -> None:
        """Write records in this order; each is acknowledged when this returns."""
        with KafkaProducer(bootstrap_servers=self.kafka, acks="all") as producer:
            for order in orders:
                value = json.dumps(order).encode() if isinstance(order, dict) else order
                producer.send(self.source, key=b"k", value=value, headers=[("ce_type", b"order.v1")])
            producer.flush()

    def read(self, topic: str) -> list[Any]:
        """Every record of a topic, from its beginning."""
        with KafkaConsumer(bootstrap_servers=self.kafka, consumer_timeout_ms=1000) as consumer:
            place = TopicPartition(topic, 0)
            end = consumer.end_offsets([place])[place]
            consumer.assign([place])
            consumer.seek_to_beginning(place)
            found: list[Any] = []
            while consumer.position(place) < end:
                for records in consumer.poll(timeout_ms=500).values():
                    found.extend(records)
            return found

    def sent_on(self) -> list[str]:
        """Ids on the output topic, with repeats."""
        return [json.loads(record.value)["id"] for record in self.read(self.out)]

    def letters(self) -> list[dict[str, str]]:
        """Headers of this test's dead letters."""
        every = [{name: value.decode() for name, value in record.headers} for record in self.read(LETTERS)]
        return [one for one in every if one.get("tocsin-letter-origin-topic") == self.source]

    def stored(self) -> set[str]:
        """Ids in MongoDB."""
        with MongoClient[dict[str, Any]](self.mongo) as client:
            return {one["_id"] for one in client[self.database]["seen"].find()}

    def committed(self) -> int:
        """The offset from which Kafka would redeliver; 0 when nothing was committed."""
        with KafkaAdminClient(bootstrap_servers=self.kafka) as admin:
            group = f"enrich-{self.source}"
            offsets = admin.list_group_offsets(group)
            for place, facts in (offsets.get(group, offsets) or {}).items():
                if getattr(place, "topic", place[0]) == self.source:
                    return int(getattr(facts, "offset", facts))
            return 0

    def status(self, path: str) -> int:
        """The HTTP status of a page of the worker's internal port; 0 when nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code
        except (URLError, OSError):
            return 0

    def log(self) -> str:
        """What the workers wrote."""
        return (self.folder / "worker.log").read_text()

    def leave(self) -> None:
        """Stop what still runs, by its process id."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


@pytest.fixture
def ground(kafka_bootstrap: str, mongo_url: str, tmp_path: Path) -> Iterator[ProvingGround]:
    """A proving ground on the run's Kafka and MongoDB."""
    made = ProvingGround(kafka_bootstrap, mongo_url, tmp_path)
    made.provision()
    yield made
    made.leave()


@pytest.fixture
def ground_on() -> Iterator[Callable[[str, str, Path], ProvingGround]]:
    """Makes proving grounds on servers that the test may break."""
    made: list[ProvingGround] = []

    def make(kafka: str, mongo: str, folder: Path) -> ProvingGround:
        made.append(ProvingGround(kafka, mongo, folder))
        made[-1].provision()
        return made[-1]

    yield make
    for one in made:
        one.leave()


def eventually(condition: Callable[[], Any], within: float = 40) -> Any:
    """The first true value of ``condition``."""
    return wait_until(condition, within)
