"""Was it done in the same way? Route, concealment, cover load, declared value and weight, by how rare each part is.

Frequency is not connection: half of all cross-border seizures go along a few corridors. So a frequent corridor counts
by its own frequency, a route alone never makes a case, and what counts must also be hidden or declared alike.
"""

from __future__ import annotations

from typing import Final

from services.enrich.matching.blocking import method_keys
from services.enrich.matching.lines import Line
from services.enrich.matching.pairs import Case, Pair
from services.enrich.matching.weights import bits

NEAR: Final = 0.5
"""Of what an agreement counts."""
CLOSE_WORDS: Final = 2
HEADING: Final = 4
POSTED: Final = ("mail", "postal")
"""A mode and a hiding place that say one thing: what is posted is in the post."""
COMPARED: Final = frozenset(
    {
        *("departure", "destination", "mode", "substance", "concealment", "cover", "declared_value", "weight", "place"),
    }
)


def same_method(pair: Pair) -> Case | None:
    """The case for class same_method: one corridor, one substance, not more than a fortnight apart, and more."""
    a, b = pair.a, pair.b
    if a.departure is None or a.departure != b.departure or a.mode is None or a.mode != b.mode:
        return None
    if a.destination is None or a.destination != b.destination or not pair.within("method"):
        return None
    shared = a.substances.parents.keys() & b.substances.parents.keys()
    if not shared:
        return None
    lines = [*hiding(pair), *(line for line in (declared_value(pair), weight(pair)) if line is not None)]
    alike = {
        line.feature
        for line in lines
        if line.outcome == "agree" or (line.outcome == "near" and "cover" in line.feature)
    }
    if (a.mode, a.concealment) == POSTED:
        alike.discard("concealment")
    if not alike - {"declared_value", "weight"} and len(alike) < 2:
        return None
    substance = min(shared)
    return Case(
        link_class="same_method",
        lines=[*corridor(pair), *lines],
        stands=False,
        sure=False,
        reachable=lambda: _reachable(pair),
        threshold="same_method",
        matter=f"mo:{a.departure}:{a.destination}:{substance}:{a.mode}",
        compared=COMPARED,
    )


def corridor(pair: Pair) -> list[Line]:
    """Both ends together where both agree, or else each end by itself."""
    a, b = pair.a, pair.b
    ends = ((a.departure, b.departure, "departure"), (a.destination, b.destination, "destination"))
    if all(left and left == right for left, right, _ in ends):
        route = f"{a.departure} > {a.destination}"
        weight = bits().agree_on_corridor(str(a.departure), str(a.destination))
        return [Line("corridor", "method", "agree", route, route, weight)]
    found = []
    for left, right, end in ends:
        if left is not None and right is not None:
            same = left == right
            count = bits().agree_on(end, left) if same else bits().differ(end)
            found.append(Line(end, "method", "agree" if same else "differ", left, right, count))
    return found


def hiding(pair: Pair) -> list[Line]:
    """Concealment and cover load. They go together (toys are hidden among toys), so the lesser counts half."""
    found = [line for line in (concealment(pair), cover(pair)) if line is not None]
    if len(found) == 2 and all(line.weight > 0 for line in found):
        lesser = min(range(2), key=lambda place: found[place].weight)
        found[lesser] = found[lesser]._replace(weight=found[lesser].weight / 2)
    return found


def concealment(pair: Pair) -> Line | None:
    """The coded hiding place."""
    left, right = pair.a.concealment, pair.b.concealment
    if left is None or right is None:
        return None
    if left == right:
        return Line("concealment", "method", "agree", left, right, bits().agree_on("concealment", left))
    return Line("concealment", "method", "differ", left, right, bits().differ("concealment"))


def cover(pair: Pair) -> Line | None:
    """The cover load, by its HS code where both give one, or else by the words that describe it."""
    a, b = pair.a, pair.b
    if a.cover_hs is not None and b.cover_hs is not None:
        if a.cover_hs == b.cover_hs:
            return Line("cover_hs", "method", "agree", a.cover_hs, b.cover_hs, bits().agree("cover_hs"))
        if a.cover_hs[:HEADING] == b.cover_hs[:HEADING]:
            return Line("cover_hs", "method", "near", a.cover_hs, b.cover_hs, NEAR * bits().agree("cover_hs"))
        return Line("cover_hs", "method", "differ", a.cover_hs, b.cover_hs, bits().differ("cover_hs"))
    if not a.cover_words or not b.cover_words:
        return None
    left, right = " ".join(sorted(a.cover_words)), " ".join(sorted(b.cover_words))
    shared = len(a.cover_words & b.cover_words)
    if shared >= CLOSE_WORDS or a.cover_words == b.cover_words:
        return Line("cover_words", "method", "agree", left, right, bits().agree("cover_words"))
    if shared:
        return Line("cover_words", "method", "near", left, right, NEAR * bits().agree("cover_words"))
    return Line("cover_words", "method", "differ", left, right, bits().differ("cover_words"))


def declared_value(pair: Pair) -> Line | None:
    """The declared value, if both are in one currency."""
    one, other = pair.a.declared_value, pair.b.declared_value
    if one is None or other is None or one[1] != other[1]:
        return None
    shown = f"{one[0]:g} {one[1]}", f"{other[0]:g} {other[1]}"
    return _sized("declared_value", one[0], other[0], shown)


def weight(pair: Pair) -> Line | None:
    """The declared weight."""
    a, b = pair.a, pair.b
    if a.weight is None or b.weight is None:
        return None
    return _sized("weight", a.weight, b.weight, (f"{a.weight:g} kg", f"{b.weight:g} kg"))


def _sized(feature: str, left: float, right: float, shown: tuple[str, str]) -> Line:
    """Equal within a tenth, near within three tenths of the greater."""
    apart = abs(left - right) / max(left, right)
    if apart <= 0.1:
        return Line(feature, "method", "agree", *shown, bits().agree(feature))
    if apart <= 0.3:
        return Line(feature, "method", "near", *shown, NEAR * bits().agree(feature))
    return Line(feature, "method", "differ", *shown, bits().differ(feature))


def _reachable(pair: Pair) -> bool:
    """Is there a week of each, next to one another, in which the method is not borne by too many?"""
    mine, theirs = method_keys(pair.a), method_keys(pair.b)
    return any(
        not (pair.parked(one.key) or pair.parked(other.key))
        for one in mine
        for other in theirs
        if one.method == other.method and abs(one.week - other.week) <= 1
    )
