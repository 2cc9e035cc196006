"""A line to Kafka for a process that answers people: it may be down at the start and comes up by itself.

Until then nothing is taken, so nothing is taken and lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from services.contracts.reasons import Transient
from services.runtime.produce import Producer
from services.runtime.records import Outgoing

_CONNECT_WITHIN: Final = 1.0


class KafkaLine:
    """A producer that is started as soon as Kafka answers."""

    def __init__(self, producer: Producer, bootstrap: str) -> None:
        self._producer, self._bootstrap, self._started = producer, bootstrap, False

    async def send(self, outgoings: Sequence[Outgoing], patience: float) -> None:
        """As Producer.send. Raises Transient before Kafka has answered for the first time."""
        if not self._started:
            raise Transient("Kafka has not answered yet")
        await self._producer.send(outgoings, patience)

    async def is_up(self) -> bool:
        """Does Kafka answer? The first time it does, the producer is started."""
        if not self._started:
            with suppress(Transient):
                await self._producer.start()
                self._started = True
            return self._started
        # The producer's metadata would say yes for minutes after the broker is gone.
        return any([await _answers(address) for address in self._bootstrap.split(",")])

    async def stop(self) -> None:
        """Send what is pending and disconnect."""
        with suppress(TimeoutError):  # what is pending while Kafka is away was answered with 503
            async with asyncio.timeout(_CONNECT_WITHIN):
                await self._producer.stop()


async def _answers(address: str) -> bool:
    host, _, port = address.strip().rpartition(":")
    try:
        async with asyncio.timeout(_CONNECT_WITHIN):
            _, writer = await asyncio.open_connection(host.strip("[]"), int(port))
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
