"""A dead letter goes back to where it came from, once; and that it did is written beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from kafka import KafkaProducer

from services.cli.letters import StoredLetter
from services.client.kafka_sender import Signer
from services.contracts.letters import NOTE, REPLAYED
from services.contracts.participants import SIGNATURE_HEADER
from services.contracts.release import RELEASE_HEADER, RELEASE_SIGNATURE_HEADER
from services.contracts.topics import DEAD_LETTERS

ACKNOWLEDGED_WITHIN: Final = 30.0
_OVER_THE_BODY: Final = frozenset({SIGNATURE_HEADER, RELEASE_HEADER, RELEASE_SIGNATURE_HEADER})
"""Headers that are true of one body only."""

Headers = tuple[tuple[str, bytes], ...]


class NotReplayable(Exception):
    """Why a letter cannot go back as it is, with the remedy."""


class Replay(NamedTuple):
    """The record that a letter becomes again."""

    topic: str
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
        raise NotReplayable(f"replayed already at {letter.notes[-1].get('at')}; --again repeats it")
    if edit is None and letter.facts.get("body") != "original":
        raise NotReplayable(f"its body was not kept ({letter.facts.get('body')}): give one with --value")
    headers = [(name, value) for name, value in letter.headers if name != REPLAYED]
    if edit is not None:
        headers = [(name, value) for name, value in headers if name not in _OVER_THE_BODY]
        if edit.signer is not None:
            headers.append((SIGNATURE_HEADER, edit.signer.header(edit.value).encode()))
    headers.append((REPLAYED, letter.id.encode()))
    value = letter.value if edit is None else edit.value
    # A record that came without a key has the letter's id for one.
    key = None if letter.key == letter.id.encode() else letter.key
    return Replay(letter.facts["origin-topic"], key, value, tuple(headers))


def send_back(kafka: str, replays: Sequence[tuple[StoredLetter, Replay]], by: str) -> Iterator[tuple[str, str]]:
    """Write each record and then its note, both acknowledged by all in-sync replicas; yields letter and new place.

    Ended between the two, a record is replayed without a note, and may be replayed again: every stage takes a repeat.
    Raises KafkaError.
    """
    with KafkaProducer(bootstrap_servers=kafka, acks="all") as producer:
        for letter, replay in replays:
            sent = producer.send(replay.topic, key=replay.key, value=replay.value, headers=list(replay.headers))
            stored = sent.get(timeout=ACKNOWLEDGED_WITHIN)
            place = f"{stored.topic}/{stored.partition}@{stored.offset}"
            facts = {"letter": letter.id, "at": _now(), "by": by, "record": place}
            note = [(NOTE + name, text.encode()) for name, text in facts.items()]
            noted = producer.send(DEAD_LETTERS[letter.facts["stage"]].name, key=letter.key, value=b"", headers=note)
            noted.get(timeout=ACKNOWLEDGED_WITHIN)
            yield letter.id, place


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
