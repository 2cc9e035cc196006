"""Precision, recall and F1 of links, all together and by whatever they can be told apart by. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Pair = tuple[str, str, str]
"""A link: its class and its two report ids, sorted."""

Groups = Callable[[Pair], Iterable[str]]
"""The groups that a link is counted in: none, one or several."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Links that were found and are true, that were found and are not, and true ones that were not found."""

    true: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is true; 1 when nothing was found."""
        found = self.true + self.false
        return self.true / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was found; 1 when nothing is true."""
        planted = self.true + self.missed
        return self.true / planted if planted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 1 when there was nothing to find and nothing was found."""
        all_of_them = 2 * self.true + self.false + self.missed
        return 2 * self.true / all_of_them if all_of_them else 1.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.true + other.true, self.false + other.false, self.missed + other.missed)

    @property
    def as_dict(self) -> dict[str, int | float]:
        """Counts and shares as they stand in a JSON document."""
        shares = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {"true": self.true, "false": self.false, "missed": self.missed, **shares}


def count(found: Iterable[Pair], planted: Iterable[Pair], tolerated: Iterable[Pair] = ()) -> Counts:
    """What was found held against what was planted; ``tolerated`` links are neither right nor wrong."""
    claimed, wanted = set(found), set(planted)
    judged = claimed - (set(tolerated) - wanted)
    return Counts(len(judged & wanted), len(judged - wanted), len(wanted - claimed))


def count_by(groups: Groups, found: Iterable[Pair], planted: Iterable[Pair]) -> dict[str, Counts]:
    """The same for each group of links, in the order of their names. ``found`` holds no tolerated links any more."""
    claimed: dict[str, set[Pair]] = defaultdict(set)
    wanted: dict[str, set[Pair]] = defaultdict(set)
    for into, pairs in ((claimed, found), (wanted, planted)):
        for pair in pairs:
            for group in groups(pair):
                into[group].add(pair)
    return {group: count(claimed[group], wanted[group]) for group in sorted(claimed.keys() | wanted.keys())}


def total(parts: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """Breakdowns of several operations added up, group by group."""
    added: dict[str, Counts] = defaultdict(Counts)
    for part in parts:
        for group, counts in part.items():
            added[group] += counts
    return dict(sorted(added.items()))


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where to cut a list of scored pairs, and what that gives."""

    score: float
    counts: Counts


def best_threshold(scored: Iterable[tuple[float, bool]], missed: int = 0) -> Threshold:
    """The cut with the highest F1 when every pair at or above it is taken; of several, the highest cut.

    ``missed`` true pairs have no score at all, so that no cut finds them. The cut is infinite when taking none is best.
    """
    ordered = sorted(scored, key=lambda each: -each[0])
    of_truth = sum(truth for _, truth in ordered) + missed
    best = Threshold(float("inf"), Counts(0, 0, of_truth))
    true = false = 0
    for place, (score, truth) in enumerate(ordered):
        true, false = true + truth, false + (not truth)
        if place + 1 < len(ordered) and ordered[place + 1][0] == score:
            continue  # equal scores are taken together
        counts = Counts(true, false, of_truth - true)
        if counts.f1 > best.counts.f1:
            best = Threshold(score, counts)
    return best


def rank_agreement(scored: Sequence[tuple[float, bool]]) -> float | None:
    """How often a true link stands above a false one (area under the ROC curve), equal scores counting half.

    None when all are true or all are false.
    """
    trues, falses = sum(truth for _, truth in scored), sum(not truth for _, truth in scored)
    if not trues or not falses:
        return None
    below, above = 0, 0.0
    by_score: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for score, truth in scored:
        by_score[score][truth] += 1
    for _, (wrong, right) in sorted(by_score.items()):
        above += right * (below + wrong / 2)
        below += wrong
    return above / (trues * falses)


def rows_of(parts: Mapping[str, Counts]) -> list[dict[str, Any]]:
    """A breakdown as rows of a JSON document."""
    return [{"group": group, **counts.as_dict} for group, counts in parts.items()]
