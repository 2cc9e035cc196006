"""Two reports as a vector: which features agree, which disagree. What cannot be compared is not in it. Pure.

For estimating weights: unlike judging it asks nothing of a link class, and how rare a value is does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from services.enrich.matching.context import TIMES, mode, place, substance
from services.enrich.matching.lines import Line
from services.enrich.matching.method import concealment, cover, declared_value, weight
from services.enrich.matching.pairs import Pair
from services.enrich.matching.parties import COUNTED_AS, LEVELS, field_of
from services.enrich.matching.product import product_lines
from services.enrich.matching.series import nearest
from services.enrich.matching.weights import DAY
from services.enrich.sides import Side

Vector = Mapping[str, bool]
"""Feature, as in the weights file -> do the two agree on it?"""

BLOCKED_ON: Final[Mapping[str, frozenset[str]]] = {
    "run": frozenset({"serial"}),
    "mo": frozenset({"departure", "destination", "substance", "mode", "time_1", "time_3", "time_7"}),
    "product": frozenset({"substance", "colour", "mass", "logo"}),
    "press": frozenset({"press"}),
    "tool": frozenset({"tool"}),
    "profile": frozenset({"profile"}),
    "photo": frozenset({"photo"}),
}
"""What every pair that shares a key of this sort agrees on, by the choice of the pair. A number's is ``object``."""


def compared(one: Side, other: Side) -> dict[str, bool]:
    """The vector of a pair, the same in either order."""
    pair = Pair(one, other, _rare)
    found = {**_numbers(pair), **_tokens(pair), **_ends(pair), **_times(pair), **_looks(pair)}
    lines = (
        substance(pair),
        mode(pair),
        place(pair),
        concealment(pair),
        cover(pair),
        declared_value(pair),
        weight(pair),
    )
    for line in lines:
        if line is not None and line.feature != "substance_group":
            found[line.feature] = line.outcome == "agree"
    return found


def sort_of(key: str) -> str:
    """What a pair that shares this key was chosen by: a kind of key, and of party keys the field."""
    sort = key.partition(":")[0]
    return f"party:{field_of(key)}" if sort == "party" else sort


def blocked_on(sort: str) -> frozenset[str]:
    """The features that say nothing about a pair chosen by this sort of key."""
    if sort.startswith("party:"):
        field = sort.partition(":")[2]
        stem = field.partition("_")[0]
        same = {stem, f"{stem}_parts", f"{stem}_phonetic"} if stem in LEVELS else {COUNTED_AS.get(field, field)}
        return frozenset(same)
    return BLOCKED_ON.get(sort, frozenset({"object"}))


def _rare(_: str) -> int:
    return 2


def _numbers(pair: Pair) -> dict[str, bool]:
    mine, theirs = ({key.partition(":")[0] for key in traits.numbers} for traits in (pair.a, pair.b))
    found = {}
    if mine & theirs:
        found["object"] = not pair.a.numbers.isdisjoint(pair.b.numbers)
    if pair.a.series.keys() & pair.b.series.keys():
        found["serial"] = nearest(pair) is not None
    return found


def _tokens(pair: Pair) -> dict[str, bool]:
    mine, theirs = (_by_field(traits.tokens) for traits in (pair.a, pair.b))
    return {COUNTED_AS.get(field, field): not mine[field].isdisjoint(theirs[field]) for field in mine.keys() & theirs}


def _by_field(keys: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        found.setdefault(field_of(key), set()).add(key)
    return found


def _ends(pair: Pair) -> dict[str, bool]:
    ends = (
        ("departure", pair.a.departure, pair.b.departure),
        ("destination", pair.a.destination, pair.b.destination),
    )
    return {end: left == right for end, left, right in ends if left is not None and right is not None}


def _times(pair: Pair) -> dict[str, bool]:
    """Each shorter time only of those within the next longer one, since features are to be independent."""
    found = {}
    for days, feature in reversed(TIMES):
        found[feature] = pair.apart <= days * DAY
        if not found[feature]:
            break
    return found


def _looks(pair: Pair) -> dict[str, bool]:
    """Of the two products that are most alike."""
    best: list[Line] = []
    for one in pair.a.products:
        for other in pair.b.products:
            best = max(best, product_lines(pair, one, other), key=_alike)
    return {line.feature: line.outcome == "agree" for line in best}


def _alike(lines: list[Line]) -> tuple[int, int]:
    return sum(line.outcome == "agree" for line in lines), len(lines)
