"""Wiring of the two ingest processes: the door that takes reports by HTTP, and the stream that stores them."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from services.contracts.metrics import build
from services.contracts.processes import PROCESSES
from services.contracts.topics import REPORTS
from services.ingest.admission import Admission
from services.ingest.door import DoorParts, create_door
from services.ingest.rate import Buckets
from services.ingest.recent import Recent
from services.ingest.rehearsal import rehearse
from services.ingest.settings import DoorSettings, StreamSettings
from services.ingest.store import Submissions
from services.ingest.stream import IngestStage
from services.runtime import logs
from services.runtime.directory import Directory
from services.runtime.health import Health, keep_beating, start_internal_server
from services.runtime.heap import settle_heap
from services.runtime.kafka_line import KafkaLine
from services.runtime.produce import Producer
from services.runtime.store import database_of, open_client
from services.runtime.worker import Context, run_worker

DOOR_KEY_FILE: Final = "door-signing.pem"
PROBE_EVERY: Final = 2.0
DOOR_LINGER: Final = 0.01
"""Seconds in which reports of several requests are gathered for one of Kafka's."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the process that the command line names, until it is told to stop."""
    parser = argparse.ArgumentParser(
        prog="python -m services.ingest",
        description="A report comes in and is accepted, or answered with reasons. Settings: docs/operations.",
        epilog="example: TOCSIN_DOOR_PORT=8001 python -m services.ingest door",
    )
    parser.add_argument("process", choices=("door", "stream"), help="the HTTP door, or the stream behind the topics")
    if parser.parse_args(arguments).process == "door":
        run_door(DoorSettings())
    else:
        run_stream(StreamSettings())


def run_stream(settings: StreamSettings) -> None:
    """Run the stream; blocks."""

    async def make_stage(context: Context) -> IngestStage:
        rehearse()
        return IngestStage(Submissions(context.database), context.directory, settings.profile, settings.token_keys)

    run_worker("ingest", tuple(REPORTS.values()), make_stage, settings)


def run_door(settings: DoorSettings) -> None:
    """Run the door; blocks."""
    logs.configure("ingest", settings.log_level)
    health, registry = Health("ingest"), CollectorRegistry()
    port = settings.internal_port or next(p.internal_port for p in PROCESSES if p.name == "ingest-door")
    start_internal_server(settings.internal_host, port, health, registry)
    uvicorn.run(
        door_app(settings, health, registry),
        host=settings.door_host,
        port=settings.door_port,
        access_log=False,
        log_config=None,
        server_header=False,
        backlog=2048,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=10,
    )


def door_app(settings: DoorSettings, health: Health, registry: CollectorRegistry) -> FastAPI:
    """The door with everything behind it; its clients live as long as the application."""
    metrics = build("ingest", registry)
    metrics.set("tocsin_build_info", 1)
    for part in ("mongo", "kafka"):
        health.set_ready(part, False)
    key = door_key(settings.secrets_dir)

    @asynccontextmanager
    async def open_parts() -> AsyncIterator[DoorParts]:
        # Inside: the clients of MongoDB and Kafka belong to the running event loop.
        client = open_client(settings, patience=settings.door_patience)
        database = database_of(client, settings)
        line = KafkaLine(Producer(settings, DOOR_LINGER), settings.kafka_bootstrap)
        tasks = [
            asyncio.create_task(keep_beating(health, metrics)),
            asyncio.create_task(_keep_probing(database, line, health)),
        ]
        recent = Recent(settings.door_recent)
        admission = Admission(Submissions(database), line, key, recent, settings.door_patience, settings.token_keys)
        buckets = Buckets(settings.door_rate_per_second, settings.door_burst)
        rehearse()
        settle_heap()
        try:
            yield DoorParts(admission, Directory(database), metrics, buckets, settings.door_patience)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await line.stop()
            await client.close()

    return create_door(open_parts)


def door_key(secrets_dir: Path) -> Ed25519PrivateKey:
    """The door's signing key. Raises OSError without the file, ValueError when it holds something else."""
    key = load_pem_private_key((secrets_dir / DOOR_KEY_FILE).read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{DOOR_KEY_FILE} is no Ed25519 key")
    return key


async def _keep_probing(database: AsyncDatabase[dict[str, Any]], line: KafkaLine, health: Health) -> None:
    while True:
        health.set_ready("kafka", await line.is_up())
        try:
            async with asyncio.timeout(PROBE_EVERY):
                await database.command("ping")
            health.set_ready("mongo", True)
        except (PyMongoError, TimeoutError):
            health.set_ready("mongo", False)
        # Quick at first: the platform waits for this process to be ready.
        await asyncio.sleep(PROBE_EVERY if health.is_ready() else PROBE_EVERY / 10)
