"""What is known of a report before it is written down: who reports what, when, and what was planted in it.

A case is light, so that a plan of 100,000 messages fits in memory; its document is written when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from services.contracts.identifiers import report_id
from services.contracts.report import Kind
from services.contracts.topics import Mode

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
class Pins:
    """Values that a case bears because they were planted; what is not pinned is the case's own.

    ``numbers`` holds (type, value) with types parcel, waybill, container, plate, voyage (``imo/voyage``) and
    lading; ``parties`` holds (role, field, party number).
    """

    numbers: tuple[tuple[str, str], ...] = ()
    parties: tuple[tuple[str, str, int], ...] = ()
    origin: str | None = None
    posted: int | None = None

    def number(self, kind: str) -> str | None:
        """The planted number of this type, if any."""
        return next((value for name, value in self.numbers if name == kind), None)

    def values(self) -> Iterator[tuple[str, str]]:
        """What makes links: (type of value, value), parties by field and number."""
        yield from self.numbers
        for _, name, number in self.parties:
            yield f"token:{name}", str(number)


NO_PINS: Final = Pins()


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changed; ``pins`` replaces what was planted when an identifier was wrong."""

    what: Corrected
    pins: Pins | None = None


@dataclass(slots=True, eq=False)
class Case:
    """One report with all its versions. ``occurred`` is in minutes since the operation's start (UTC)."""

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
    like: int | None = None
    changes: dict[int, Change] = field(default_factory=dict)
    retracted: bool = False
    held: bool = False
    refused: bool = False

    @property
    def report_id(self) -> str:
        """The id that the platform gives this case."""
        return report_id(self.administration, self.national_ref)

    def pins_at(self, version: int) -> Pins:
        """What this version bears: the last change up to it that replaced the planted values."""
        pins = self.pins
        for number in sorted(self.changes):
            if number <= version:
                pins = self.changes[number].pins or pins
        return pins

    @property
    def final_pins(self) -> Pins:
        """What the highest version bears."""
        return self.pins_at(max(self.changes, default=1))

    @property
    def stands(self) -> bool:
        """Is it a valid report at the end: neither refused nor held nor retracted?"""
        return not (self.retracted or self.held or self.refused)


@dataclass(slots=True, eq=False)
class Sending:
    """One version of a case on its way; ``due`` in milliseconds since the start, ``expected`` its fate."""

    due: int
    order: int
    case: Case
    version: int
    door: Door
    dirt: str | None = None
    expected: Expected = "accepted"

    @property
    def content(self) -> Content:
        """What the message is to an officer: a higher version is a correction."""
        return "correction" if self.version > 1 else self.case.kind


def moment(minutes: int) -> datetime:
    """The instant (UTC) this many minutes after the operation's start."""
    return STARTS + timedelta(minutes=minutes)
