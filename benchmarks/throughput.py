"""Reports a second through a backlog, end to end: the four services, and the hand-written peer on the same reports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from confluent_kafka import Producer
from kafka import KafkaAdminClient
from pymongo import MongoClient

from benchmarks.load import Sent, new_run, reports
from benchmarks.platform import ROOT, Platform, metric_at, say
from deploy.provisioning.documents import provision_documents
from services.contracts.codec import Envelope, headers_of
from services.contracts.events import SUBMITTED
from services.contracts.identifiers import event_id
from services.contracts.participants import SIGNATURE_HEADER
from services.contracts.topics import REPORTS, TOPICS, outbound
from services.simulator.roster import ADMINISTRATIONS

DONE = 'tocsin_events_processed_total{outcome="ok",topic="reports-enriched"}'
GIVE_UP_AFTER = 600.0


def throughput(platform: Platform, number: int) -> dict[str, float | int]:
    """Reports a second of both, their ratio, and the links that each found."""
    pipeline, links = _pipeline(platform, number)
    say(f"throughput, pipeline: {pipeline:.0f} reports/s")
    peer, peer_links = _hand_written(platform, number)
    say(f"throughput, hand-written: {peer:.0f} reports/s")
    return {
        "pipeline": round(pipeline, 1),
        "hand_written": round(peer, 1),
        "ratio": round(pipeline / peer, 3),
        "links_pipeline": links,
        "links_hand_written": peer_links,
    }


def _pipeline(platform: Platform, number: int) -> tuple[float, int]:
    processes = platform.processes()
    ingest, port = int(processes["ingest-stream"]["pid"]), int(processes["alerts"]["internal_port"])
    with MongoClient[dict[str, Any]](platform.addresses["mongo"]) as client:
        links = client["tocsin"]["links"]
        before, links_before = metric_at(port, DONE), links.count_documents({"status": "proposed"})
        os.kill(ingest, signal.SIGSTOP)
        try:
            _produce(platform, list(reports(number, new_run())), REPORTS["mail"].name)
        finally:
            began = time.monotonic()
            os.kill(ingest, signal.SIGCONT)
        while metric_at(port, DONE) < before + number:
            if time.monotonic() - began > GIVE_UP_AFTER:
                raise RuntimeError("the backlog was not worked off")
            time.sleep(0.05)
        seconds = time.monotonic() - began
        return number / seconds, links.count_documents({"status": "proposed"}) - links_before


def _hand_written(platform: Platform, number: int) -> tuple[float, int]:
    prefix, database = f"peer-{uuid.uuid4().hex[:6]}-", f"peer-{uuid.uuid4().hex[:6]}"
    source = f"{prefix}in"
    kafka, mongo = platform.addresses["kafka"], platform.addresses["mongo"]
    wanted = {topic.name: topic.partitions for topic in TOPICS}
    wanted |= {outbound(each.code).name: 1 for each in ADMINISTRATIONS}
    with KafkaAdminClient(bootstrap_servers=kafka) as admin:
        topics = {prefix + name: {"num_partitions": n, "replication_factor": 1} for name, n in wanted.items()}
        admin.create_topics({**topics, source: {"num_partitions": 4, "replication_factor": 1}}, wait_for_metadata=True)
    with MongoClient[dict[str, Any]](mongo) as client:
        provision_documents(client[database])
        client[database]["participants"].insert_many(client["tocsin"]["participants"].find())
    _produce(platform, list(reports(number, new_run())), source)
    words = [sys.executable, "-m", "benchmarks.hand_written", kafka, mongo, database, prefix, source, str(number)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the hand-written loop failed: {done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    return number / float(found["seconds"]), int(found["links"])


def _produce(platform: Platform, load: Sequence[Sent], topic: str) -> None:
    """Signed by each administration, keyed by report, all acknowledged."""
    keys = platform.identities
    producer = Producer({"bootstrap.servers": platform.addresses["kafka"], "partitioner": "murmur2_random"})
    for sent in load:
        envelope = Envelope(
            SUBMITTED,
            event_id(SUBMITTED, sent.report_id, 1),
            f"/administrations/{sent.administration}",
            datetime.now(UTC),
            {SIGNATURE_HEADER: keys.signature(sent.administration, sent.body)},
        )
        producer.produce(topic, sent.body, sent.report_id, headers=headers_of(envelope))
        producer.poll(0)
    if producer.flush(60):
        raise RuntimeError("the backlog was not acknowledged")
