"""Kafka gathers what comes close together; a backlog is not held up."""

from __future__ import annotations

import asyncio

import aiokafka
import uvloop
from aiokafka.consumer.fetcher import Fetcher

from services.runtime.fetching import GATHERED
from services.runtime.settings import WorkerSettings
from services.runtime.stream import make_app


async def made(settings: WorkerSettings) -> tuple[aiokafka.AIOKafkaConsumer, asyncio.AbstractEventLoop]:
    """The consumer that a worker with these settings reads with, and the loop that it reads in."""
    app = make_app("enrich", settings)
    thread = app.consumer._new_consumer_thread()
    consumer = thread._create_worker_consumer(app.transport)
    await consumer.stop()
    thread.thread_loop.close()
    return consumer, thread.thread_loop


def test_a_worker_waits_for_more_no_longer_than_it_is_told() -> None:
    consumer, loop = asyncio.run(made(WorkerSettings(fetch_wait=0.05)))
    # These are what aiokafka gives to its fetcher when it starts: under other names, nothing would be gathered.
    assert {"fetch_min_bytes", "fetch_max_wait_ms"} <= set(Fetcher.__init__.__kwdefaults__)
    assert vars(consumer)["_fetch_max_wait_ms"] == 50
    assert vars(consumer)["_fetch_min_bytes"] == GATHERED
    assert isinstance(loop, uvloop.Loop)
