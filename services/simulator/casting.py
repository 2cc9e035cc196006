"""Who reports what and when: cases and their sendings are cast here, one by one, from one seeded source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from services.contracts.events import LinkClass
from services.contracts.report import Kind
from services.contracts.topics import Mode
from services.simulator.cases import DAY, MINUTES, Case, Door, Sending
from services.simulator.numbers import Numbers
from services.simulator.people import SCRIPTS
from services.simulator.pins import NO_PINS, Pins, Script
from services.simulator.roster import ADMINISTRATIONS, BY_CODE

PLANTED: Final = 500_000
"""Planted numbers are counted from here; a case's own numbers are counted by its index, below this."""

_END: Final = MINUTES * 60_000
_MODES: Final[tuple[Mode, ...]] = ("mail", "air", "land", "sea")
_MODE_SHARES: Final = (58, 23, 11, 8)
_REF_LETTER: Final[dict[str, str]] = {"warning": "W", "feedback": "F", "lab_result": "L", "retraction": "R"}


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that were planted together: to be linked in this class, or, with a ``veto``, never to be.

    A group is a claim about cases; what is true of them follows from what they bear (services/simulator/truth).
    """

    name: str
    cases: tuple[Case, ...]
    link_class: LinkClass
    veto: str | None = None


@dataclass(slots=True)
class Cast:
    """The cases and sendings of one operation while they are being made."""

    seed: int
    doors: tuple[Door, ...]
    numbers: Numbers
    wrong_key: str | None = None
    """The administration whose tokens meet nobody's, if there is one."""
    cases: list[Case] = field(default_factory=list)
    sendings: list[Sending] = field(default_factory=list)
    random: Random = field(init=False)
    firsts: list[Sending] = field(default_factory=list)
    """The sending of the first version of each case, by the case's index."""
    _references: Counter[str] = field(default_factory=Counter)
    _planted: int = 0
    _weights: list[int] = field(init=False)
    _habits: dict[str, tuple[Door, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(f"{self.seed}/cast")  # noqa: S311 -- a repeatable simulation, no secret
        self._weights = [self.random.randrange(1, 12) for _ in ADMINISTRATIONS]
        # Some national systems write to Kafka, most post over HTTP, a few do either.
        self._habits = {
            a.code: self.random.choice((self.doors[:1], self.doors[:1], self.doors[-1:], self.doors))
            for a in ADMINISTRATIONS
        }

    def mode(self) -> Mode:
        """A transport mode by its share of seizures: mail first, as in the model operation."""
        return self.random.choices(_MODES, _MODE_SHARES)[0]

    def administration(self, mode: Mode) -> str:
        """An administration that has a place for this mode; some report far more than others."""
        while True:
            found = self.random.choices(ADMINISTRATIONS, self._weights)[0]
            if found.place(mode):
                return found.code

    def several(self, mode: Mode, count: int, among: Sequence[str] | None = None) -> list[str]:
        """``count`` different administrations with a place for this mode."""
        codes = [code for code in (among or BY_CODE) if BY_CODE[code].place(mode)]
        return self.random.sample(codes, count)

    def plant(self) -> int:
        """A fresh counter for a planted number, organisation or press run."""
        self._planted += 1
        return self._planted

    def person(self, script: Script = "Latin") -> int:
        """Somebody who is in no other group, and whose own script this is."""
        return self.plant() * len(SCRIPTS) + SCRIPTS.index(script)

    def case(
        self,
        kind: Kind,
        administration: str,
        mode: Mode,
        occurred: int,
        *,
        due: int | None = None,
        pins: Pins = NO_PINS,
        **more: Any,
    ) -> Case:
        """A new case and the sending of its first version; ``due`` in milliseconds, drawn when left out."""
        if len(self.cases) >= PLANTED:
            raise ValueError(f"an operation holds at most {PLANTED} reports")
        case = Case(
            index=len(self.cases),
            kind=kind,
            administration=administration,
            mode=mode,
            national_ref=self._reference(kind, administration, mode),
            occurred=occurred,
            pins=pins,
            **more,
        )
        self.cases.append(case)
        if kind == "lab_result" and case.about:
            case.about.results = (*case.about.results, case)
        self.firsts.append(self.send(case, 1, self.due_after(occurred) if due is None else due))
        return case

    def due_of(self, case: Case) -> int:
        """When the first version of a case is due, in milliseconds."""
        return self.firsts[case.index].due

    def send(self, case: Case, version: int, due: int, door: Door | None = None, **more: Any) -> Sending:
        """Put one version of a case on its way."""
        sending = Sending(
            due=min(max(due, 0), _END - 1),
            order=len(self.sendings),
            case=case,
            version=version,
            door=self.random.choice(self._habits[case.administration]) if door is None else door,
            **more,
        )
        self.sendings.append(sending)
        return sending

    def due_after(self, occurred: int, late: bool = False) -> int:
        """When a report of then arrives: minutes to two days later, six to twenty days when late."""
        u = self.random.random()
        lag = 6 * DAY + int(14 * DAY * u) if late else 5 + int(2 * DAY * u * u * u)
        due = (max(occurred, 0) + lag) * 60_000 + self.random.randrange(60_000)
        # What would come after the end comes in the last hours: the closing rush.
        return due if due < _END else _END - 1 - self.random.randrange(min(6 * 3_600_000, _END - occurred * 60_000))

    def moment(self, first: int = 0, last: int = MINUTES) -> int:
        """A minute of the operation between ``first`` and ``last``."""
        return self.random.randrange(first, last)

    def _reference(self, kind: Kind, administration: str, mode: Mode) -> str:
        self._references[administration] += 1
        place = BY_CODE[administration].place(mode)
        office = place.locode[2:] if place and place.locode else administration
        return f"{office}-2021-{_REF_LETTER.get(kind, '')}{self._references[administration]:06d}"
