"""Are the dead letters exactly the poison that was sent, each with all that an operator needs?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from tests.faults.verifier.history import LETTERS, History, LogRecord, Origin
from tests.faults.verifier.sent import Sent
from tests.faults.verifier.verdict import Check, check

HEADER: Final = "tocsin-letter-"
FACTS: Final = (
    "id",
    "stage",
    "origin-topic",
    "origin-partition",
    "origin-offset",
    "origin-timestamp",
    "reason",
    "error",
    "message",
    "attempts",
    "failed-at",
    "body",
)
"""What every letter must say, each in a header of its own."""


def origin_of(letter: LogRecord) -> Origin:
    """Where the record behind a letter stood; an offset of -1 when the letter doesn't say it."""
    told = {name: letter.headers.get(f"{HEADER}origin-{name}", "") for name in ("topic", "partition", "offset")}
    if not (told["partition"].isdecimal() and told["offset"].isdecimal()):
        return told["topic"], -1, -1
    return told["topic"], int(told["partition"]), int(told["offset"])


def check_letters(history: History, sent: Iterable[Sent]) -> list[Check]:
    """Compares letters with the poison of the list: what Kafka took and what must be refused."""
    poison = {e.origin: e for e in sent if e.origin and e.answer == "stored" and e.expected == "refused"}
    letters = list(history.of(*LETTERS.values()))
    first: dict[Origin, LogRecord] = {}
    for letter in letters:
        first.setdefault(origin_of(letter), letter)
    originals = {record.origin: record for record in history.records if record.origin in first}
    return [
        check(
            "dead letters are exactly the poison",
            len(poison.keys() | first.keys()),
            _differences(poison, first),
            letters=len(letters),
            letters_repeated=len(letters) - len(first),
        ),
        check(
            "every dead letter is whole",
            len(letters),
            (text for letter in letters for text in _faults(letter, originals.get(origin_of(letter)))),
        ),
    ]


def _differences(poison: dict[Origin, Sent], letters: dict[Origin, LogRecord]) -> Iterator[str]:
    for origin in poison.keys() - letters.keys():
        yield f"{_at(origin)} ({poison[origin].wanted_reason}) has no dead letter"
    for origin in letters.keys() - poison.keys():
        yield f"{_at(origin)} has a dead letter ({letters[origin].headers.get(HEADER + 'reason')}) and was no poison"
    for origin in poison.keys() & letters.keys():
        said, wanted = letters[origin].headers.get(HEADER + "reason"), poison[origin].wanted_reason
        if said != wanted:
            yield f"{_at(origin)} is dead as {said}, not {wanted}"


def _faults(letter: LogRecord, original: LogRecord | None) -> Iterator[str]:
    place = f"letter {letter.topic}/{letter.partition}/{letter.offset}"
    for name in FACTS:
        if not letter.headers.get(HEADER + name):
            yield f"{place} does not say {name}"
    attempts = letter.headers.get(HEADER + "attempts", "")
    if attempts and (not attempts.isdecimal() or int(attempts) < 1):
        yield f"{place} says {attempts} attempts"
    if original is None:
        yield f"{place} names an origin that is not there"
        return
    if any(letter.headers.get(name) != value for name, value in original.headers.items()):
        yield f"{place} lost headers of its record"
    if original.key is not None and letter.key != original.key:
        yield f"{place} has another key than its record"
    if letter.value != _kept(letter, original):
        yield f"{place} has another body than its record"


def _kept(letter: LogRecord, original: LogRecord) -> bytes:
    value = original.value or b""
    if letter.headers.get(HEADER + "body") == "sha256":
        return hashlib.sha256(value).hexdigest().encode()
    return value


def _at(origin: Origin) -> str:
    return "/".join(str(part) for part in origin)
