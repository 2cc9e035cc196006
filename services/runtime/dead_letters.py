"""Dead letters: the record as it came, where it came from, why it is here; and the limit that stops a flood.

A letter written again after a redelivery is the same letter: its id is the stage and the record's origin. A letter
written because of nominal data keeps a hash instead of the body.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.contracts.letters import LETTER
from services.contracts.reasons import Reason, Refused
from services.runtime.records import Record

_LETTERS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:dead-letter")


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter, ready to be written."""

    topic: str
    key: bytes
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    reason: Reason


def letter_id(stage: str, record: Record) -> str:
    """The same for the same record of the same stage, however often it is redelivered."""
    return str(uuid.uuid5(_LETTERS, f"{stage}|{record.topic}|{record.partition}|{record.offset}"))


def letter(topic: str, stage: str, record: Record, why: Refused, now: datetime) -> Letter:
    """The letter of a record: original key, headers and value, with origin, reason and attempts added."""
    nominal = why.reason is Reason.NOMINAL_DATA
    facts = {
        "id": letter_id(stage, record),
        "stage": stage,
        "origin-topic": record.topic,
        "origin-partition": str(record.partition),
        "origin-offset": str(record.offset),
        "origin-timestamp": record.timestamp.isoformat(timespec="milliseconds"),
        "reason": why.reason.value,
        "error": type(why).__name__,
        "message": why.message,
        "attempts": str(why.attempts),
        "failed-at": now.isoformat(timespec="milliseconds"),
        "body": "sha256" if nominal else "null" if record.value is None else "original",
    }
    value = record.value
    if nominal and value is not None:
        value = hashlib.sha256(value).hexdigest().encode()
    return Letter(
        topic,
        record.key or letter_id(stage, record).encode(),
        # A null value would read as a deletion; the header says what the original was.
        b"" if value is None else value,
        (*record.raw_headers, *((LETTER + name, text.encode()) for name, text in facts.items())),
        why.reason,
    )


class LimitExceeded(Exception):
    """So many records in one partition are dead that something else is wrong: stop, and let a person look."""


class Limit:
    """Counts outcomes per partition: a run of dead records, or their share of the last records, stops the worker."""

    def __init__(self, ratio: float, sample: int, run: int) -> None:
        self._ratio, self._sample, self._run = ratio, sample, run
        self._recent: dict[tuple[str, int], deque[bool]] = {}
        self._runs: dict[tuple[str, int], int] = {}

    def count(self, topic: str, partition: int, dead: bool) -> None:
        """Count one record. Raises LimitExceeded."""
        place = (topic, partition)
        recent = self._recent.setdefault(place, deque(maxlen=self._sample))
        recent.append(dead)
        self._runs[place] = self._runs.get(place, 0) + 1 if dead else 0
        if self._runs[place] > self._run:
            raise LimitExceeded(f"{self._runs[place]} dead letters in a row on {topic}/{partition}")
        if dead and len(recent) == self._sample and sum(recent) > self._ratio * self._sample:
            raise LimitExceeded(f"{sum(recent)} of the last {self._sample} records on {topic}/{partition} are dead")
