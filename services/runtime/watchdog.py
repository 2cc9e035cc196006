"""Ends a process that no longer works: records wait and nothing is finished, or the event loop stands still.

Faust's own detectors only write a log line; a consumer can stop silently after a broker outage.
"""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any, Final

from services.contracts.metrics import Metrics
from services.runtime.consume import EXIT_REDELIVER, Consumer, die
from services.runtime.health import Health
from services.runtime.logs import get_logger

LOOK_EVERY: Final = 5.0
log = get_logger()


async def watch_progress(app: Any, consumer: Consumer, metrics: Metrics, stuck_after: float) -> None:
    """For ever: measure the lag at the broker, and die when it stands while nothing is finished."""
    waiting_since: float | None = None
    while True:
        await asyncio.sleep(LOOK_EVERY)
        lag = await _lag(app, metrics)
        if lag is None:  # the broker is away: an outage, not a stuck worker
            waiting_since = None
            continue
        if lag == 0:
            waiting_since = None
            continue
        now = time.monotonic()
        waiting_since = waiting_since or now
        if now - max(waiting_since, consumer.last_done) > stuck_after:
            die(EXIT_REDELIVER, "no progress while records wait", lag=lag)


async def _lag(app: Any, metrics: Metrics) -> int | None:
    assigned = list(app.consumer.assignment())
    if not assigned:
        return None
    try:
        async with asyncio.timeout(LOOK_EVERY):
            ends = await app.consumer.highwaters(*assigned)
            starts = await app.consumer.earliest_offsets(*assigned)
    except Exception as error:  # noqa: BLE001 -- whatever the client raises, the lag is unknown for now
        log.warning("lag unknown", error=type(error).__name__)
        return None
    by_topic: dict[str, int] = {}
    for partition in assigned:
        done = app.consumer._committed_offset.get(partition)
        behind = max(0, ends[partition] - (starts[partition] if done is None else done))
        by_topic[partition.topic] = by_topic.get(partition.topic, 0) + behind
    for topic, behind in by_topic.items():
        metrics.set("tocsin_consumer_lag_records", behind, topic=topic)
    return sum(by_topic.values())


def watch_loop(health: Health, stuck_after: float) -> threading.Thread:
    """A thread that ends the process when the event loop has not turned for ``stuck_after`` seconds."""

    def look() -> None:
        pause = threading.Event()
        while not pause.wait(LOOK_EVERY):
            if health.since_beat() > stuck_after:
                die(EXIT_REDELIVER, "the event loop stands still", seconds=round(health.since_beat()))

    thread = threading.Thread(target=look, name="loop-watchdog", daemon=True)
    thread.start()
    return thread
