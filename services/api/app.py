"""The api process: what is opened at start and closed at the end, and the paths."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from socket import socket
from typing import Any

import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from services.api.alert_log import AlertLog
from services.api.decision_line import DecisionLine
from services.api.description import describe
from services.api.edge import Edge
from services.api.letters_watch import LettersWatch
from services.api.live import Hub
from services.api.parts import Parts
from services.api.queries import Views
from services.api.refusals import register
from services.api.routes import (
    alerts,
    decisions,
    links,
    network,
    page,
    participants,
    quality,
    receipts,
    reference,
    reports,
    stream,
)
from services.api.settings import ApiSettings
from services.api.tail import Tail
from services.api.tokens import Seals, read_key
from services.contracts.metrics import Metrics, build
from services.contracts.processes import PROCESSES
from services.contracts.topics import ALERTS, LINK_DECISIONS
from services.reference.places import Gazetteer
from services.reference.settings import ReferenceSettings
from services.runtime.directory import Directory
from services.runtime.health import Health, keep_beating, start_internal_server
from services.runtime.kafka_line import KafkaLine
from services.runtime.logs import configure
from services.runtime.produce import Producer
from services.runtime.store import database_of, open_client

SERVICE = "api"
PING_EVERY = 2.0
LAST_WORDS = 3
"""Seconds that open requests have to end when the process is told to."""


def create_app(
    settings: ApiSettings, registry: CollectorRegistry | None = None, health: Health | None = None,
    alerts_topic: str = ALERTS.name, decisions_topic: str = LINK_DECISIONS.name,
) -> FastAPI:  # fmt: skip
    """The application. Connects when it starts up. Raises OSError at once when the token key is missing."""
    metrics = build(SERVICE, registry or CollectorRegistry())
    seals = Seals(read_key(settings.secrets_dir))
    known = health or Health(SERVICE)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_client(settings, settings.query_seconds) as client:
            database = database_of(client, settings)
            line = KafkaLine(Producer(settings), settings.kafka_bootstrap)
            deciding = DecisionLine(line, decisions_topic, settings.decision_seconds)
            parts = _parts(settings, metrics, seals, database, known, alerts_topic, deciding)
            app.state.parts = parts
            work = (
                parts.tail.run(),
                LettersWatch(settings.kafka_bootstrap, metrics).run(),
                _keep_pinging(database, known),
                _keep_probing(line, known),
                keep_beating(known, metrics),
            )
            tasks = [asyncio.create_task(one) for one in work]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await line.stop()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan)
    # The stream's path looks like an alert's id.
    for path in (
        stream, reports, network, links, decisions, alerts, receipts, participants, reference, quality, page,
    ):  # fmt: skip
        app.include_router(path.router)
    register(app)
    describe(app, _version())
    app.add_middleware(Edge, metrics=metrics)
    return app


def _parts(
    settings: ApiSettings,
    metrics: Metrics,
    seals: Seals,
    database: AsyncDatabase[dict[str, Any]],
    health: Health,
    topic: str,
    decisions: DecisionLine,
) -> Parts:
    log = AlertLog(settings.stream_ring)
    hub = Hub(log, metrics, settings.stream_queue, settings.stream_connections)
    for part in ("kafka", "mongo", "producer"):
        health.set_ready(part, False)
    tail = Tail(
        settings.kafka_bootstrap,
        topic,
        log,
        hub,
        settings.stream_catch_ups,
        lambda ok: health.set_ready("kafka", ok),
    )
    views = Views(database, settings.query_seconds)
    gazetteer = Gazetteer.open(ReferenceSettings().gazetteer)
    return Parts(settings, metrics, seals, views, Directory(database), tail, hub, gazetteer, decisions)


async def _keep_pinging(database: AsyncDatabase[dict[str, Any]], health: Health) -> None:
    while True:
        try:
            async with asyncio.timeout(PING_EVERY):
                await database.command("ping")
            health.set_ready("mongo", True)
        except (PyMongoError, TimeoutError):
            health.set_ready("mongo", False)
        await asyncio.sleep(PING_EVERY)


async def _keep_probing(line: KafkaLine, health: Health) -> None:
    """Decisions can be taken while Kafka answers; the first time that it does, the producer is started."""
    while True:
        up = await line.is_up()
        health.set_ready("producer", up)
        # Quick at first: the platform waits for this process to be ready.
        await asyncio.sleep(PING_EVERY if up else PING_EVERY / 10)


class ApiServer(uvicorn.Server):
    """A server that ends the live streams first: they would keep it from stopping."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Tell the streams, then wait for what is still being answered."""
        parts: Parts = self._app.state.parts
        parts.hub.close_all()
        await super().shutdown(sockets)


def server(app: FastAPI, host: str, port: int) -> ApiServer:
    """A server of ``app`` that isn't running yet."""
    return ApiServer(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=LAST_WORDS,
        ),
        app,
    )


def main() -> None:
    """Serve until told to stop."""
    settings = ApiSettings()
    configure(SERVICE, settings.log_level)
    registry, health = CollectorRegistry(), Health(SERVICE)
    app = create_app(settings, registry, health)
    default = next(process.internal_port for process in PROCESSES if process.name == SERVICE)
    start_internal_server(settings.internal_host, settings.internal_port or default, health, registry)
    server(app, settings.api_host, settings.api_port).run()


def _version() -> str:
    try:
        return version("tocsin")
    except PackageNotFoundError:
        return "0"
