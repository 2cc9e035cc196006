"""The two doors as a national system meets them: HTTP with an API key, Kafka with a signature."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, Protocol

import httpx
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from services.contracts.codec import Envelope, headers_of
from services.contracts.identifiers import event_id
from services.contracts.participants import SIGNATURE_HEADER
from services.contracts.reasons import Reason
from services.contracts.topics import MIB, REPORTS, Mode
from services.simulator.cases import Door
from services.simulator.identities import Identities, unknown_api_key, unknown_signature
from services.simulator.operation import Message

ANSWER_WITHIN: Final = 30.0
"""Seconds after which a door that says nothing counts as away."""

_BUSY: Final = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a door said. ``status`` is accepted, duplicate or held by HTTP; by Kafka None, a receipt follows.

    ``reason`` is the one word of a refusal, None when it was acknowledged.
    """

    outcome: Literal["acknowledged", "refused"]
    report_id: str | None = None
    version: int | None = None
    status: str | None = None
    reason: str | None = None
    http_status: int | None = None


class Away(Exception):
    """The door took nothing and may take it later: send again, after ``retry_after`` seconds if it said."""

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.retry_after = retry_after


class Courier(Protocol):
    """Carries one message to a door."""

    async def send(self, message: Message) -> Answer:
        """Send once and return the answer. Raises Away when it should be sent again."""


class HttpCourier:
    """Posts reports to the ingest door, one at a time on each of its connections.

    Each client holds one connection: httpx looks at every connection of a pool for every request that waits,
    so that one pool of 64 sent 245 reports a second where clients of one connection each send 720.
    """

    def __init__(self, clients: Iterable[httpx.AsyncClient], identities: Identities) -> None:
        self._identities = identities
        # Last in, first out: a quiet sender stays on few, warm connections.
        self._free: asyncio.LifoQueue[httpx.AsyncClient] = asyncio.LifoQueue()
        for client in clients:
            self._free.put_nowait(client)

    async def send(self, message: Message) -> Answer:
        """Post one message. Raises Away on a lost connection, 429, 503 and other answers that may change."""
        unknown = message.credentials == "unknown"
        key = unknown_api_key() if unknown else self._identities.api_key(message.administration)
        client = await self._free.get()
        try:
            response = await client.post(
                "/v1/reports",
                content=message.body or b"",
                headers={"authorization": f"Bearer {key}", "content-type": message.content_type},
            )
        except httpx.TransportError as error:
            raise Away(type(error).__name__) from error
        finally:
            self._free.put_nowait(client)
        if response.status_code in _BUSY:
            raise Away(f"http {response.status_code}", _seconds(response.headers.get("retry-after")))
        return _read(response)


class KafkaCourier:
    """Writes signed CloudEvents to the topic of each mode."""

    def __init__(
        self, producer: AIOKafkaProducer, identities: Identities, topics: Mapping[Mode, str] | None = None
    ) -> None:
        self._producer = producer
        self._identities = identities
        self._topics = topics or {mode: topic.name for mode, topic in REPORTS.items()}

    async def send(self, message: Message) -> Answer:
        """Write one record and wait until all in-sync replicas have it. Raises Away while Kafka is away."""
        envelope = Envelope(
            type=message.event_type,
            id=event_id(message.event_type, message.report_id, message.version),
            source=f"/administrations/{message.administration}",
            time=datetime.now(UTC),
            extensions={SIGNATURE_HEADER: self._signature(message)},
        )
        try:
            stored = await self._producer.send(
                self._topics[message.mode],
                key=message.report_id.encode(),
                value=message.body,
                headers=headers_of(envelope),
            )
            await asyncio.wait_for(stored, ANSWER_WITHIN)
        except MessageSizeTooLargeError:
            return Answer("refused", reason=Reason.OVERSIZE.value)
        except (KafkaError, TimeoutError) as error:
            raise Away(type(error).__name__) from error
        return Answer("acknowledged", message.report_id, message.version)

    def _signature(self, message: Message) -> str:
        body = message.body or b""
        if message.credentials == "unknown":
            return unknown_signature(body)
        return self._identities.signature(
            message.administration, body + (b" " if message.credentials == "wrong" else b"")
        )


@asynccontextmanager
async def open_producer(kafka: str) -> AsyncIterator[AIOKafkaProducer]:
    """An idempotent producer that waits for all in-sync replicas; ``kafka`` is host:port, comma separated."""
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka, enable_idempotence=True, acks="all", linger_ms=2, max_request_size=MIB
    )
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


@asynccontextmanager
async def open_doors(
    identities: Identities, door: str | None = None, kafka: str | None = None, connections: int = 48
) -> AsyncIterator[Mapping[Door, Courier]]:
    """Couriers for the doors whose addresses are given: a URL, and host:port with commas."""
    couriers: dict[Door, Courier] = {}
    async with AsyncExitStack() as stack:
        if door:
            clients = [await stack.enter_async_context(client) for client in _clients(door, connections)]
            couriers["http"] = HttpCourier(clients, identities)
        if kafka:
            producer = await stack.enter_async_context(open_producer(kafka))
            couriers["kafka"] = KafkaCourier(producer, identities)
        yield couriers


def _clients(door: str, connections: int) -> list[httpx.AsyncClient]:
    one = httpx.Limits(max_connections=1, max_keepalive_connections=1)
    trusted = httpx.create_ssl_context(trust_env=False)
    return [
        httpx.AsyncClient(base_url=door, limits=one, timeout=ANSWER_WITHIN, trust_env=False, verify=trusted)
        for _ in range(connections)
    ]


def _seconds(text: str | None) -> float | None:
    """A Retry-After in seconds; None when it is absent or a date."""
    return float(text) if text is not None and text.isdecimal() else None


def _read(response: httpx.Response) -> Answer:
    body = _object(response)
    if response.is_success:
        return Answer(
            "acknowledged",
            body.get("report_id"),
            body.get("version"),
            body.get("status"),
            None,
            response.status_code,
        )
    reason = body.get("reason") or f"http_{response.status_code}"
    return Answer("refused", reason=str(reason), http_status=response.status_code)


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
