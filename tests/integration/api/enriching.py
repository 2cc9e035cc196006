"""Enrich's share in a decision: takes decisions from a topic of the test's own and stores what they make of links."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer

from services.contracts.codec import decode_event
from services.contracts.events import LINK_DECIDED, LinkDecided
from services.contracts.settings import MongoSettings
from services.enrich.deciding import Decided, settle_decisions
from services.enrich.decision_store import DecisionStore
from services.runtime.records import Received, Record
from services.runtime.store import database_of, open_client


class Deciders:
    """Runs in a thread between ``start`` and ``stop``; reads the topic from its beginning each time."""

    def __init__(self, kafka: str, mongo: str, database: str, topic: str) -> None:
        self._kafka, self._topic = kafka, topic
        self._settings = MongoSettings(mongo_url=mongo, mongo_database=database)
        self._thread: threading.Thread | None = None
        self._over = threading.Event()
        self.taken: list[LinkDecided] = []
        self.results: list[Decided] = []

    def start(self) -> None:
        """Begin to decide."""
        self._over.clear()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._work()), name="deciders")
        self._thread.start()

    def stop(self) -> None:
        """Decide no more."""
        if self._thread is not None:
            self._over.set()
            self._thread.join(20)
            assert not self._thread.is_alive()
            self._thread = None

    async def _work(self) -> None:
        client = open_client(self._settings)
        store = DecisionStore(database_of(client, self._settings))
        consumer = AIOKafkaConsumer(self._topic, bootstrap_servers=self._kafka, auto_offset_reset="earliest")
        await consumer.start()
        try:
            while not self._over.is_set():
                for records in (await consumer.getmany(timeout_ms=20)).values():
                    batch = [self._received(record) for record in records]
                    self.taken += [each.body for each in batch]
                    self.results.append(await settle_decisions(store, batch))
        finally:
            await consumer.stop()
            await client.close()

    def _received(self, message: Any) -> Received[LinkDecided]:
        headers = {name: value.decode() for name, value in message.headers}
        came = datetime.fromtimestamp(message.timestamp / 1000, UTC)
        record = Record(
            message.topic, message.partition, message.offset, message.key, message.value, headers, message.headers, came
        )
        return Received(record, decode_event(LINK_DECIDED, record.headers, record.value, LinkDecided))
