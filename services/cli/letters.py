"""Reading dead letters: every letter of some stages, each once however often it was redelivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kafka import KafkaConsumer, TopicPartition

from services.contracts.topics import DEAD_LETTERS

PREFIX = "tocsin-letter-"


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter: facts by name (id, stage, reason, origin-topic ...), the record's own headers, and its value."""

    facts: Mapping[str, str]
    headers: Mapping[str, str]
    value: bytes


def read_letters(bootstrap: str, stages: Iterable[str] = DEAD_LETTERS) -> Iterator[StoredLetter]:
    """The letters that are there now, in the order in which they were written."""
    seen: set[str] = set()
    with KafkaConsumer(bootstrap_servers=bootstrap) as consumer:
        places = [
            TopicPartition(DEAD_LETTERS[stage].name, number)
            for stage in stages
            for number in sorted(consumer.partitions_for_topic(DEAD_LETTERS[stage].name) or ())
        ]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        ends = consumer.end_offsets(places)
        while any(consumer.position(place) < ends[place] for place in places):
            for records in consumer.poll(timeout_ms=500).values():
                for record in records:
                    letter = _letter(record.headers, record.value)
                    if letter.facts["id"] not in seen:
                        seen.add(letter.facts["id"])
                        yield letter


def _letter(headers: Iterable[tuple[str, bytes]], value: bytes | None) -> StoredLetter:
    every = {name: text.decode("utf-8", "replace") for name, text in headers}
    return StoredLetter(
        facts={name.removeprefix(PREFIX): text for name, text in every.items() if name.startswith(PREFIX)},
        headers={name: text for name, text in every.items() if not name.startswith(PREFIX)},
        value=value or b"",
    )
