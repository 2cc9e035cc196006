"""m and u from pairs that nobody has judged: expectation and maximisation over comparison vectors. Pure.

Pairs come in blocks, by the sort of key that chose them, and each block has its own share of true pairs. What a block
was chosen by agrees in all of it and says nothing there; it is learnt from the other blocks (the caller leaves it out
of the block's vectors). Features count as independent. So it finds a maximum near to where it starts, which is not
the truth: a proposal for a person, to be tried on planted truth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

Vector = Mapping[str, bool]
LEAST: Final = 1e-5
"""m and u stay this far from 0 and 1, so that no single disagreement can decide for ever."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was learnt of one feature. ``pairs``: in how many it could be compared; ``true``: as many expected true."""

    feature: str
    m: float
    u: float
    pairs: int
    true: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """All proposals by feature, sorted; the share of true pairs by block; and after how many rounds it settled."""

    proposals: tuple[Proposal, ...]
    shares: Mapping[str, float]
    rounds: int
    settled: bool


def estimate(
    vectors: Iterable[tuple[str, Vector]],
    start: Mapping[str, tuple[float, float]],
    known: Mapping[str, float] | None = None,
    share: float = 0.2,
    rounds: int = 500,
    tolerance: float = 1e-5,
) -> Estimate:
    """m and u of every feature of ``start`` (feature -> m, u), from (block, vector) pairs.

    Features that ``start`` lacks are not learnt. ``known`` holds the share of true pairs of blocks for which it is not
    to be learnt. Empty input gives ``start`` back.
    """
    counts = Counter(
        (block, tuple(sorted((f, a) for f, a in vector.items() if f in start))) for block, vector in vectors
    )
    m, u = ({feature: _bounded(pair[side]) for feature, pair in start.items()} for side in (0, 1))
    fixed = known or {}
    shares = {block: fixed.get(block, share) for block in sorted({block for block, _ in counts})}
    done = 0
    moved = tolerance if counts else 0.0
    while done < rounds and moved >= tolerance:
        done += 1
        truth = {seen: _likely(seen[1], shares[seen[0]], m, u) for seen in counts}
        new_m, new_u = _maximised(counts, truth, m, u)
        new_shares = {block: fixed.get(block, learnt) for block, learnt in _shares(counts, truth).items()}
        moved = max(
            abs(new[name] - old[name]) for new, old in ((new_m, m), (new_u, u), (new_shares, shares)) for name in new
        )
        m, u, shares = new_m, new_u, new_shares
    weights = {seen: _likely(seen[1], shares[seen[0]], m, u) for seen in counts}
    proposals = tuple(_proposal(feature, m, u, counts, weights) for feature in sorted(start))
    return Estimate(proposals, shares, done, moved < tolerance)


Seen = tuple[str, tuple[tuple[str, bool], ...]]


def _likely(vector: Iterable[tuple[str, bool]], share: float, m: Mapping[str, float], u: Mapping[str, float]) -> float:
    """How likely a pair with this vector is a true one."""
    true, chance = share, 1 - share
    for feature, agrees in vector:
        true *= m[feature] if agrees else 1 - m[feature]
        chance *= u[feature] if agrees else 1 - u[feature]
    return true / (true + chance) if true + chance > 0 else 0.0


def _maximised(
    counts: Mapping[Seen, int], truth: Mapping[Seen, float], m: Mapping[str, float], u: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for seen in sorted(counts):
        true = counts[seen] * truth[seen]
        chance = counts[seen] - true
        for feature, agrees in seen[1]:
            told = sums[feature]
            told[0] += true
            told[1] += chance
            if agrees:
                told[2] += true
                told[3] += chance
    new_m, new_u = dict(m), dict(u)
    for feature, (true, chance, true_agrees, chance_agrees) in sums.items():
        new_m[feature] = _bounded(true_agrees / true) if true > 0 else m[feature]
        new_u[feature] = _bounded(chance_agrees / chance) if chance > 0 else u[feature]
    return new_m, new_u


def _shares(counts: Mapping[Seen, int], truth: Mapping[Seen, float]) -> dict[str, float]:
    pairs: Counter[str] = Counter()
    true: dict[str, float] = defaultdict(float)
    for seen in sorted(counts):
        pairs[seen[0]] += counts[seen]
        true[seen[0]] += counts[seen] * truth[seen]
    return {block: _bounded(true[block] / pairs[block]) for block in sorted(pairs)}


def _proposal(
    feature: str,
    m: Mapping[str, float],
    u: Mapping[str, float],
    counts: Mapping[Seen, int],
    truth: Mapping[Seen, float],
) -> Proposal:
    bearing = sorted(seen for seen in counts if any(name == feature for name, _ in seen[1]))
    true = sum(counts[seen] * truth[seen] for seen in bearing)
    return Proposal(feature, m[feature], u[feature], sum(counts[seen] for seen in bearing), true)


def _bounded(share: float) -> float:
    return min(1 - LEAST, max(LEAST, share))
