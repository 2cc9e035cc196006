"""Several trials as one document: figures by class and more, calibration, the peer beside, and the mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from services.cli.evaluation.calibration import Curve, Curves, as_rows, bands_of, expected_error, fit
from services.cli.evaluation.measures import Counts, best_threshold, rank_agreement, rows_of, total
from services.cli.evaluation.mistakes import Mistake, causes
from services.cli.evaluation.trial import REPLY, Trial
from services.cli.evaluation.verdicts import CLASSES

PRECISION: Final = 0.98
RECALL: Final = 0.97
"""The goals over all classes."""

SHOWN: Final = 20
"""Mistakes of each sort that are told in full."""

TOP_BAND: Final = 0.9
_THIRDS: Final = ("weak", "medium", "strong")
_UNKNOWN: Final = Curve(slope=0.0, intercept=0.0)

Scored = tuple[str, float, bool]
"""Class, score and truth of a link."""


def summarise(trials: Sequence[Trial], curves: Curves) -> dict[str, Any]:
    """The document of `tocsin links evaluate --json`."""
    tables = {name: total(trial.tables[name] for trial in trials) for name in trials[0].tables}
    whole = tables["all"]["all"]
    scores = [score for trial in trials for score in trial.scores if score[0] != REPLY]
    wrong = [one for trial in trials for one in trial.wrong]
    missed = [one for trial in trials for one in trial.missed]
    return {
        "seeds": [trial.seed for trial in trials],
        "reports": sum(trial.reports for trial in trials),
        "compared_pairs": sum(trial.pairs for trial in trials),
        "links_neither_right_nor_wrong": sum(trial.neither for trial in trials),
        "goals": {"precision": PRECISION, "recall": RECALL, "reached": reached(whole)},
        "tables": {name: rows_of(table) for name, table in tables.items()},
        "by_seed": [{"seed": trial.seed, **trial.tables["all"]["all"].as_dict} for trial in trials],
        "blocking": _blocking(trials),
        "calibration": calibration(scores, curves),
        "thresholds": _thresholds(trials),
        "peer": _peer(trials, tables["class"]),
        "causes": {"wrong": causes(wrong), "missed": causes(missed)},
        "wrong": [one.as_dict for one in _gravest(wrong)],
        "missed": [one.as_dict for one in _gravest(missed)],
    }


def reached(counts: Counts) -> bool:
    """Are the goals over all classes reached?"""
    return counts.precision >= PRECISION and counts.recall >= RECALL


def fitted(trials: Iterable[Trial]) -> dict[str, Curve]:
    """The curve of each class through these trials' links."""
    scores = [score for trial in trials for score in trial.scores]
    return {
        link_class: fit([(score, truth) for kind, score, truth in scores if kind == link_class])
        for link_class in CLASSES
    }


def calibration(scores: Sequence[Scored], curves: Curves) -> dict[str, Any]:
    """Does what is said keep its word? By bands of a tenth; and the order of links at the top and by thirds."""
    told = [
        (curves.curves.get(kind, _UNKNOWN).probability(score), truth, (kind, score)) for kind, score, truth in scores
    ]
    bands = bands_of((probability, truth) for probability, truth, _ in told)
    top = [one for one in told if one[0] >= TOP_BAND]
    order = rank_agreement([(probability, truth) for probability, truth, _ in top])
    return {
        "provenance": curves.provenance,
        "bands": as_rows(bands),
        "expected_error": round(expected_error(bands), 4),
        "top_band": {
            "links": len(top),
            "false": sum(not truth for _, truth, _ in top),
            "true_above_false": None if order is None else round(order, 4),
            "different_scores": len({score for _, _, score in top}),
        },
        "thirds": _thirds(scores),
    }


def _thirds(scores: Iterable[Scored]) -> dict[str, dict[str, float]]:
    """By class, the share of true links in the lowest, middle and highest third of the scores."""
    found: dict[str, dict[str, float]] = {}
    ordered = sorted(scores, key=lambda one: one[:2])
    for link_class in CLASSES:
        of = [truth for kind, _, truth in ordered if kind == link_class]
        cuts = [round(len(of) * third / 3) for third in range(4)]
        parts = [of[cuts[third] : cuts[third + 1]] for third in range(3)]
        found[link_class] = {
            name: round(sum(part) / len(part), 4) for name, part in zip(_THIRDS, parts, strict=True) if part
        }
    return found


def _blocking(trials: Iterable[Trial]) -> list[dict[str, Any]]:
    """By class, the share of planted pairs that are compared at all."""
    rows = []
    every = list(trials)
    for link_class in CLASSES:
        planted = sum(trial.blocking[link_class][0] for trial in every)
        compared = sum(trial.blocking[link_class][1] for trial in every)
        share = round(compared / planted, 4) if planted else 1.0
        rows.append({"group": link_class, "planted": planted, "compared": compared, "recall": share})
    return rows


def _thresholds(trials: Iterable[Trial]) -> list[dict[str, Any]]:
    """By class, the cut that would have served best here: a hint for the next weights, never a figure of ours."""
    triggered = [one for trial in trials for one in trial.triggered]
    rows = []
    for link_class in CLASSES:
        best = best_threshold((score, truth) for kind, score, truth in triggered if kind == link_class)
        cut = None if best.score == float("inf") else best.score
        rows.append({"group": link_class, "best": cut, **best.counts.as_dict})
    return rows


def _peer(trials: Sequence[Trial], ours: Mapping[str, Counts]) -> dict[str, Any] | None:
    """Side by side with Splink, by class and over all. None when it was left out."""
    if not all(trial.peer for trial in trials):
        return None
    rows = []
    sums = {"ours": Counts(), "same_pairs": Counts(), "own_pairs": Counts()}
    for link_class in CLASSES:
        theirs = [trial.peer[link_class] for trial in trials if link_class in trial.peer]
        lacking = [trial for trial in trials if link_class not in trial.peer]
        unseen = sum((Counts(missed=trial.blocking[link_class][0]) for trial in lacking), Counts())
        row = {
            "ours": ours.get(link_class, Counts()),
            "same_pairs": sum((one.best_given for one in theirs), unseen),
            "own_pairs": sum((one.best_own for one in theirs), unseen),
        }
        sums = {name: sums[name] + row[name] for name in sums}
        rows.append({"group": link_class, "rounds": sorted({one.rounds for one in theirs}), **_as_dicts(row)})
    return {"rows": [*rows, {"group": "all", **_as_dicts(sums)}], "ours_not_below": sums["ours"].f1 >= _best(sums)}


def _best(sums: Mapping[str, Counts]) -> float:
    return max(sums["same_pairs"].f1, sums["own_pairs"].f1)


def _as_dicts(row: Mapping[str, Counts]) -> dict[str, dict[str, int | float]]:
    return {name: counts.as_dict for name, counts in row.items()}


def _gravest(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """The first to look at: wrong links with the highest score, missed ones that were nearest to being found."""
    return sorted(mistakes, key=lambda one: (-(one.score or 0.0), one.seed, one.reports))[:SHOWN]
