"""A report against its sender's own earlier ones. Two cases may be alike: nothing is merged or removed, it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from services.contracts.findings import Code, Finding
from services.enrich.quality.examining import told
from services.enrich.quality.normalised import Found
from services.enrich.quality.remembered import FIRSTS, MONTHS, Amount, Earlier, month_of, months_before
from services.reference.quantities import units

TELLING_DIGITS: Final = 3
"""Digits that two figures must share before a factor of a thousand is more than chance: not 1 g and 1 kg."""


def examine_history(current: Earlier, earlier: Sequence[Earlier]) -> tuple[Finding, ...]:
    """The findings about a report beside what ``questions`` found; reports of other senders count for nothing."""
    others = [one for one in earlier if one.report_id != current.report_id and one.realm == current.realm]
    found = [
        *_repeats(current, others),
        *_parcels(current, others),
        *_amounts(current, others),
        *_habit(current, others),
    ]
    return told(found)


def _repeats(current: Earlier, others: Sequence[Earlier]) -> Iterator[Found]:
    if any(one.fingerprint == current.fingerprint and one.kind == current.kind for one in others):
        yield Code.REPEAT_OTHER_REFERENCE, "/national_ref"


def _parcels(current: Earlier, others: Sequence[Earlier]) -> Iterator[Found]:
    # A warning and the seizure that follows bear one number; two seizures of one parcel cannot be.
    if current.kind != "seizure":
        return
    seized = {number for one in others if one.kind == "seizure" for _, number in one.parcels}
    for path, number in current.parcels:
        if number in seized:
            yield Code.PARCEL_SEIZED_TWICE, path


def _amounts(current: Earlier, others: Sequence[Earlier]) -> Iterator[Found]:
    if current.kind != "seizure" or current.day is None:
        return
    for other in others:
        if other.kind != "seizure" or other.day != current.day or other.fingerprint == current.fingerprint:
            continue
        for mine in current.amounts:
            for theirs in other.amounts:
                if mine.substance == theirs.substance and mine.digits == theirs.digits:
                    yield from _pair(current, mine, other, theirs)


def _pair(current: Earlier, mine: Amount, other: Earlier, theirs: Amount) -> Iterator[Found]:
    telling = len(mine.digits) >= TELLING_DIGITS
    if mine.kilograms is not None and theirs.kilograms is not None:
        if _measure(mine) != _measure(theirs):
            return  # a litre is a kilogram only by convention
        small, large = sorted((mine.kilograms, theirs.kilograms))
        if small == large and mine.unit != theirs.unit:
            yield Code.MASS_IN_TWO_UNITS, mine.path
        elif small == large:
            yield from _same_case(current, other)
        elif telling and small * 1000 == large:
            yield Code.THOUSANDFOLD, mine.path
    elif mine.count is not None and theirs.count is not None:
        if mine.count == theirs.count and mine.unit == theirs.unit:
            yield from _same_case(current, other)
    elif telling and _clash(mine, theirs):
        yield Code.COUNT_AGAINST_MASS, mine.path


def _measure(amount: Amount) -> str | None:
    unit = units().get(amount.unit or "")
    return unit.measure if unit is not None else None


def _clash(mine: Amount, theirs: Amount) -> bool:
    counted, weighed = (mine, theirs) if mine.count is not None else (theirs, mine)
    if counted.count is None or weighed.kilograms is None:
        return False
    return weighed.kilograms * 1000 == counted.count


def _same_case(current: Earlier, other: Earlier) -> Iterator[Found]:
    """One day, one place, one amount, one unit: if only the transport differs, it is one case told twice."""
    same_place = not current.place or not other.place or current.place == other.place
    if same_place and current.mode and other.mode and current.mode != other.mode:
        yield Code.TRANSPORT_CONFLICT, "/mode"


def _habit(current: Earlier, others: Sequence[Earlier]) -> Iterator[Found]:
    if current.day is None or current.day.day != 1 or current.precision == "month" or current.kind != "seizure":
        return
    firsts = Counter({month_of(current.day): 1})
    for one in others:
        if one.kind == "seizure" and one.day is not None and one.precision != "month":
            month = month_of(one.day)
            if one.day.day != 1 and month in months_before(current.day):
                return
            firsts[month] += one.day.day == 1
    months = months_before(current.day)
    if len(months) == MONTHS and all(firsts[month] >= FIRSTS for month in months):
        yield Code.MONTH_HABIT, "/precision"
