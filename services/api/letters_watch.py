"""How many dead letters wait for a person, and since when: read from their topics, told as metrics, shown to nobody.

Each process reads every letter from the beginning and commits nothing. Until that is done, and while Kafka is away, the
figures are not a number: nobody knows them.
"""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime
from typing import Any, Final

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from services.api.tail import reader
from services.contracts.letters import Backlog, OpenLetters, facts_of
from services.contracts.metrics import Metrics
from services.contracts.topics import DEAD_LETTERS
from services.runtime.logs import get_logger

LOOK_EVERY: Final = 5.0
PAUSE: Final = 5.0
PATIENCE: Final = 10.0
BATCH: Final = 500
_UNKNOWN: Final = Backlog(math.nan, math.nan)
log = get_logger()


class LettersWatch:
    """Keeps the gauges of open dead letters."""

    def __init__(self, bootstrap: str, metrics: Metrics) -> None:
        self._bootstrap, self._metrics = bootstrap, metrics
        self._stages = {topic.name: stage for stage, topic in DEAD_LETTERS.items()}

    async def run(self) -> None:
        """Read for ever; after an outage everything is read again, since topics may have been made anew."""
        while True:
            self._tell(None)
            try:
                async with reader(self._bootstrap) as consumer:
                    await self._read(consumer, OpenLetters())
            except (KafkaError, OSError, TimeoutError) as error:
                log.warning("dead letters cannot be read", error=type(error).__name__)
            await asyncio.sleep(PAUSE)

    async def _read(self, consumer: Any, letters: OpenLetters) -> None:
        # One partition each, as they are declared.
        places = [TopicPartition(topic, 0) for topic in self._stages]
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        ends = await consumer.end_offsets(places)
        behind = set(places)
        while True:
            read = await consumer.getmany(timeout_ms=int(LOOK_EVERY * 1000), max_records=BATCH)
            for place, records in read.items():
                for record in records:
                    letters.take(self._stages[place.topic], facts_of(record.headers))
            if behind:
                behind = {place for place in behind if await consumer.position(place) < ends[place]}
            async with asyncio.timeout(PATIENCE):
                await consumer.end_offsets(places)  # reading waits in silence while Kafka is away; this asks
            if not behind:  # half of what is there would be no figure
                self._tell(letters)

    def _tell(self, letters: OpenLetters | None) -> None:
        now = datetime.now(UTC)
        for stage in DEAD_LETTERS:
            backlog = letters.backlog(stage, now) if letters else _UNKNOWN
            self._metrics.set("tocsin_dead_letters_open", backlog.letters, stage=stage)
            self._metrics.set("tocsin_dead_letters_oldest_seconds", backlog.oldest, stage=stage)
