"""What the runtime and a stage hand each other: records that came, events to send, and the protocol of a stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from services.contracts.reasons import Refused
from services.contracts.topics import Topic

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record:
    """One Kafka record as it came. ``headers`` are texts, the last of a name wins; ``raw_headers`` are as sent."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, str]
    raw_headers: tuple[tuple[str, bytes], ...]
    timestamp: datetime

    @property
    def origin(self) -> tuple[str, int, int]:
        """Topic, partition and offset: the same again means a redelivery, not a duplicate."""
        return (self.topic, self.partition, self.offset)


@dataclass(frozen=True, slots=True)
class Received(Generic[T]):
    """A record that could be decoded."""

    record: Record
    body: T


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An event to send. ``cause`` lends it origin time and trace; ``headers`` are added to the envelope's."""

    topic: str
    key: str
    type: str
    id: str
    body: bytes
    cause: Record | None = None
    source: str = "/tocsin"
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a batch: events to send, records that can never succeed, and for counting: what had no effect."""

    sends: Sequence[Outgoing] = ()
    refused: Sequence[tuple[Record, Refused]] = ()
    duplicates: Sequence[Record] = ()
    held: Sequence[Record] = ()


class Stage(Protocol[T]):
    """One stage of the pipeline. Called with the same records again after a crash, perhaps cut into other batches."""

    name: str
    topics: Sequence[Topic]

    def decode(self, record: Record) -> T:
        """The body of a record; pure. Raises Refused."""

    async def handle(self, batch: Sequence[Received[T]]) -> Handled:
        """Idempotent writes, and the events to send. Lets errors of the stores out; raises Transient to be repeated."""
