"""Reports straight into Kafka, signed by their administration (docs/reference/client.md).

The answer comes later, as a receipt on the participant's own topic; what is promised here is that all in-sync
replicas have the record. aiokafka is needed for this file alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from services.client.checking import checked
from services.client.errors import Away
from services.client.secret_files import read_secret
from services.client.sending import Sendable, body_of
from services.contracts.codec import Envelope, headers_of
from services.contracts.events import SUBMITTED
from services.contracts.identifiers import event_id
from services.contracts.participants import SIGNATURE_HEADER, signature_header
from services.contracts.topics import MIB, REPORTS, Mode

MODE_OF_THE_MODELESS: Final[Mode] = "air"
"""Whose topic takes feedback, laboratory results and retractions that name no mode."""
ACKNOWLEDGED_WITHIN: Final = 30.0


@dataclass(frozen=True, slots=True)
class Signer:
    """An administration's signing key; ``key_id`` is the name under which the platform knows its public half."""

    key_id: str
    key: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"Signer({self.key_id!r})"

    @classmethod
    def load(cls, key_id: str, path: Path) -> Self:
        """Read a private Ed25519 key (PEM, PKCS 8) from a file of mode 0600. Raises OSError or ValueError."""
        content = read_secret(path)
        try:
            key = load_pem_private_key(content, None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{path} is no Ed25519 key in PEM without a pass phrase")
        return cls(key_id, key)

    def header(self, body: bytes) -> str:
        """The signature over ``body`` as the platform reads it."""
        return signature_header(self.key_id, self.key.sign(body))


@dataclass(frozen=True, slots=True)
class Written:
    """Where a report went. Whether it was accepted says the receipt on ``outbound-<participant>``."""

    report_id: str
    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A report as a Kafka record. The same report is the same record, but for the time of sending."""

    topic: str
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


def signed(report: Sendable, signer: Signer, now: datetime) -> Signed:
    """The record of a report. Raises ValueError for what is none, with the place and never the value."""
    body = body_of(report)
    read = checked(body)
    envelope = Envelope(
        type=SUBMITTED,
        id=event_id(SUBMITTED, read.report_id, f"{read.version}:{sha256(body).hexdigest()}"),
        source=f"/administrations/{read.administration}",
        time=now,
        extensions={SIGNATURE_HEADER: signer.header(body)},
    )
    topic = REPORTS[read.mode or MODE_OF_THE_MODELESS].name
    return Signed(topic, read.report_id.encode(), body, headers_of(envelope))


class KafkaSender:
    """Writes reports to the topic of their mode.

    async with KafkaSender("broker:9093", signer, security_protocol="SSL", ssl_context=context) as sender:
        await sender.send(report)
    """

    def __init__(self, kafka: str, signer: Signer, *, patience: float = ACKNOWLEDGED_WITHIN, **options: Any) -> None:
        """``kafka`` is host:port, comma separated; ``options`` are AIOKafkaProducer's own, for TLS and SASL."""
        self._kafka, self._signer, self._patience, self._options = kafka, signer, patience, options
        self._producer: Any = None

    async def __aenter__(self) -> Self:
        """Connect. Raises Away when no broker answers."""
        wanted: Mapping[str, Any] = {"acks": "all", "enable_idempotence": True, "linger_ms": 2, "max_request_size": MIB}
        self._producer = AIOKafkaProducer(bootstrap_servers=self._kafka, **{**wanted, **self._options})
        try:
            async with asyncio.timeout(self._patience):
                await self._producer.start()
        except (KafkaError, OSError, TimeoutError) as error:
            await self._producer.stop()
            raise Away(f"Kafka: {type(error).__name__}") from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._producer.stop()

    async def send(self, report: Sendable) -> Written:
        """Send one report; returns once all in-sync replicas have it.

        Raises Away when they did not say so within ``patience``: it may or may not be there; sending it again is
        safe. Raises ValueError for what is no report: nobody could answer that in Kafka.
        """
        record = signed(report, self._signer, datetime.now(UTC))
        try:
            async with asyncio.timeout(self._patience):
                stored = await self._producer.send_and_wait(
                    record.topic, key=record.key, value=record.value, headers=record.headers
                )
        except MessageSizeTooLargeError:
            raise ValueError("the report is larger than the topic takes") from None
        except (KafkaError, TimeoutError) as error:
            raise Away(f"Kafka: {type(error).__name__}") from error
        return Written(record.key.decode(), stored.topic, stored.partition, stored.offset)
