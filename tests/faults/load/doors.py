"""The two doors as a national system meets them, written against the published interface alone."""

from __future__ import annotations

import base64
import json
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.faults.load.http import Connections
from tests.faults.load.plans import Message
from tests.faults.verifier.history import Origin

EVENTS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:event")
NOBODY: Final = "nobody000"
BUSY: Final = frozenset({408, 429, 500, 502, 503, 504})


class TryAgain(Exception):
    """No answer, or one that says later."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


@dataclass(frozen=True, slots=True)
class Reply:
    """What a door said; ``answer`` as in ``verifier.sent``."""

    answer: Any
    reason: str | None = None
    origin: Origin | None = None


class HttpDoor:
    """POST /v1/reports. ``statuses`` counts every answer, those that said later included."""

    def __init__(self, connections: Connections, identities: Mapping[str, Mapping[str, str]]) -> None:
        self._connections, self._identities = connections, identities
        self.statuses: Counter[int] = Counter()

    async def send(self, message: Message) -> Reply:
        """Sends once. Raises TryAgain."""
        key = f"tocsin_{NOBODY}_{'A' * 43}"
        if message.credentials != "unknown":
            key = self._identities[message.administration]["api_key"]
        headers = {"authorization": f"Bearer {key}", "content-type": message.content_type}
        try:
            response = await self._connections.post("/v1/reports", message.body or b"", headers)
        except (OSError, EOFError, TimeoutError) as error:
            raise TryAgain(type(error).__name__) from error
        self.statuses[response.status] += 1
        if response.status in BUSY:
            wait = response.headers.get("retry-after", "")
            raise TryAgain(str(response.status), float(wait) if wait.isdecimal() else None)
        found = json.loads(response.body)
        if response.status == 202:
            return Reply(found["status"])
        return Reply("refused", found.get("reason"))


class KafkaDoor:
    """Signed CloudEvents on the topic of each mode."""

    def __init__(self, producer: Any, signing_keys: Mapping[str, Mapping[str, str]]) -> None:
        self._producer = producer
        self._keys = {
            code: (key["key_id"], Ed25519PrivateKey.from_private_bytes(base64.b64decode(key["private_key"])))
            for code, key in signing_keys.items()
        }

    async def send(self, message: Message) -> Reply:
        """Writes one record and waits for the broker. Raises TryAgain."""
        told = {
            "ce_specversion": "1.0",
            "ce_type": message.event_type,
            "ce_id": str(uuid.uuid5(EVENTS, f"{message.event_type}|{message.report_id}|{message.version}")),
            "ce_source": f"/administrations/{message.administration}",
            "ce_time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "content-type": "application/json",
            "tocsin-signature": self._signature(message),
        }
        headers = [(name, value.encode()) for name, value in told.items()]
        try:
            # Never cancelled: a record that was given up might be written all the same, at an offset nobody knows.
            stored = await self._producer.send_and_wait(
                f"reports-{message.mode}", message.body, key=message.report_id.encode(), headers=headers
            )
        except MessageSizeTooLargeError:
            return Reply("refused", "oversize")
        except KafkaError as error:
            raise TryAgain(type(error).__name__) from error
        return Reply("stored", message.reason, (stored.topic, stored.partition, stored.offset))

    def _signature(self, message: Message) -> str:
        body = message.body or b""
        if message.credentials == "unknown":
            key_id, key = NOBODY, Ed25519PrivateKey.from_private_bytes(bytes(32))
        else:
            key_id, key = self._keys[message.administration]
        signed = body + b" " if message.credentials == "wrong" else body
        return f"{key_id}:{base64.b64encode(key.sign(signed)).decode()}"


@dataclass(frozen=True, slots=True)
class Doors:
    """Both."""

    http: HttpDoor
    kafka: KafkaDoor

    async def send(self, message: Message) -> Reply:
        """Sends by the door that the plan says. Raises TryAgain."""
        return await (self.http.send(message) if message.door == "http" else self.kafka.send(message))


@asynccontextmanager
async def open_doors(
    door: str, kafka: str, state: Path, identities: Mapping[str, Mapping[str, str]]
) -> AsyncIterator[Doors]:
    """Clients for both doors of a platform, closed at the end."""
    signing_keys = json.loads((state / "signing-keys.json").read_text())
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka, enable_idempotence=True, acks="all", linger_ms=2, max_request_size=2**20
    )
    await producer.start()
    connections = Connections(door)
    try:
        yield Doors(HttpDoor(connections, identities), KafkaDoor(producer, signing_keys))
    finally:
        await connections.close()
        await producer.stop()
