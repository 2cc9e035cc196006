"""The only consumer loop. Every record ends as done, as a dead letter, or with the death of the process.

A batch is acknowledged to Kafka only when ``Consumer.process`` returns; it returns only when every effect is in
MongoDB with a majority and every event has the broker's acknowledgement. No exception leaves ``process``: Faust
acknowledges and loses what an agent raises on (tests/unit/runtime/test_faust_semantics.py), so the process dies
instead and Kafka sends the batch again.

    the record can never succeed            dead letter, awaited, go on
    a store is away                         repeat in place; budget over: exit 70, the restart backs off
    a bug that one record triggers          split the batch; the culprit is a dead letter ``internal_error``
    too many dead letters                   exit 78, not restarted: a person must look
    cancelled, out of memory, no ack        exit 70
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from services.contracts.codec import ORIGIN_TIME_HEADER
from services.contracts.metrics import Metrics
from services.contracts.reasons import Reason, Refused, Transient
from services.contracts.topics import DEAD_LETTERS
from services.runtime import logs
from services.runtime.dead_letters import Letter, Limit, LimitExceeded, letter
from services.runtime.failpoints import failpoint
from services.runtime.health import Health
from services.runtime.produce import Producer
from services.runtime.records import Handled, Outgoing, Received, Record, Stage
from services.runtime.settings import WorkerSettings
from services.runtime.store import is_transient

EXIT_REDELIVER: Final = 70
EXIT_LIMIT: Final = 78

log = logs.get_logger()


def die(status: int, why: str, **facts: Any) -> NoReturn:
    """End the process now: no ``finally`` runs, so nothing unfinished is acknowledged."""
    log.critical(why, exit_status=status, **facts)
    with suppress(Exception):  # a broken log handler must not keep a process alive that has to die
        logs.flush()
    os._exit(status)


class StoreAwayError(Exception):
    """A store stayed away longer than the retry budget."""


class Consumer:
    """Takes the records of one stage through decode, handle and produce."""

    def __init__(
        self, stage: Stage[Any], producer: Producer, metrics: Metrics, health: Health, settings: WorkerSettings
    ) -> None:
        self._stage, self._producer, self._metrics, self._health = stage, producer, metrics, health
        self._settings = settings
        self._letters = DEAD_LETTERS[stage.name]
        self._limit = Limit(settings.dead_letter_ratio, settings.dead_letter_sample, settings.dead_letter_run)
        self.last_done = time.monotonic()

    async def process(self, records: Sequence[Record]) -> None:
        """Finish these records, or end the process. Never raises."""
        started = time.monotonic()
        try:
            await self._finish(records)
        except LimitExceeded as limit:
            self._health.set_ready("dead_letter_limit", False)
            die(EXIT_LIMIT, "too many dead letters", limit=str(limit))
        except BaseException as error:  # noqa: BLE001 -- cancellation too: what leaves here is acked and lost
            die(EXIT_REDELIVER, "unfinished batch, dying so that Kafka redelivers", error=repr(error)[:500])
        self.last_done = time.monotonic()
        self._metrics.observe("tocsin_stage_duration_seconds", self.last_done - started, stage=self._stage.name)
        self._metrics.set("tocsin_last_progress_timestamp_seconds", time.time(), stage=self._stage.name)

    async def _finish(self, records: Sequence[Record]) -> None:
        good, dead = self._decode(records)
        handled = await self._handle(good)
        failpoint("after_store_before_produce")
        dead += handled.refused
        await self._write(handled.sends, self._judge(records, dead))
        failpoint("after_produce_before_ack")
        self._count(records, dead, handled)

    def _decode(self, records: Sequence[Record]) -> tuple[list[Received[Any]], list[tuple[Record, Refused]]]:
        good: list[Received[Any]] = []
        dead: list[tuple[Record, Refused]] = []
        for record in records:
            try:
                if record.value is None:
                    raise Refused(Reason.EMPTY, "the record has no value")
                good.append(Received(record, self._stage.decode(record)))
            except Refused as why:
                dead.append((record, why))
            except Exception as error:  # noqa: BLE001 -- a bug in decode concerns this record alone
                log.error("decode failed", origin=record.origin, error=type(error).__name__)
                dead.append((record, Refused(Reason.INTERNAL_ERROR, type(error).__name__)))
        return good, dead

    async def _handle(self, batch: Sequence[Received[Any]]) -> Handled:
        if not batch:
            return Handled()
        try:
            return await self._patiently(batch)
        except Refused as why:
            if len(batch) == 1:
                return Handled(refused=[(batch[0].record, why)])
        except Transient:
            return await self._without_the_stuck(batch)
        except StoreAwayError:
            raise
        except Exception as error:
            log.error("batch failed", records=len(batch), error=repr(error)[:300], exc_info=len(batch) == 1)
            if len(batch) == 1:
                return Handled(refused=[(batch[0].record, Refused(Reason.INTERNAL_ERROR, type(error).__name__))])
        # Whoever is to blame is found by trying each alone.
        return _together([await self._handle([one]) for one in batch])

    async def _without_the_stuck(self, batch: Sequence[Received[Any]]) -> Handled:
        """The budget is used up. If neighbours succeed, it is the record; if none does, it is an outage: Transient."""
        done: list[Handled] = []
        stuck: list[tuple[Record, Refused]] = []
        for one in batch:
            try:
                done.append(await self._stage.handle([one]))
            except Exception as error:
                if not is_transient(error):
                    raise
                stuck.append((one.record, Refused(Reason.RETRIES_EXHAUSTED, type(error).__name__, attempts=2)))
        if stuck and not done:
            raise Transient("no record of the batch succeeds: a store is away")
        return _together([*done, Handled(refused=stuck)])

    async def _patiently(self, batch: Sequence[Received[Any]]) -> Handled:
        """Handle, and repeat in place. The budget used up, raises StoreAwayError, or the stage's own Transient."""
        deadline = time.monotonic() + self._settings.retry_budget
        pause = self._settings.retry_first
        while True:
            try:
                return await self._stage.handle(batch)
            except Exception as error:
                if not is_transient(error):
                    raise
                if time.monotonic() + pause > deadline:
                    if isinstance(error, Transient):
                        raise  # perhaps one record alone: its neighbours are tried
                    raise StoreAwayError(type(error).__name__) from error
                self._metrics.count("tocsin_retries_total", stage=self._stage.name)
                log.warning("waiting for a store", error=type(error).__name__, pause=round(pause, 2))
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 -- jitter, not a secret
            pause = min(pause * 2, self._settings.retry_most)

    def _judge(self, records: Sequence[Record], dead: Sequence[tuple[Record, Refused]]) -> list[Letter]:
        """Count every outcome against the limit, and make the letters. Raises LimitExceeded before any is written."""
        reasons = {record.origin: why for record, why in dead}
        for record in records:
            self._limit.count(record.topic, record.partition, record.origin in reasons)
        now = datetime.now(UTC)
        return [letter(self._letters.name, self._stage.name, record, why, now) for record, why in dead]

    async def _write(self, sends: Sequence[Outgoing], letters: Sequence[Letter]) -> None:
        await self._producer.send(sends, self._settings.produce_timeout)
        if letters:
            failpoint("before_dead_letters")
            async with asyncio.timeout(self._settings.produce_timeout):
                begun = [await self._producer.send_raw(one.topic, one.key, one.value, one.headers) for one in letters]
                await asyncio.gather(*begun)
            for one in letters:
                log.warning("dead letter", reason=one.reason.value, topic=one.topic)
                self._metrics.count("tocsin_dlq_records_total", stage=self._stage.name, reason=one.reason.value)

    def _count(self, records: Sequence[Record], dead: Sequence[tuple[Record, Refused]], handled: Handled) -> None:
        now = datetime.now(UTC)
        for topic, number in Counter(record.topic for record in records).items():
            self._metrics.count("tocsin_events_consumed_total", number, topic=topic)
        for record in records:
            origin = record.headers.get(ORIGIN_TIME_HEADER)
            if origin:
                with suppress(ValueError, TypeError):  # a national system may send any text in a header
                    waited = (now - datetime.fromisoformat(origin)).total_seconds()
                    self._metrics.observe("tocsin_event_e2e_latency_seconds", waited, stage=self._stage.name)
        ended = {record.origin: "dead" for record, _ in dead}
        ended |= {record.origin: "duplicate" for record in handled.duplicates}
        ended |= {record.origin: "held" for record in handled.held}
        for (topic, outcome), number in Counter((r.topic, ended.get(r.origin, "ok")) for r in records).items():
            self._metrics.count("tocsin_events_processed_total", number, topic=topic, outcome=outcome)


def _together(parts: Sequence[Handled]) -> Handled:
    result = Handled()
    for part in parts:
        result = replace(
            result,
            sends=[*result.sends, *part.sends],
            refused=[*result.refused, *part.refused],
            duplicates=[*result.duplicates, *part.duplicates],
            held=[*result.held, *part.held],
        )
    return result
