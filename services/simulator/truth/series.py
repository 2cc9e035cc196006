"""Serial neighbours: numbers of one series at most fifty apart, posted within a week, and a second agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from services.simulator.cases import DAY, moment
from services.simulator.truth.evidence import Evidence, Told, Verdict, comparable
from services.simulator.truth.objects import numbers_of

FARTHEST: Final = 50
POSTED_WITHIN: Final = 7 * DAY

# Where the run ends and the serial of so many digits begins; what follows is check digit and country.
_CUTS: Final = {"s10": (2, 10), "awb": (3, 10), "bag_tag": (4, 10)}


def gather_series(told: Sequence[Told], evidence: Evidence) -> None:
    """Every pair of neighbours in one series, with what agrees besides."""
    runs: dict[tuple[str, str], list[tuple[int, Told]]] = defaultdict(list)
    for each in told:
        for kind, value in numbers_of(each):
            run = run_of(kind, value)
            if run and each.pins.posted is not None:
                start, end = _CUTS[kind]
                runs[run].append((int(value[start:end]), each))
    for (sort, _), serials in runs.items():
        serials.sort(key=lambda serial: serial[0])
        for place, (serial, one) in enumerate(serials):
            for later, other in serials[place + 1 :]:
                if later - serial > FARTHEST:
                    break
                if later > serial and comparable(one, other):
                    evidence.add("serial_neighbour", one, other, _second(one, other), sort.removesuffix(" run"))


def run_of(kind: str, value: str) -> tuple[str, str] | None:
    """The series of a number, if it is of one: everything but its serial and its check digit."""
    if kind not in _CUTS:
        return None
    start, end = _CUTS[kind]
    return f"{kind} run", value[:start] + value[end + 1 :]


def _second(one: Told, other: Told) -> Verdict:
    a, b = one.pins, other.pins
    if a.posted is None or b.posted is None or abs(a.posted - b.posted) > POSTED_WITHIN:
        return "no"
    same_day = moment(a.posted).date() == moment(b.posted).date()
    if same_day and a.office is not None and a.office == b.office:
        return "yes"
    return "yes" if _same_goods(one, other) or _same_party(one, other) else "no"


def _same_goods(one: Told, other: Told) -> bool:
    a, b = one.outline, other.outline
    if a is None or b is None or one.substance != other.substance:
        return False
    return a.departure == b.departure and a.manner.hs is not None and a.manner.hs == b.manner.hs


def _same_party(one: Told, other: Told) -> bool:
    return any(
        not values.isdisjoint(theirs.get(kind, ()))
        for mine in one.parties
        for theirs in other.parties
        for kind, values in mine.items()
    )
