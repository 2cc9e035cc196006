"""The enrich worker as a process, on real Kafka and MongoDB: two at once, and killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from pymongo import MongoClient

from deploy.local.kafka import KafkaNode
from deploy.local.ports import free_port
from deploy.provisioning.settings import ProvisioningSettings
from deploy.provisioning.stores import provision
from services.contracts.codec import body_of
from services.contracts.events import ACCEPTED, LINK_DECIDED, Enriched, Link, LinkDecided
from services.contracts.identifiers import link_id
from services.contracts.report import Report
from services.contracts.topics import ENRICH_DEAD_LETTERS, LINK_DECISIONS, LINKS, REPORTS_ACCEPTED, REPORTS_ENRICHED
from tests.servers import Server, wait_until
from tests.unit.enrich.decisions import decided
from tests.unit.enrich.reports import accepted, parcel, report

PAIRS = 50


class Plant:
    """A Kafka of the test's own with the platform's topics, a database, and enrich workers."""

    def __init__(self, kafka: str, mongo: str, database: str, folder: Path) -> None:
        self.kafka, self.mongo, self.database, self.folder = kafka, mongo, database, folder
        self.processes: list[subprocess.Popen[bytes]] = []

    def work(self, instance: str = "0", **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker in this slot."""
        given = {
            "TOCSIN_KAFKA_BOOTSTRAP": self.kafka,
            "TOCSIN_MONGO_URL": self.mongo,
            "TOCSIN_MONGO_DATABASE": self.database,
            "TOCSIN_INTERNAL_PORT": str(free_port()),
            "TOCSIN_INSTANCE": instance,
            "TOCSIN_SESSION_TIMEOUT": "6",
            **environment,
        }
        with (self.folder / "worker.log").open("ab") as log:
            words = [sys.executable, "-m", "services.enrich"]
            process = subprocess.Popen(words, env={**os.environ, **given}, stdout=log, stderr=log)  # noqa: TID251 -- a child's environment
        self.processes.append(process)
        return process

    def accept(self, *reports: Report) -> None:
        """Write accepted events, as ingest does."""
        with KafkaProducer(bootstrap_servers=self.kafka, acks="all") as producer:
            for each in reports:
                producer.send(
                    REPORTS_ACCEPTED.name,
                    key=each.report_id.encode(),
                    value=accepted(each),
                    headers=[("ce_type", ACCEPTED.encode())],
                )
            producer.flush()

    def decide(self, *decisions: LinkDecided) -> None:
        """Write decisions, as the api does."""
        with KafkaProducer(bootstrap_servers=self.kafka, acks="all") as producer:
            for each in decisions:
                producer.send(
                    LINK_DECISIONS.name,
                    key=each.link_id.encode(),
                    value=body_of(each),
                    headers=[("ce_type", LINK_DECIDED.encode())],
                )
            producer.flush()

    def read(self, topic: str) -> list[Any]:
        """Every record of a topic so far."""
        with KafkaConsumer(bootstrap_servers=self.kafka) as consumer:
            places = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
            ends = consumer.end_offsets(places)
            consumer.assign(places)
            consumer.seek_to_beginning(*places)
            found: list[Any] = []
            while any(consumer.position(place) < ends[place] for place in places):
                for records in consumer.poll(timeout_ms=200).values():
                    found += records
            return found

    def told(self) -> set[tuple[str, str]]:
        """(link id, status) of every link event."""
        links = [Link.model_validate_json(record.value) for record in self.read(LINKS.name)]
        return {(link.link_id, link.status) for link in links}

    def enriched(self) -> set[str]:
        """Ids of the reports of every enriched event."""
        return {Enriched.model_validate_json(record.value).report_id for record in self.read(REPORTS_ENRICHED.name)}

    def stored(self) -> set[tuple[str, str]]:
        """(link id, status) of every stored link."""
        with MongoClient[dict[str, Any]](self.mongo) as client:
            return {(link["_id"], link["status"]) for link in client[self.database]["links"].find()}

    def waiting(self) -> int:
        """How many decisions wait for their link."""
        with MongoClient[dict[str, Any]](self.mongo) as client:
            return client[self.database]["waiting_decisions"].count_documents({})

    def settle(self, waiting: int, links: int) -> None:
        """Let a worker run until so many decisions wait and so many links are stored; then stop it."""
        wanted = {"waiting": waiting, "links": links}
        worker = self.work()
        wait_until(lambda: wanted == {"waiting": self.waiting(), "links": len(self.stored())}, 60)
        worker.terminate()
        worker.wait(30)

    def leave(self) -> None:
        """Stop what still runs."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.fixture
def plant(breakable_kafka: Server[KafkaNode], mongo_url: str, database: str, tmp_path: Path) -> Iterator[Plant]:
    """Provisioned, and with no worker yet."""
    made = Plant(breakable_kafka.node.address, mongo_url, database, tmp_path)
    there = ProvisioningSettings(kafka_bootstrap=made.kafka, mongo_url=mongo_url, mongo_database=database)
    provision(there, frozenset({"kafka", "mongo"}))
    yield made
    made.leave()


def pairs(first: int = 0) -> tuple[list[Report], list[Report]]:
    """Warnings, and the seizures that meet them."""
    items = [(n, {"items": [parcel(1000 + n)]}) for n in range(first, first + PAIRS)]
    warnings = [report("NL", f"W{n}", "warning", transport=item) for n, item in items]
    return warnings, [report("KR", f"S{n}", transport=item) for n, item in items]


def test_two_workers_at_once_find_every_pair_once(plant: Plant) -> None:
    warnings, seizures = pairs()
    plant.work("0")
    plant.work("1")
    plant.accept(*(each for pair in zip(warnings, seizures, strict=True) for each in pair))
    wait_until(lambda: len(plant.enriched()) == 2 * PAIRS and len(plant.told()) == PAIRS, 60)
    assert plant.told() == plant.stored()
    assert {status for _, status in plant.stored()} == {"proposed"}


def test_a_worker_killed_in_the_middle_tells_everything_after_its_restart(plant: Plant) -> None:
    points = ("after_reports_before_links", "after_links_before_second_look", "after_store_before_produce")
    for number, point in enumerate(points):
        warnings, seizures = pairs(number * PAIRS)
        plant.accept(*warnings, *seizures)
        killed = plant.work(TOCSIN_FAILPOINT=f"{point}:3", TOCSIN_BATCH_SIZE="20")
        assert killed.wait(60) == -signal.SIGKILL, point
    plant.work(TOCSIN_BATCH_SIZE="20")
    every = PAIRS * len(points)
    wait_until(lambda: len(plant.enriched()) == 2 * every and len(plant.told()) == every, 60)
    assert plant.told() == plant.stored()


def agreed(warnings: list[Report], seizures: list[Report]) -> list[LinkDecided]:
    """Both owners confirm the link of each pair."""
    found: list[LinkDecided] = []
    for one, other in zip(warnings, seizures, strict=True):
        link = {"_id": link_id(one.report_id, other.report_id, "same_object"), "revision": 1, "evidence": []}
        for after, who in enumerate(("NL", "KR")):
            found.append(decided(link, who, "confirm", after, decision_id=f"{who}-{one.report_id}"))
    return found


def test_decisions_take_effect_before_and_after_their_links_though_the_worker_is_killed(plant: Plant) -> None:
    def killed_at(point: str) -> None:
        killed = plant.work(TOCSIN_FAILPOINT=f"{point}:1", TOCSIN_BATCH_SIZE="20")
        assert killed.wait(60) == -signal.SIGKILL, point

    first, second, third = (pairs(number * PAIRS) for number in range(3))
    plant.decide(*agreed(*first))
    killed_at("after_decision_kept")
    plant.settle(waiting=2 * PAIRS, links=0)
    plant.accept(*first[0], *first[1])
    killed_at("after_waiting_taken_up")
    plant.accept(*second[0], *second[1])
    plant.settle(waiting=0, links=2 * PAIRS)
    plant.decide(*agreed(*second))
    killed_at("before_decisions_stored")
    plant.decide(*agreed(*third))
    plant.accept(*third[0], *third[1])
    plant.work(TOCSIN_BATCH_SIZE="20")
    wait_until(lambda: [status for _, status in plant.stored()].count("confirmed") == 3 * PAIRS, 60)
    wait_until(lambda: plant.stored() <= plant.told(), 60)
    assert plant.waiting() == 0


def test_what_is_no_accepted_report_is_a_dead_letter_and_its_neighbours_pass(plant: Plant) -> None:
    (warning, *_), (seizure, *_) = pairs()
    plant.accept(warning)
    with KafkaProducer(bootstrap_servers=plant.kafka, acks="all") as producer:
        producer.send(REPORTS_ACCEPTED.name, key=b"k", value=b'{"broken', headers=[("ce_type", ACCEPTED.encode())])
        producer.send(
            REPORTS_ACCEPTED.name,
            key=b"k",
            value=accepted(seizure).replace(seizure.report_id.encode(), warning.report_id.encode(), 1),
            headers=[("ce_type", ACCEPTED.encode())],
        )
        producer.flush()
    plant.accept(seizure)
    plant.work()
    wait_until(lambda: len(plant.told()) == 1 and len(plant.read(ENRICH_DEAD_LETTERS.name)) == 2, 60)
    reasons = {dict(record.headers)["tocsin-letter-reason"] for record in plant.read(ENRICH_DEAD_LETTERS.name)}
    assert reasons == {b"invalid", b"id_conflict"}
