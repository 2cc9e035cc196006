"""Reports about reports: a warning and its answers; a number that was wrong at first; what was taken back."""

from __future__ import annotations

from typing import Final

from services.contracts.topics import Mode
from services.simulator.cases import DAY, MINUTES, Case, Change
from services.simulator.casting import Cast
from services.simulator.pins import Pins
from services.simulator.planting.objects import number_pin, warned_object
from services.simulator.planting.parties import party_pair

_MODES: Final[tuple[Mode, ...]] = ("mail", "mail", "air", "sea")
_NUMBER_OF: Final[dict[Mode, str]] = {"mail": "s10", "air": "awb", "sea": "container", "land": "plate"}


def thread(cast: Cast, n: int) -> tuple[Case, ...]:
    """A warning, the feedback on it and the seizure that answers it: class reply, never a discovery."""
    mode, told = _MODES[n % len(_MODES)], n % 2 == 0
    sender, finder = cast.several(mode, 2)
    occurred = cast.moment(0, MINUTES - 12 * DAY)
    number = number_pin(cast, _NUMBER_OF[mode], "DE")
    pins = Pins(numbers=(number,), origin="DE", posted=occurred - DAY if mode == "mail" else None)
    warning = cast.case("warning", sender, mode, occurred, pins=pins, addressed_to=(finder,))
    found = occurred + cast.random.randrange(DAY, 8 * DAY)
    seizure = cast.case("seizure", finder, mode, found, pins=pins, about=warning)
    feedback = cast.case(
        "feedback",
        finder,
        mode,
        found + 60,
        pins=pins if told else Pins(),
        about=warning,
        result="seized",
        seizure_ref=seizure.national_ref,
    )
    return warning, seizure, feedback


def moved_identifier(cast: Cast, backwards: bool) -> tuple[Case, ...]:
    """A seizure whose parcel number was wrong at first: its link must move from one warning to the other."""
    finder, wrongly, rightly = cast.several("mail", 3)
    occurred = cast.moment(4 * DAY, MINUTES - 8 * DAY)
    posted = occurred - 6 * DAY
    wrong, right = (Pins(numbers=(number_pin(cast, "s10", "NL"),), origin="NL", posted=posted) for _ in range(2))
    warnings = [
        cast.case("warning", code, "mail", occurred - 3 * DAY, pins=pins, addressed_to=(finder,))
        for code, pins in ((wrongly, wrong), (rightly, right))
    ]
    due = cast.due_after(occurred)
    seizure = cast.case(
        "seizure", finder, "mail", occurred, pins=wrong, due=due, changes={2: Change("identifier", right)}
    )
    step = -cast.random.randrange(60_000, 3_600_000) if backwards else cast.random.randrange(3_600_000, 86_400_000)
    cast.send(seizure, 2, due + step, dirt="version_before_first" if backwards else "identifier_corrected")
    return seizure, *warnings


def retracted_pair(cast: Cast, n: int) -> tuple[Case, ...]:
    """A true pair of which one side is retracted in the end; in every third, before it has even come."""
    pair = party_pair(cast, 2 * n) if n % 2 else warned_object(cast, 0)
    retract(cast, pair[n // 2 % 2], first=n % 3 == 0)
    return pair


def retract(cast: Cast, victim: Case, first: bool = False) -> Case:
    """The owner's retraction of a case; ``first``: it arrives before what it retracts."""
    sent = cast.due_of(victim)
    due = sent - cast.random.randrange(1, 3_600_000) if first else sent + cast.random.randrange(1, 6 * DAY) * 60_000
    case = cast.case("retraction", victim.administration, victim.mode, max(victim.occurred, 0), due=due, about=victim)
    if first:
        cast.sendings[-1].dirt = "retraction_first"
    victim.retracted = True
    return case


def take_back(cast: Cast, retraction: Case) -> Case:
    """The retraction of a retraction: what it took back stands again."""
    due = cast.due_of(retraction) + cast.random.randrange(60_000, 2 * DAY * 60_000)
    owner, mode = retraction.administration, retraction.mode
    case = cast.case("retraction", owner, mode, retraction.occurred, due=due, about=retraction)
    retraction.retracted = True
    if retraction.about:
        retraction.about.retracted = False
    return case
