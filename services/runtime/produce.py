"""The one way to write to Kafka: idempotent, acknowledged by all in-sync replicas, and awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import aiokafka
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from services.contracts.codec import Envelope, headers_of, travelling
from services.contracts.reasons import Reason, Refused, Transient
from services.contracts.settings import KafkaSettings
from services.runtime.records import Outgoing
from services.runtime.whole_life import start_whole, stop_whole


class Producer:
    """Sends events and returns only when the broker has them."""

    def __init__(self, settings: KafkaSettings, linger: float = 0.002, max_request_size: int = 4 * 1024 * 1024) -> None:
        self._kafka = aiokafka.AIOKafkaProducer(
            bootstrap_servers=settings.kafka_bootstrap,
            acks="all",
            enable_idempotence=True,
            linger_ms=linger * 1000,
            max_batch_size=128 * 1024,
            max_request_size=max_request_size,
            request_timeout_ms=20_000,
            metadata_max_age_ms=60_000,
        )

    async def start(self) -> None:
        """Connect. Raises Transient when no broker answers."""
        try:
            await start_whole(self._kafka)
        except (KafkaError, OSError) as error:
            raise Transient("Kafka does not answer") from error

    async def stop(self) -> None:
        """Send what is pending and disconnect."""
        await stop_whole(self._kafka)

    async def has_topic(self, name: str) -> bool:
        """Does the topic exist?"""
        try:
            return bool(await self._kafka.partitions_for(name))
        except KafkaError:
            return False

    async def send(self, outgoings: Sequence[Outgoing], patience: float = 30.0) -> None:
        """Send all, and return when the broker has acknowledged each.

        Raises Transient when it has not within ``patience`` seconds: the events may or may not be there, so the
        caller repeats them with the same ids. Raises Refused(oversize) for an event that the broker never takes.
        """
        if not outgoings:
            return
        try:
            async with asyncio.timeout(patience):
                acknowledged = [await self._begin(outgoing) for outgoing in outgoings]
                await asyncio.gather(*acknowledged)
        except MessageSizeTooLargeError as error:
            raise Refused(Reason.OVERSIZE, "larger than the topic takes") from error
        except (TimeoutError, KafkaError) as error:
            raise Transient("Kafka did not acknowledge in time") from error

    async def _begin(self, outgoing: Outgoing) -> asyncio.Future[Any]:
        extensions = travelling(outgoing.cause.headers) if outgoing.cause else {}
        extensions.update(outgoing.headers or {})
        envelope = Envelope(outgoing.type, outgoing.id, outgoing.source, datetime.now(UTC), extensions)
        begun: asyncio.Future[Any] = await self._kafka.send(
            outgoing.topic, key=outgoing.key.encode(), value=outgoing.body, headers=headers_of(envelope)
        )
        return begun

    async def send_raw(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Sequence[tuple[str, bytes]]
    ) -> asyncio.Future[Any]:
        """Begin to send a record as it is (a dead letter); the caller awaits the returned acknowledgement."""
        begun: asyncio.Future[Any] = await self._kafka.send(topic, key=key, value=value, headers=list(headers))
        return begun
