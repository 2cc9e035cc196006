"""Does nine of ten mean nine of ten? Curves, bands and the error between what is said and what is true."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cli.evaluation.calibration import Band, Curve, bands_of, expected_error, fit


def drawn(curve: Curve, number: int) -> list[tuple[float, bool]]:
    """Scores with truths drawn by this curve."""
    source = random.Random("calibration")
    scores = [source.uniform(-5, 15) for _ in range(number)]
    return [(score, source.random() < curve.probability(score)) for score in scores]


def test_the_curve_that_drew_the_truths_is_found_again() -> None:
    found = fit(drawn(Curve(slope=0.8, intercept=-4.0), 20_000))
    assert found.slope == pytest.approx(0.8, abs=0.05)
    assert found.intercept == pytest.approx(-4.0, abs=0.25)


def test_a_fitted_curve_keeps_its_word_on_what_it_was_not_fitted_on() -> None:
    points = drawn(Curve(slope=0.6, intercept=-2.0), 20_000)
    curve = fit(points[::2])
    assert expected_error(bands_of((curve.probability(score), truth) for score, truth in points[1::2])) < 0.02


def test_a_class_without_a_false_link_is_said_to_be_nearly_sure_and_never_sure() -> None:
    curve = fit([(20.0 + n, True) for n in range(50)])
    assert 0.9 < curve.probability(20.0) < 1.0


def test_a_score_that_misleads_gives_a_flat_curve_at_the_share_of_true_links() -> None:
    curve = fit([(1.0, True), (2.0, False)] * 100)
    assert curve.slope == 0.0
    assert curve.probability(7.0) == pytest.approx(0.5)


def test_without_links_the_curve_says_half() -> None:
    assert fit([]).probability(3.0) == 0.5


@given(st.lists(st.tuples(st.floats(-200, 200), st.booleans()), max_size=30), st.floats(-1e6, 1e6))
def test_any_scores_give_a_curve_that_never_falls_and_stays_a_probability(
    points: list[tuple[float, bool]], score: float
) -> None:
    curve = fit(points)
    assert 0.0 <= curve.probability(score) <= curve.probability(score + 1) <= 1.0
    assert math.isfinite(curve.slope)
    assert math.isfinite(curve.intercept)


def test_bands_hold_what_was_said_and_what_was_true_and_certainty_is_in_the_last() -> None:
    low, high = bands_of([(0.91, True), (0.99, False), (1.0, True), (0.15, False)])
    assert (low.low, low.high, low.links, low.true) == (0.1, 0.2, 1, 0.0)
    assert (high.low, high.high, high.links) == (0.9, 1.0, 3)
    assert [high.said, high.true] == pytest.approx([2.9 / 3, 2 / 3])


def test_the_expected_error_weighs_each_band_by_its_links() -> None:
    assert expected_error([Band(0, 0.1, 9, 0.05, 0.05), Band(0.9, 1, 1, 0.95, 0.45)]) == pytest.approx(0.05)
    assert expected_error([]) == 0.0
