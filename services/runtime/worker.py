"""How a worker starts: logs, internal port, stores, topics, the stage, and then the loop, until SIGTERM."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import faust
import uvloop
from prometheus_client import CollectorRegistry
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from services.contracts.metrics import Metrics, build
from services.contracts.processes import PROCESSES
from services.contracts.reasons import Transient
from services.contracts.topics import DEAD_LETTERS, Topic
from services.runtime import failpoints, logs
from services.runtime.batches import batches
from services.runtime.consume import Consumer
from services.runtime.directory import Directory
from services.runtime.health import Health, keep_beating, start_internal_server
from services.runtime.heap import settle_heap
from services.runtime.produce import Producer
from services.runtime.records import Stage
from services.runtime.settings import WorkerSettings
from services.runtime.store import database_of, open_client
from services.runtime.stream import make_app, raw_topic, record_of
from services.runtime.watchdog import watch_loop, watch_progress

PING_EVERY: Final = 2.0
log = logs.get_logger()


@dataclass(frozen=True, slots=True)
class Context:
    """What a stage is made from."""

    database: AsyncDatabase[dict[str, Any]]
    metrics: Metrics
    directory: Directory
    settings: WorkerSettings


MakeStage = Callable[[Context], Awaitable[Stage[Any]]]


def run_worker(service: str, topics: tuple[Topic, ...], make_stage: MakeStage, settings: WorkerSettings) -> None:
    """Run one worker of ``service`` on ``topics`` until it is told to stop (SIGTERM) or must die."""
    logs.configure(service, settings.log_level)
    failpoints.arm(settings.failpoint)
    registry = CollectorRegistry()
    metrics, health = build(service, registry), Health(service)
    metrics.set("tocsin_build_info", 1)
    for part in ("mongo", "kafka", "stage"):
        health.set_ready(part, False)
    port = settings.internal_port or next(
        p.internal_port for p in PROCESSES if p.service == service and not p.public_port
    )
    start_internal_server(settings.internal_host, port, health, registry)

    loop = uvloop.new_event_loop()
    asyncio.set_event_loop(loop)
    app = make_app(service, settings)
    worker = _Worker(service, topics, make_stage, settings, app, metrics, health)
    app.agent(raw_topic(app, topics), concurrency=1, name=service)(worker.consume)
    app.on_partitions_assigned.connect(worker.assigned)
    faust.Worker(app, loop=loop, override_logging=False, redirect_stdouts=False, quiet=True).execute_from_commandline()


class _Worker:
    def __init__(
        self,
        service: str,
        topics: tuple[Topic, ...],
        make_stage: MakeStage,
        settings: WorkerSettings,
        app: Any,
        metrics: Metrics,
        health: Health,
    ) -> None:
        self._service, self._topics, self._make_stage, self._settings = service, topics, make_stage, settings
        self._app, self._metrics, self._health = app, metrics, health
        self._tasks: list[asyncio.Task[None]] = []

    async def consume(self, stream: Any) -> None:
        """The one agent: open what is needed, then batch after batch."""
        consumer = await self._open()
        async for events in batches(stream, self._settings.batch_size):
            await consumer.process([record_of(event) for event in events])

    async def assigned(self, _app: Any, assigned: Any, **_: Any) -> None:
        """Kafka gave this worker its partitions."""
        self._health.set_ready("kafka", True)
        self._metrics.count("tocsin_rebalances_total", stage=self._service)
        log.info("partitions assigned", partitions=len(assigned))

    async def _open(self) -> Consumer:
        """Wait for MongoDB, Kafka and the topics; a topic that does not exist yet would never be read."""
        producer = Producer(self._settings, self._settings.linger)
        self._start(keep_beating(self._health, self._metrics))
        watch_loop(self._health, self._settings.stuck_after)
        await _until(producer.start, "Kafka")
        for topic in (*self._topics, DEAD_LETTERS[self._service]):
            await _until(partial(_exists, producer, topic.name), f"topic {topic.name}")
        database = database_of(open_client(self._settings), self._settings)
        self._start(self._keep_pinging(database))
        context = Context(database, self._metrics, Directory(database), self._settings)
        stage = await self._make_stage(context)
        consumer = Consumer(stage, producer, self._metrics, self._health, self._settings)
        self._start(watch_progress(self._app, consumer, self._metrics, self._settings.stuck_after))
        settle_heap()
        self._health.set_ready("stage", True)
        return consumer

    async def _keep_pinging(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        while True:
            try:
                async with asyncio.timeout(PING_EVERY):
                    await database.command("ping")
                self._health.set_ready("mongo", True)
            except (PyMongoError, TimeoutError):
                self._health.set_ready("mongo", False)
            await asyncio.sleep(PING_EVERY)

    def _start(self, work: Any) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(work))


async def _exists(producer: Producer, name: str) -> None:
    if not await producer.has_topic(name):
        raise Transient("the topic does not exist")


async def _until(attempt: Callable[[], Awaitable[None]], what: str) -> None:
    """Try until it works: at start-up there is nothing to lose by waiting."""
    while True:
        try:
            return await attempt()
        except Transient as error:
            log.warning("waiting", what=what, error=str(error))
        await asyncio.sleep(0.5)
