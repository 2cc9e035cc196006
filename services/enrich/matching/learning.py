"""What a body of reports teaches about weights: from pairs that share a key, by sort of key, and pairs by chance. Pure.

Nobody has judged these pairs. Chance pairs count as not true, which says what u is; the shares of true pairs among
those that share a key are learnt with m.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from services.enrich.matching.blocking import asked_keys, keys_of
from services.enrich.matching.comparing import blocked_on, compared, sort_of
from services.enrich.matching.estimate import Estimate, Vector, estimate
from services.enrich.matching.judging import never
from services.enrich.matching.weights import bits
from services.enrich.sides import Side

BY_CHANCE: Final = "chance"
"""The block of pairs that nothing has chosen."""
TRUE_BY_CHANCE: Final = 1e-5
NESTED: Final = ("time_7", "time_3", "time_1")
"""Learnt each within the one before; the weights are of all pairs."""


def learn(sides: Sequence[Side], by_chance: int = 50_000) -> Estimate:
    """m and u of every feature in the weights file, starting from it. Features that were never compared stay."""
    weights = bits().weights
    start = {name: (one.m, weights.u(name)) for name, one in weights.features.items()}
    for longer, shorter in pairwise(NESTED):
        within = zip(start[shorter], (weights.features[longer].m, weights.u(longer)), strict=True)
        m, u = (part / whole for part, whole in within)
        start[shorter] = m, u
    found = estimate(vectors_of(sides, by_chance), start, {BY_CHANCE: TRUE_BY_CHANCE})
    by_name = {one.feature: one for one in found.proposals}
    for longer, shorter in pairwise(NESTED):
        inner, outer = by_name[shorter], by_name[longer]
        by_name[shorter] = replace(inner, m=inner.m * outer.m, u=inner.u * outer.u)
    return replace(found, proposals=tuple(by_name[name] for name in sorted(by_name)))


def pairs_of(sides: Sequence[Side], by_chance: int = 50_000) -> Iterator[tuple[str, Side, Side]]:
    """Every pair that shares a key that is not parked, once for each sort of key; and about ``by_chance`` others."""
    known = sorted({side.report_id: side for side in sides if not side.retracted}.values(), key=lambda s: s.report_id)
    bearers: dict[str, list[int]] = defaultdict(list)
    for place, side in enumerate(known):
        for key in keys_of(side.features, side.first, side.last):
            bearers[key].append(place)
    limit = bits().weights.bearer_bands[-1]
    for place, side in enumerate(known):
        chosen: set[tuple[str, int]] = set()
        for key in asked_keys(side.features, side.first, side.last):
            of = bearers.get(key, ())
            if len(of) <= limit:
                chosen.update((sort_of(key), other) for other in of if other != place)
        for sort, other in sorted(chosen):
            # Neighbours ask for each other: the pair belongs to the one that comes first.
            if place < other and never(side, known[other]) is None:
                yield sort, side, known[other]
    # Ids are hashes, so that neighbours in their order are a fair draw.
    for step in range(1, min(len(known), 1 + by_chance // max(1, len(known)))):
        for place in range(len(known) - step):
            if never(known[place], known[place + step]) is None:
                yield BY_CHANCE, known[place], known[place + step]


def vectors_of(sides: Sequence[Side], by_chance: int = 50_000) -> Iterator[tuple[str, Vector]]:
    """The same as comparison vectors, each without what its block was chosen by."""
    for sort, one, other in pairs_of(sides, by_chance):
        known = blocked_on(sort) if sort != BY_CHANCE else frozenset()
        yield sort, {feature: agrees for feature, agrees in compared(one, other).items() if feature not in known}
