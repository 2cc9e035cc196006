"""What is known of a report before it is written down: who reports what, when, and what was planted in it.

A case is light, so that a plan of 100,000 messages fits in memory; its document is written when it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from services.contracts.identifiers import report_id
from services.contracts.report import Kind
from services.contracts.topics import Mode
from services.simulator.pins import NO_PINS, Pins

OPERATION: Final = "goals-2021"
STARTS: Final = datetime(2021, 2, 1, tzinfo=UTC)
ENDS: Final = datetime(2021, 3, 13, tzinfo=UTC)
"""The window is 1 February to 12 March 2021, both days whole."""

MINUTES: Final = int((ENDS - STARTS) / timedelta(minutes=1))
DAY: Final = 24 * 60

Door = Literal["http", "kafka"]
Expected = Literal["accepted", "duplicate", "held", "refused"]
Corrected = Literal["quantity", "outcome", "narrative", "identifier"]
Content = Literal["warning", "feedback", "seizure", "lab_result", "retraction", "correction"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changed; ``pins`` replaces what was planted when an identifier was wrong."""

    what: Corrected
    pins: Pins | None = None


@dataclass(slots=True, eq=False)
class Case:
    """One report with all its versions. ``occurred`` is in minutes since the operation's start (UTC).

    ``trait`` is what is odd about an ordinary report, ``dirt`` every kind of dirt that touches this one. What a
    laboratory says of it in its ``results`` is ``laboratory``: the id of a substance, None for the reported one.
    """

    index: int
    kind: Kind
    administration: str
    mode: Mode
    national_ref: str
    occurred: int
    pins: Pins = NO_PINS
    about: Case | None = None
    addressed_to: tuple[str, ...] = ()
    result: str | None = None
    seizure_ref: str | None = None
    trait: str | None = None
    laboratory: str | None = None
    results: tuple[Case, ...] = ()
    dirt: tuple[str, ...] = ()
    changes: dict[int, Change] = field(default_factory=dict)
    exercise: bool = False
    retracted: bool = False
    held: bool = False
    refused: bool = False
    report_id: str = field(init=False)
    """The id that the platform gives this case."""

    def __post_init__(self) -> None:
        self.report_id = report_id(self.administration, self.national_ref)

    def has(self, oddity: str) -> bool:
        """Is the report odd in this way?"""
        return self.trait == oddity or oddity in self.dirt

    def pins_at(self, version: int) -> Pins:
        """What this version bears: the last change up to it that replaced the planted values."""
        pins = self.pins
        for number in sorted(self.changes):
            if number <= version:
                pins = self.changes[number].pins or pins
        return pins

    @property
    def last_version(self) -> int:
        """The highest version."""
        return max(self.changes, default=1)

    @property
    def final_pins(self) -> Pins:
        """What the highest version bears."""
        return self.pins_at(self.last_version)

    @property
    def stands(self) -> bool:
        """Is it a valid report at the end: neither refused nor held nor retracted?"""
        return not (self.retracted or self.held or self.refused)


@dataclass(slots=True, eq=False)
class Sending:
    """One version of a case on its way; ``due`` in milliseconds since the start, ``expected`` its fate.

    ``pins``, when given, stand in this message in the place of the case's own: it contradicts them.
    """

    due: int
    order: int
    case: Case
    version: int
    door: Door
    dirt: str | None = None
    expected: Expected = "accepted"
    pins: Pins | None = None

    @property
    def content(self) -> Content:
        """What the message is to an officer: a higher version is a correction."""
        return "correction" if self.version > 1 else self.case.kind


def moment(minutes: int) -> datetime:
    """The instant (UTC) this many minutes after the operation's start."""
    return STARTS + timedelta(minutes=minutes)
