"""What a link's score says about its being true: a probability by class, and whether that probability keeps its word.

A score is in bits and has no upper end. A logistic curve of each class maps it to a probability; its two figures were
fitted on operations that the evaluation never sees, and stand in calibration.yaml with their provenance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field

FILE: Final = Path(__file__).with_name("calibration.yaml")
BANDS: Final = 10
_ROUNDS: Final = 100
_STEEPEST: Final = 10.0
_GRAIN: Final = 1e-6


class Curve(BaseModel):
    """Probability = 1 / (1 + exp(-(slope * score + intercept)))."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    slope: float = Field(ge=0, le=_STEEPEST)
    intercept: float

    def probability(self, score: float) -> float:
        """The probability that a link with this score is true."""
        return _logistic(self.slope * score + self.intercept)


class Curves(BaseModel):
    """The curve of each class, of one version of the weights. Raises ValidationError for a file that is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    weights_version: int
    provenance: str = Field(min_length=10)
    curves: Mapping[str, Curve]


@cache
def curves() -> Curves:
    """The committed curves."""
    found: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Curves.model_validate(found)


def fit(points: Sequence[tuple[float, bool]]) -> Curve:
    """The likeliest curve through scores and truths, never falling.

    As Platt (1999) does, a true one counts as (n + 1) / (n + 2) and a false one as 1 / (n + 2), n of its kind: so a
    class without a single false link gets a curve as well, and a cautious one.
    """
    trues = sum(truth for _, truth in points)
    falses = len(points) - trues
    level = math.log((trues + 1) / (falses + 1))
    if not points:
        return Curve(slope=0.0, intercept=level)
    middle = math.fsum(score for score, _ in points) / len(points)
    targets = [(score - middle, (trues + 1) / (trues + 2) if truth else 1 / (falses + 2)) for score, truth in points]
    slope, height = 0.0, level
    for _ in range(_ROUNDS):
        by_slope, by_height = _step(targets, slope, height)
        slope, height = slope + _bounded(by_slope), height + _bounded(by_height)
        if max(abs(by_slope), abs(by_height)) < 1e-9:
            break
    if slope <= 0:
        return Curve(slope=0.0, intercept=round(level, 4))
    slope = round(min(slope, _STEEPEST), 4)
    return Curve(slope=slope, intercept=round(height - slope * middle, 4))


def _step(targets: Sequence[tuple[float, float]], slope: float, height: float) -> tuple[float, float]:
    """One step of Newton's method, with a grain of ridge since truths may part perfectly."""
    pull_slope, pull_height = -_GRAIN * slope, 0.0
    bend_slope, bend_both, bend_height = _GRAIN, 0.0, _GRAIN
    for x, target in targets:
        p = _logistic(slope * x + height)
        error, spread = target - p, p * (1 - p)
        pull_slope, pull_height = pull_slope + error * x, pull_height + error
        bend_slope, bend_both, bend_height = bend_slope + spread * x * x, bend_both + spread * x, bend_height + spread
    determinant = bend_slope * bend_height - bend_both**2
    return (
        (bend_height * pull_slope - bend_both * pull_height) / determinant,
        (bend_slope * pull_height - bend_both * pull_slope) / determinant,
    )


def _bounded(step: float) -> float:
    return max(-1.0, min(1.0, step))


def _logistic(x: float) -> float:
    if x >= 0:
        return 1 / (1 + math.exp(-min(x, 700.0)))
    return math.exp(max(x, -700.0)) / (1 + math.exp(max(x, -700.0)))


@dataclass(frozen=True, slots=True)
class Band:
    """Links whose probability lies from ``low`` up to ``high``: how many, what was said on average, what is true."""

    low: float
    high: float
    links: int
    said: float
    true: float


def bands_of(said: Iterable[tuple[float, bool]], number: int = BANDS) -> list[Band]:
    """Bands of equal width that hold a link; 1.0 belongs to the last."""
    members: list[list[tuple[float, bool]]] = [[] for _ in range(number)]
    for probability, truth in said:
        members[min(int(probability * number), number - 1)].append((probability, truth))
    return [
        Band(
            place / number,
            (place + 1) / number,
            len(of),
            math.fsum(probability for probability, _ in of) / len(of),
            sum(truth for _, truth in of) / len(of),
        )
        for place, of in enumerate(members)
        if of
    ]


def expected_error(bands: Sequence[Band]) -> float:
    """The expected calibration error: how far what is said lies from what is true, on average over the links."""
    links = sum(band.links for band in bands)
    return math.fsum(band.links * abs(band.said - band.true) for band in bands) / links if links else 0.0


def as_rows(bands: Iterable[Band]) -> list[dict[str, Any]]:
    """Bands as rows of a JSON document."""
    return [
        {
            "from": band.low,
            "to": band.high,
            "links": band.links,
            "said": round(band.said, 4),
            "true": round(band.true, 4),
        }
        for band in bands
    ]
