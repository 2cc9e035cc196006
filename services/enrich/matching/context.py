"""What surrounds an agreement: substance, mode, time and place. It never makes a link, and says how likely one is."""

from __future__ import annotations

from typing import Final

from services.enrich.matching.journeys import nearby
from services.enrich.matching.lines import Line
from services.enrich.matching.pairs import Pair
from services.enrich.matching.weights import DAY, bits

KINDRED: Final = (frozenset({"air", "mail"}), frozenset({"sea", "land"}))
"""Modes between which one consignment changes: mail flies, containers are driven."""

TIMES: Final = ((1, "time_1"), (3, "time_3"), (7, "time_7"))


def context(pair: Pair) -> list[Line]:
    """The lines of context, for every class alike."""
    found = (substance(pair), mode(pair), time(pair), place(pair))
    return [line for line in found if line is not None]


def substance(pair: Pair) -> Line | None:
    """Equal if one parent or InChIKey skeleton is; of several, the rarest counts."""
    a, b = pair.a.substances, pair.b.substances
    shared = a.parents.keys() & b.parents.keys()
    if shared:
        weight, name = max((bits().agree_on("substance", name), name) for name in shared)
        return Line("substance", "context", "agree", a.parents[name], b.parents[name], weight)
    left, right = min(a.parents.values(), default=None), min(b.parents.values(), default=None)
    if left and right:
        if not a.skeletons.isdisjoint(b.skeletons):
            return Line("substance", "context", "agree", left, right, bits().agree_on("substance", left))
        # Two different ones of a group still differ, though less: field tests confuse them.
        differ = bits().differ("substance")
        if not a.groups.isdisjoint(b.groups):
            return Line("substance", "context", "near", left, right, differ / 2)
        return Line("substance", "context", "differ", left, right, differ)
    groups = (a.vague_groups & (b.groups | b.vague_groups)) | (b.vague_groups & a.groups)
    if groups:
        group = min(groups)
        return Line("substance_group", "context", "agree", group, group, bits().agree("substance_group"))
    return None


def mode(pair: Pair) -> Line | None:
    """Equal, or one between which a consignment changes, which says nothing."""
    left, right = pair.a.mode, pair.b.mode
    if left is None or right is None:
        return None
    if left == right:
        return Line("mode", "context", "agree", left, right, bits().agree_on("mode", left))
    if frozenset({left, right}) in KINDRED:
        return Line("mode", "context", "near", left, right, 0.0)
    return Line("mode", "context", "differ", left, right, bits().differ("mode"))


def time(pair: Pair) -> Line:
    """Within a day, three days or a week. Further apart is no contradiction: agreements have faded by then."""
    left, right = pair.a.day, pair.b.day
    for days, feature in TIMES:
        if pair.apart <= days * DAY:
            return Line("time", "context", "agree", left, right, bits().agree(feature))
    return Line("time", "context", "differ", left, right, 0.0)


def place(pair: Pair) -> Line | None:
    """The same place or area of the seizures, such as both sides of a border."""
    a, b = pair.a, pair.b
    if a.place is None or b.place is None:
        return None
    if a.place == b.place:
        return Line("place", "context", "agree", a.place, b.place, bits().agree("place"))
    if a.point is not None and b.point is not None and nearby(a.point, b.point):
        return Line("place", "context", "agree", a.place, b.place, bits().agree("place"))
    return Line("place", "context", "differ", a.place, b.place, bits().differ("place"))
