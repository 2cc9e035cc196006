"""The tail of the ``alerts`` topic: one consumer per process, and short-lived ones for readers who come back late.

No consumer group: every process reads the one partition from its beginning, so that it knows every revision, and
commits nothing. Kafka away: it waits, the streams stay open and say so.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, OffsetOutOfRangeError

from services.api.alert_log import AlertLog, News
from services.api.live import Hub
from services.contracts.codec import ORIGIN_TIME_HEADER, decode_event
from services.contracts.events import ALERT_CHANGED, AlertChanged
from services.contracts.reasons import Undecodable
from services.runtime.logs import get_logger
from services.runtime.whole_life import start_whole, stop_whole

log = get_logger()
BATCH: Final = 500
WATCH_EVERY: Final = 2.0
PAUSE: Final = 0.5


class Tail:
    """Feeds the log and the hub. ``ready`` is told whether Kafka answers and the past has been read."""

    def __init__(
        self, bootstrap: str, topic: str, alerts: AlertLog, hub: Hub, catch_ups: int, ready: Callable[[bool], None]
    ) -> None:
        self._bootstrap, self._partition = bootstrap, TopicPartition(topic, 0)
        self._log, self._hub, self._ready = alerts, hub, ready
        self._slots = asyncio.Semaphore(catch_ups)
        self._started = False
        self.caught_up = False

    async def run(self) -> None:
        """Read for ever; an outage of Kafka is waited out."""
        while True:
            try:
                async with reader(self._bootstrap) as consumer:
                    try:
                        await self._read(consumer)
                    finally:
                        self._tell(False)
            except OffsetOutOfRangeError:
                log.error("the alerts topic lost records that were there")
                self._started = False
                self._log.reset(0)
                self._hub.tell_gap("truncated")
            except (KafkaError, OSError, TimeoutError) as error:
                log.warning("the alerts topic cannot be read", error=type(error).__name__)
            await asyncio.sleep(PAUSE)

    async def _read(self, consumer: Any) -> None:
        consumer.assign([self._partition])
        beginning, end = await self._bounds(consumer)
        if not self._started:
            self._log.reset(beginning)
            self._started = True
        elif self._log.next_offset > end:
            raise OffsetOutOfRangeError({self._partition: self._log.next_offset})
        consumer.seek(self._partition, self._log.next_offset)
        watcher = asyncio.create_task(self._watch())
        try:
            while True:
                self._tell_caught_up(end)
                batches = await consumer.getmany(timeout_ms=1000, max_records=BATCH)
                for record in batches.get(self._partition, ()):
                    self._take(record)
                if watcher.done():
                    await watcher
        finally:
            watcher.cancel()
            await asyncio.gather(watcher, return_exceptions=True)  # its own consumer closes before the loop may end

    def _take(self, record: Any) -> None:
        event, origin = _event(record), _origin(record)
        news = self._log.append(record.offset, event, origin)
        if news and self.caught_up:
            self._hub.publish(news)

    def _tell_caught_up(self, end: int) -> None:
        if not self.caught_up and self._log.next_offset >= end:
            self.caught_up = True
            self._tell(True)
            log.info("alerts read to the end", offset=self._log.next_offset)

    async def _watch(self) -> None:
        """aiokafka waits in silence while Kafka is away; this asks, so that readers can be told."""
        async with reader(self._bootstrap) as probe:
            while True:
                try:
                    async with asyncio.timeout(WATCH_EVERY * 2):
                        _, end = await self._bounds(probe)
                    self._tell(self.caught_up)
                    if end < self._log.next_offset:
                        raise OffsetOutOfRangeError({self._partition: self._log.next_offset})
                except (TimeoutError, KafkaError, OSError) as error:
                    if isinstance(error, OffsetOutOfRangeError):
                        raise
                    self._tell(False)
                await asyncio.sleep(WATCH_EVERY)

    def _tell(self, ok: bool) -> None:
        self._hub.source_ok = ok
        self._ready(ok)

    async def end(self) -> int:
        """The offset after the last record that Kafka has now. Raises KafkaError."""
        async with reader(self._bootstrap) as consumer:
            return (await self._bounds(consumer))[1]

    async def past(
        self, offset: int, lost: Callable[[int], Awaitable[None]]
    ) -> AsyncGenerator[tuple[int, list[News]], None]:
        """The news from ``offset`` up to what is in memory, in pieces, each with the offset to go on from.

        Close it: until then it keeps a reader of Kafka and one of the places for readers who catch up. ``lost`` is told
        the first offset that is still there when some are gone. Raises KafkaError.
        """
        async with self._slots, reader(self._bootstrap) as consumer:
            consumer.assign([self._partition])
            beginning, _ = await self._bounds(consumer)
            if offset < beginning:
                await lost(beginning)
                offset = beginning
            consumer.seek(self._partition, offset)
            while offset < self._log.ring_start:
                batches = await consumer.getmany(timeout_ms=1000, max_records=BATCH)
                records = batches.get(self._partition, ())
                found = [news for record in records if (news := self._recalled(record))]
                if records:
                    offset = records[-1].offset + 1
                    yield offset, found

    def _recalled(self, record: Any) -> News | None:
        event = _event(record)
        return self._log.recall(record.offset, event) if event else None

    async def _bounds(self, consumer: Any) -> tuple[int, int]:
        beginning = await consumer.beginning_offsets([self._partition])
        end = await consumer.end_offsets([self._partition])
        return beginning[self._partition], end[self._partition]


@asynccontextmanager
async def reader(bootstrap: str) -> AsyncIterator[Any]:
    """A started consumer of no group: it commits nothing, reads what it is assigned from where it seeks, skips nothing.

    Stopped on the way out. Raises KafkaError when Kafka cannot be reached.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="none",
        request_timeout_ms=5000,
    )
    try:
        await start_whole(consumer)
        yield consumer
    finally:
        await stop_whole(consumer)


def _event(record: Any) -> AlertChanged | None:
    headers = {name: value.decode(errors="replace") for name, value in record.headers}
    try:
        return decode_event(ALERT_CHANGED, headers, record.value, AlertChanged)
    except Undecodable as error:
        log.error("a record of the alerts topic is no alert", offset=record.offset, reason=error.reason)
        return None


def _origin(record: Any) -> datetime | None:
    written = next((value for name, value in record.headers if name == ORIGIN_TIME_HEADER), None)
    try:
        found = datetime.fromisoformat(written.decode()) if written else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
