"""How Faust fetches from Kafka: while records come, what comes within some milliseconds comes together.

Faust asks for every single record as soon as it is there, in a thread that has Python's slower event loop. At 300
reports a second the asking alone took a fifth of each worker's time. While nothing comes, the first record is still
sent at once, and nobody asks in vain.
"""

from __future__ import annotations

import time
from typing import Any, Final

import uvloop
from faust.transport.drivers import aiokafka as driver

GATHERED: Final = 64 * 1024
"""Bytes that are sent without waiting for more: a backlog is not held up."""
QUIET: Final = 0.5
"""Seconds without a record after which none are expected, and that Kafka then waits for the next."""


class _Thread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]  # Faust ships no types
    _quiet_from = 0.0

    async def _fetch_records(self, consumer: Any, *partitions: Any, **bounds: Any) -> Any:
        records = await super()._fetch_records(consumer, *partitions, **bounds)
        now = time.monotonic()
        if records:
            self._quiet_from = now + QUIET
        pace(consumer._fetcher, self.transport.wait if now < self._quiet_from else None)
        return records


def pace(fetcher: Any, wait: float | None) -> None:
    """Let the next fetches wait for so many seconds to gather more; None: until the first record comes.

    aiokafka reads both figures for each request that it makes.
    """
    fetcher._fetch_min_bytes = GATHERED if wait else 1
    fetcher._fetch_max_wait_ms = round(1000 * (wait or QUIET))


class _Consumer(driver.Consumer):  # type: ignore[misc]  # Faust ships no types
    def _new_consumer_thread(self) -> _Thread:
        return _Thread(self, loop=self.loop, thread_loop=uvloop.new_event_loop(), beacon=self.beacon)


class Transport(driver.Transport):  # type: ignore[misc]  # Faust ships no types
    """Faust's own transport but for this. ``wait``: how long Kafka gathers while records come, in seconds; 0: not."""

    Consumer = _Consumer

    def __init__(self, app: Any, wait: float) -> None:
        super().__init__(app.conf.broker_consumer, app)
        self.wait = wait
