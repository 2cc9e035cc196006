"""The rest of the operation around what was planted: ordinary reports, corrections, retractions, and dirt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.contracts.topics import Mode
from services.simulator.cases import DAY, MINUTES, Case, Change, Corrected, Door, Sending
from services.simulator.casting import Cast
from services.simulator.dirt import DIRT, DIRT_BY_NAME
from services.simulator.pins import NO_PINS
from services.simulator.planting.threads import retract

_RESULTS: Final = (
    "not_arrived",
    "not_found",
    "inspected_nothing",
    "inspected_found",
    "released",
    "still_expected",
)
_CORRECTED: Final[tuple[Corrected, ...]] = ("quantity", "outcome", "narrative")
_TRAITS: Final = ("late", "unit_clash", "month_precision", "sharing_missing", "unusual_for_mode", "placeholder_number")


def fill(cast: Cast, seizures: int, messages: int, dirt: Mapping[str, int]) -> None:
    """Fill the operation up to exactly ``messages`` sendings and ``seizures`` valid seizures.

    Raises ValueError when what was asked for does not fit into so few messages.
    """
    planted = sum(case.kind == "seizure" for case in cast.cases)
    planted_warnings = [c for c in cast.cases if c.kind == "warning"]
    if planted > seizures:
        raise ValueError(f"{planted} planted seizures do not fit into {seizures}")
    ordinary = _ordinary_seizures(cast, seizures - planted, dirt)
    extra = sum(count for name, count in dirt.items() if DIRT_BY_NAME[name].extra)
    left = messages - len(cast.sendings) - extra
    if left < 0:
        raise ValueError(f"{messages} messages are too few: at least {messages - left} are needed")
    corrections = min(messages * 35 // 1000, left // 4)
    retractions = min(messages * 4 // 1000, left // 8)
    results = min(seizures * 55 // 100, left // 4)
    left -= corrections + retractions + results
    warnings = left * 36 // 100 if planted_warnings else max(left * 36 // 100, min(1, left))
    _laboratory(cast, results)
    fresh = [_warning(cast) for _ in range(warnings)]
    _feedback(cast, planted_warnings + fresh, left - warnings)
    _correct(cast, ordinary + fresh, corrections, dirt.get("version_before_first", 0))
    _retract(cast, ordinary + fresh, retractions, dirt.get("retraction_first", 0))
    _spoil(cast, dirt)


def _ordinary_seizures(cast: Cast, count: int, dirt: Mapping[str, int]) -> list[Case]:
    traits = [name for name in _TRAITS for _ in range(dirt.get(name, 0))]
    if len(traits) + traits.count("unit_clash") > count:
        raise ValueError(f"{len(traits)} traits do not fit {count} ordinary seizures")
    made: list[Case] = []
    for trait in traits:
        if trait == "unit_clash":
            made += _unit_clash(cast)
        else:
            mode: Mode = "land" if trait == "unusual_for_mode" else cast.mode()
            made.append(_seizure(cast, mode, trait))
    return made + [_seizure(cast, cast.mode()) for _ in range(count - len(made))]


def _seizure(cast: Cast, mode: Mode, trait: str | None = None) -> Case:
    late = trait == "late"
    occurred = cast.moment(0, MINUTES - 21 * DAY) if late else cast.moment()
    due = cast.due_after(occurred, late=late)
    case = cast.case("seizure", cast.administration(mode), mode, occurred, due=due, trait=trait)
    cast.firsts[case.index].dirt = trait
    return case


def _unit_clash(cast: Cast) -> list[Case]:
    """One matter in two reports of one administration: counted by the first office, weighed by the second."""
    mode, occurred = cast.mode(), cast.moment()
    owner = cast.administration(mode)
    pair = []
    for trait in ("unit_clash_count", "unit_clash_mass"):
        pair.append(cast.case("seizure", owner, mode, occurred, trait=trait))
        cast.sendings[-1].dirt = "unit_clash"
    return pair


def _laboratory(cast: Cast, count: int) -> None:
    """Results on some seizures, two days to two weeks after: a few seizures have two."""
    seizures = [case for case in cast.cases if case.kind == "seizure"]
    for seizure in cast.random.choices(seizures, k=count):
        occurred = min(max(seizure.occurred, 0) + cast.random.randrange(2 * DAY, 14 * DAY), MINUTES - 1)
        cast.case("lab_result", seizure.administration, seizure.mode, occurred, about=seizure)


def _warning(cast: Cast) -> Case:
    mode = cast.mode()
    sender = cast.administration(mode)
    addressed = [code for code in cast.several(mode, cast.random.randrange(2, 6)) if code != sender]
    return cast.case("warning", sender, mode, cast.moment(0, MINUTES - DAY), addressed_to=tuple(addressed))


def _feedback(cast: Cast, warnings: list[Case], count: int) -> None:
    for _ in range(count):
        warning = cast.random.choice(warnings)
        occurred = min(max(warning.occurred, 0) + cast.random.randrange(60, 5 * DAY), MINUTES - 1)
        cast.case(
            "feedback",
            cast.random.choice(warning.addressed_to),
            warning.mode,
            occurred,
            about=warning,
            exercise=warning.exercise,
            result=cast.random.choice(_RESULTS),
        )


def _correct(cast: Cast, cases: list[Case], count: int, backwards: int) -> None:
    """Corrections of ordinary reports; the first ``backwards`` of them overtake what they correct."""
    if not cases:
        return
    for n in range(count):
        case = cast.random.choice(cases)
        version = max(case.changes, default=1) + 1
        case.changes[version] = Change(cast.random.choice(_CORRECTED) if case.kind == "seizure" else "narrative")
        sent = cast.due_of(case)
        overtakes = n < backwards and version == 2
        step = -cast.random.randrange(1_000, 3_600_000) if overtakes else cast.random.randrange(1, 5 * DAY) * 60_000
        cast.send(case, version, sent + step, dirt="version_before_first" if overtakes else None)


def _retract(cast: Cast, cases: list[Case], count: int, first: int) -> None:
    standing = [case for case in cases if case.trait is None]
    for n, victim in enumerate(cast.random.sample(standing, min(count, len(standing)))):
        retract(cast, victim, first=n < first)


def _spoil(cast: Cast, dirt: Mapping[str, int]) -> None:
    """Add the messages that are dirt themselves: repeats of good ones, and reports that must not get in."""
    good = [sending for sending in cast.sendings if sending.expected == "accepted"]
    quiet = [s for s in good if s.case.kind == "seizure" and s.case.pins is NO_PINS and not s.case.changes]
    for kind in DIRT:
        for n in range(dirt.get(kind.name, 0) if kind.extra else 0):
            if kind.expected == "duplicate":
                _repeat(cast, cast.random.choice(good), kind.name)
            elif kind.name == "foreign_retraction":
                _retract_foreign(cast, cast.random.choice(quiet).case, n)
            elif kind.name == "version_conflict":
                _contradict(cast, cast.random.choice(quiet))
            else:
                _spoiled(cast, kind.name, n)


def _repeat(cast: Cast, sending: Sending, name: str) -> None:
    other: Door = "kafka" if sending.door == "http" else "http"
    door = other if name == "duplicate_other_door" else sending.door
    due = sending.due + cast.random.randrange(1_000, DAY * 60_000)
    cast.send(sending.case, sending.version, due, door, dirt=name, expected="duplicate", pins=sending.pins)
    sending.case.dirt = (*sending.case.dirt, name)


def _contradict(cast: Cast, sending: Sending) -> None:
    due = sending.due + cast.random.randrange(60, DAY) * 60_000
    cast.send(sending.case, 1, due, sending.door, dirt="version_conflict", expected="held")


def _retract_foreign(cast: Cast, victim: Case, n: int) -> None:
    """Somebody takes back what is not theirs; the door refuses, and the report stands."""
    code = next(code for code in cast.several(victim.mode, 2) if code != victim.administration)
    retraction = cast.case("retraction", code, victim.mode, max(victim.occurred, 0), about=victim, refused=True)
    sending = cast.firsts[retraction.index]
    sending.door = cast.doors[n % len(cast.doors)]
    sending.dirt, sending.expected = "foreign_retraction", "refused"


def _spoiled(cast: Cast, name: str, n: int) -> None:
    """A seizure of its own that is refused or held, so that no good report suffers from it."""
    kind = DIRT_BY_NAME[name]
    mode = cast.mode()
    doors = [door for door in kind.doors if door in cast.doors]
    case = cast.case("seizure", cast.administration(mode), mode, cast.moment(0, MINUTES - DAY))
    sending = cast.sendings[-1]
    sending.door = doors[n % len(doors)]
    sending.dirt, sending.expected = name, kind.expected
    case.held, case.refused = kind.expected == "held", kind.expected == "refused"
