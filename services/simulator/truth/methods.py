"""Same method: who works in the same way, and whose work looks as much alike by chance.

Eight features are compared. Departure, destination, mode and substance must agree, and of concealment, cover load,
declared value and weight at least two: then one organisation's work must be found, and strangers' may be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from services.simulator.cases import DAY
from services.simulator.truth.evidence import Evidence, Told, apart, comparable, pairs_among, weeks_of

WITHIN: Final = 14 * DAY
NEAR: Final = 0.1
"""How much of the larger figure two declared values or weights may differ by."""
LEAST_IN_COMMON: Final = 2


def gather_methods(told: Sequence[Told], evidence: Evidence) -> None:
    """Every pair of one organisation, and every pair that could be one's."""
    corridors: dict[tuple[str, str, str, str], list[Told]] = defaultdict(list)
    organisations: dict[int, list[Told]] = defaultdict(list)
    for each in told:
        outline = each.outline
        if outline is None:
            continue
        if each.pins.manner and each.pins.manner.organisation:
            organisations[each.pins.manner.organisation].append(each)
        if outline.destination and each.substance:
            corridors[outline.departure, outline.destination, each.case.mode, each.substance].append(each)
    for bearing in corridors.values():
        for one, other in pairs_among(bearing):
            if in_common(one, other) >= LEAST_IN_COMMON and apart(one, other) <= WITHIN:
                sure = _organisation(one) == _organisation(other) != 0 and _in_neighbouring_weeks(one, other)
                evidence.add("same_method", one, other, "yes" if sure else "either", "manner")
    for bearing in organisations.values():
        for one, other in pairs_among(bearing):
            # Too little is left to tell, or the weeks lie too far apart: not missed, and not wrong.
            evidence.add("same_method", one, other, "either", "organisation")


def in_common(one: Told, other: Told) -> int:
    """How many of concealment, cover load, declared value and weight agree."""
    if one.outline is None or other.outline is None or not comparable(one, other):
        return 0
    a, b = one.outline.manner, other.outline.manner
    return (
        (a.concealment is not None and a.concealment == b.concealment)
        + (a.hs is not None and a.hs == b.hs)
        + (a.currency == b.currency and _near(a.value, b.value))
        + _near(a.weight, b.weight)
    )


def _near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= NEAR * max(one, other)


def _organisation(told: Told) -> int:
    return told.pins.manner.organisation if told.pins.manner else 0


def _in_neighbouring_weeks(one: Told, other: Told) -> bool:
    return any(abs(mine - theirs) <= 1 for mine in weeks_of(one) for theirs in weeks_of(other))
