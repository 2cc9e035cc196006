"""Same object: an equal number that may count, inside its window, on a journey that can have been made.

Windows in days are those of the domain: item numbers are issued again after twelve months, containers travel on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from services.contracts.identifiers import READERS
from services.simulator.cases import DAY
from services.simulator.truth.evidence import (
    PARKED_ABOVE,
    Evidence,
    Told,
    Verdict,
    apart,
    longest_apart,
    pairs_among,
)
from services.simulator.whereabouts import Reach, reach

WINDOWS: Final = {
    **dict.fromkeys(("s10", "receptacle", "awb", "seal", "bill_of_lading", "booking", "plate", "vin", "mrn"), 365),
    **dict.fromkeys(("courier", "house_awb"), 92),
    **dict.fromkeys(("container", "vessel", "tir", "cmr"), 60),
    "bag_tag": 30,
    "ship": 14,
}
TAKEN_ONCE: Final = frozenset({"s10", "courier"})
_TRAVELS: Final = frozenset({"container", "plate", "vin", "vessel", "ship"})
_VERDICTS: Final[dict[Reach, Verdict]] = {"possible": "yes", "unknown": "either", "impossible": "no"}


def gather_objects(told: Sequence[Told], evidence: Evidence) -> None:
    """Every pair that shares a number, with what the number says."""
    for (kind, _), bearing in bearers_of(told).items():
        if len(bearing) > PARKED_ABOVE:
            evidence.parked.append(("same_object", kind, tuple(bearing)))
            continue
        for one, other in pairs_among(bearing):
            evidence.add("same_object", one, other, joins(kind, one, other), kind)


def bearers_of(told: Sequence[Told]) -> dict[tuple[str, str], list[Told]]:
    """The reports that bear each number; a number that is wrong by its own check digit is none."""
    bearers: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for each in told:
        for kind, value in numbers_of(each):
            bearers[kind, value].append(each)
    return bearers


def numbers_of(told: Told) -> set[tuple[str, str]]:
    """The planted numbers of a report that may count. A voyage is of a ship, which is a number of its own."""
    found = set()
    for kind, value in told.pins.numbers:
        if kind == "vessel":
            ship = value.partition(":")[0]
            if READERS["imo"](ship).check == "valid":
                found |= {(kind, value), ("ship", ship)}
        elif _counts(kind, value):
            found.add((kind, value))
    return found


def joins(kind: str, one: Told, other: Told) -> Verdict:
    """Does an equal number of this type join the two?"""
    if kind in TAKEN_ONCE and "seizure" in (one.case.kind, other.case.kind):
        if one.case.kind == other.case.kind:
            return "no"
        seizure, before = (one, other) if one.case.kind == "seizure" else (other, one)
        if seizure.first < before.last:
            # Out of circulation, it can only be misreported; whether to say so by a link is not settled.
            return "either" if _in_time(kind, one, other) else "no"
    if not _in_time(kind, one, other):
        return "no"
    if kind == "house_awb" and not _same_forwarder(one, other):
        return "no"
    if kind == "ship" and one.pins.number("vessel") and other.pins.number("vessel"):
        return "either"
    return _journey(one, other) if kind in _TRAVELS else "yes"


def _counts(kind: str, value: str) -> bool:
    if kind == "ship":
        return READERS["imo"](value).check == "valid"
    if kind == "plate":
        return True
    return READERS[kind](value).check != "invalid"


def _in_time(kind: str, one: Told, other: Told) -> bool:
    between = apart(one, other)
    if kind == "s10" and one.pins.posted is not None and other.pins.posted is not None:
        between = abs(one.pins.posted - other.pins.posted)
    return between <= WINDOWS[kind] * DAY


def _same_forwarder(one: Told, other: Told) -> bool:
    awb = one.pins.number("awb")
    return (awb is not None and awb == other.pins.number("awb")) or any(
        not values.isdisjoint(party.get(kind, ()))
        for mine in one.parties
        for party in other.parties
        for kind, values in mine.items()
    )


def _journey(one: Told, other: Told) -> Verdict:
    if one.seized_at is None or other.seized_at is None:
        return "yes"
    found = reach(one.case.mode, one.seized_at, other.seized_at, longest_apart(one, other) / 60)
    return _VERDICTS[found]
