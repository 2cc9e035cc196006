"""Dead letters as they stand in Kafka: the names of their headers, notes about them, and which are still open. Pure.

A letter is the record with facts about it as headers (services/runtime/dead_letters.py). What an operator did with it,
``replayed`` or ``closed``, is a note on the same topic: an empty record whose headers name the letter. A record that
was replayed names the letter too, so that a letter that it becomes again tells where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from services.contracts.topics import DEAD_LETTERS

LETTER: Final = "tocsin-letter-"
"""Begins the header of each fact about a letter."""
NOTE: Final = "tocsin-note-"
"""Begins the header of each fact of a note: ``letter``, ``did``, ``at``, ``by``, and ``record`` or ``reason``."""
REPLAYED: Final = "tocsin-replayed-letter"
"""The header of a replayed record: the id of the letter that it was."""


class Backlog(NamedTuple):
    """Letters of a stage that are open: how many, and the seconds since the oldest failed (0: none)."""

    letters: float
    oldest: float


def facts_of(headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Headers as texts; of several with one name the last counts, which is never the sender's own."""
    return {name: value.decode("utf-8", "replace") for name, value in headers}


class OpenLetters:
    """Which letters of each stage are open, as their records and notes are read in the order of the topic."""

    def __init__(self) -> None:
        self._failed_at: dict[str, dict[str, datetime]] = {stage: {} for stage in DEAD_LETTERS}

    def take(self, stage: str, headers: Mapping[str, str]) -> None:
        """Take in one record of the stage's dead letters. One that is neither letter nor note is passed over."""
        known = self._failed_at[stage]
        letter = headers.get(f"{LETTER}id")
        if letter is None:
            known.pop(headers.get(f"{NOTE}letter", ""), None)
            return
        failed_at = _moment(headers.get(f"{LETTER}failed-at", ""))
        if failed_at is not None:
            known.setdefault(letter, failed_at)

    def backlog(self, stage: str, now: datetime) -> Backlog:
        """What is open at this moment; what Kafka keeps no longer is nobody's to replay."""
        kept = DEAD_LETTERS[stage].retention or timedelta.max
        known = {letter: failed for letter, failed in self._failed_at[stage].items() if now - failed <= kept}
        self._failed_at[stage] = known
        oldest = min(known.values(), default=now)
        return Backlog(len(known), max(0.0, (now - oldest).total_seconds()))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
