"""How Faust fetches from Kafka: what comes within some hundredths of a second comes together.

Faust asks for every single record as soon as it is there, in a thread that has Python's slower event loop. At 300
reports a second the asking alone took a fifth of each worker's time, and as much of Kafka's.
"""

from __future__ import annotations

from typing import Any, Final

import uvloop
from faust.transport.drivers import aiokafka as driver

GATHERED: Final = 64 * 1024
"""Bytes that are sent at once, without waiting for more: a backlog is not held up."""


class _Thread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]  # Faust ships no types
    def _create_worker_consumer(self, transport: Transport) -> Any:
        consumer = super()._create_worker_consumer(transport)
        # Faust passes neither on; aiokafka reads both when the consumer starts.
        consumer._fetch_min_bytes = GATHERED
        consumer._fetch_max_wait_ms = round(transport.wait * 1000)
        return consumer


class _Consumer(driver.Consumer):  # type: ignore[misc]  # Faust ships no types
    def _new_consumer_thread(self) -> _Thread:
        return _Thread(self, loop=self.loop, thread_loop=uvloop.new_event_loop(), beacon=self.beacon)


class Transport(driver.Transport):  # type: ignore[misc]  # Faust ships no types
    """Faust's own transport but for this. ``wait``: longest time that Kafka gathers records, in seconds."""

    Consumer = _Consumer

    def __init__(self, app: Any, wait: float) -> None:
        super().__init__(app.conf.broker_consumer, app)
        self.wait = wait
