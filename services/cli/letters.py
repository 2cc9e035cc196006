"""Reading dead letters: every letter of some stages, each once however often it was redelivered, with its notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from services.contracts.letters import LETTER, NOTE, REPLAYED, facts_of
from services.contracts.topics import DEAD_LETTERS


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter: facts by name (id, stage, reason, origin-topic ...), the record's own headers, key and value.

    ``notes`` tell what was done with it, oldest first: what, by whom, at which moment, and the record that it became.
    """

    facts: Mapping[str, str]
    headers: tuple[tuple[str, bytes], ...]
    key: bytes | None
    value: bytes
    notes: tuple[Mapping[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The letter's id."""
        return self.facts["id"]

    @property
    def reason(self) -> str:
        """Why it is here; a record that somebody else wrote need not say so."""
        return self.fact("reason")

    def fact(self, name: str) -> str:
        """One of its facts, ``-`` when it is not told."""
        return self.facts.get(name, "-")

    @property
    def state(self) -> str:
        """``open`` until it is ``replayed`` or ``closed``."""
        return self.notes[-1].get("did", "replayed") if self.notes else "open"

    def told(self) -> dict[str, Any]:
        """Its facts and notes, and the letter that it was before it was replayed, for JSON."""
        ancestor = facts_of(self.headers).get(REPLAYED)
        again = {"replayed-letter": ancestor} if ancestor else {}
        return {**self.facts, "state": self.state, "notes": [dict(one) for one in self.notes], **again}


def read_letters(bootstrap: str, stages: Iterable[str] = DEAD_LETTERS) -> list[StoredLetter]:
    """The letters that are there now, in the order in which they were written."""
    letters: dict[str, StoredLetter] = {}
    notes: dict[str, list[Mapping[str, str]]] = {}
    for record in _records(bootstrap, stages):
        every = facts_of(record.headers)
        facts = _named(every, LETTER)
        if "id" in facts:
            own = tuple((name, value) for name, value in record.headers if not name.startswith(LETTER))
            letters.setdefault(facts["id"], StoredLetter(facts, own, record.key, record.value or b""))
        elif note := _named(every, NOTE):
            notes.setdefault(note.pop("letter", ""), []).append(note)
    return [replace(one, notes=tuple(notes.get(one.id, ()))) for one in letters.values()]


def _named(headers: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): text for name, text in headers.items() if name.startswith(prefix)}


def _records(bootstrap: str, stages: Iterable[str]) -> Iterable[Any]:
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
                yield from records
