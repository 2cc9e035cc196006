"""A dead letter goes back to where it came from, once; and that it did is written beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from kafka import KafkaProducer

from services.cli.letters import StoredLetter
from services.client.kafka_sender import Signer
from services.contracts.codec import ORIGIN_TIME_HEADER
from services.contracts.letters import NOTE, REPLAYED
from services.contracts.participants import SIGNATURE_HEADER
from services.contracts.release import RELEASE_HEADER, RELEASE_SIGNATURE_HEADER
from services.contracts.topics import DEAD_LETTERS

ACKNOWLEDGED_WITHIN: Final = 30.0
_OF_THE_FIRST_TIME: Final = frozenset({REPLAYED, ORIGIN_TIME_HEADER})
"""Headers that do not go with it: how long it waited for a person is no latency of the platform."""
_OVER_THE_BODY: Final = frozenset({SIGNATURE_HEADER, RELEASE_HEADER, RELEASE_SIGNATURE_HEADER})
"""Headers that are true of one body only."""

Headers = tuple[tuple[str, bytes], ...]


class NotReplayable(Exception):
    """Why a letter cannot go back as it is, with the remedy."""


class Replay(NamedTuple):
    """The record that a letter becomes again."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes
    headers: Headers


@dataclass(frozen=True, slots=True)
class Edit:
    """Another body for the record, and who signs it; without a signer only a platform of the demo takes it."""

    value: bytes
    signer: Signer | None = None


def replay_of(letter: StoredLetter, edit: Edit | None, again: bool) -> Replay:
    """The record of a letter, on the topic that it came from. Raises NotReplayable."""
    if letter.notes and not again:
        raise NotReplayable(f"{letter.state} already at {letter.notes[-1].get('at')}; --again replays it all the same")
    if edit is None and letter.facts.get("body") != "original":
        raise NotReplayable(f"its body was not kept ({letter.facts.get('body')}): give one with --value")
    headers = [(name, value) for name, value in letter.headers if name not in _OF_THE_FIRST_TIME]
    if edit is not None:
        headers = [(name, value) for name, value in headers if name not in _OVER_THE_BODY]
        if edit.signer is not None:
            headers.append((SIGNATURE_HEADER, edit.signer.header(edit.value).encode()))
    headers.append((REPLAYED, letter.id.encode()))
    value = letter.value if edit is None else edit.value
    # A record that came without a key has the letter's id for one.
    key = None if letter.key == letter.id.encode() else letter.key
    # Where its neighbours are: the order of one report's records is that of their partition.
    return Replay(letter.facts["origin-topic"], int(letter.facts["origin-partition"]), key, value, tuple(headers))


def send_back(kafka: str, replays: Sequence[tuple[StoredLetter, Replay]], by: str) -> Iterator[tuple[str, str]]:
    """Write each record and then its note, both acknowledged by all in-sync replicas; yields letter and new place.

    Ended between the two, a record is replayed without a note, and may be replayed again: every stage takes a repeat.
    Raises KafkaError.
    """
    with KafkaProducer(bootstrap_servers=kafka, acks="all") as producer:
        for letter, (topic, partition, key, value, headers) in replays:
            sent = producer.send(topic, partition=partition, key=key, value=value, headers=list(headers))
            stored = sent.get(timeout=ACKNOWLEDGED_WITHIN)
            place = f"{stored.topic}/{stored.partition}@{stored.offset}"
            _note(producer, letter, {"did": "replayed", "by": by, "record": place})
            yield letter.id, place


def close(kafka: str, letters: Sequence[StoredLetter], by: str, reason: str) -> None:
    """Write beside each that nothing more is to be done with it, and why. Raises KafkaError."""
    with KafkaProducer(bootstrap_servers=kafka, acks="all") as producer:
        for letter in letters:
            _note(producer, letter, {"did": "closed", "by": by, "reason": reason})


def _note(producer: KafkaProducer, letter: StoredLetter, facts: Mapping[str, str]) -> None:
    every = {"letter": letter.id, "at": _now(), **facts}
    headers = [(NOTE + name, text.encode()) for name, text in every.items()]
    noted = producer.send(DEAD_LETTERS[letter.facts["stage"]].name, key=letter.key, value=b"", headers=headers)
    noted.get(timeout=ACKNOWLEDGED_WITHIN)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
