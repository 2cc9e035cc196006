"""Found links against planted ones."""

from __future__ import annotations

from typing import Any

import pytest

from services.simulator.scoring import score_links
from services.simulator.truth import Pair

TRUTH: dict[str, Any] = {
    "planted_links": [
        {"class": "same_object", "reports": ["a", "b"], "seen_by_coordination": True},
        {"class": "same_party", "reports": ["a", "c"], "seen_by_coordination": True},
        {"class": "same_party", "reports": ["c", "d"], "seen_by_coordination": False},
    ],
    "tolerated_links": [{"class": "same_party", "reports": ["h", "i"]}],
}
BOTH: list[Pair] = [("same_object", "b", "a"), ("same_party", "a", "c")]


def test_all_that_was_planted_and_nothing_else_is_perfect() -> None:
    assert score_links(TRUTH, BOTH) == {"planted": 2, "found": 2, "true": 2, "precision": 1.0, "recall": 1.0}


def test_a_missed_link_costs_recall_and_an_invented_one_costs_precision() -> None:
    scored = score_links(TRUTH, [BOTH[0], ("same_object", "x", "y")])
    assert (scored["precision"], scored["recall"]) == (0.5, 0.5)


def test_the_right_pair_in_the_wrong_class_is_not_found() -> None:
    assert score_links(TRUTH, [("same_party", "a", "b")])["true"] == 0


@pytest.mark.parametrize("pair", [("same_party", "h", "i"), ("reply", "x", "y"), ("same_party", "c", "d")])
def test_a_parked_value_another_class_and_what_the_reader_may_not_see_count_neither_way(pair: Pair) -> None:
    assert score_links(TRUTH, [*BOTH, pair]) == score_links(TRUTH, BOTH)


def test_somebody_who_sees_everything_must_find_everything() -> None:
    assert score_links(TRUTH, BOTH, as_coordination=False)["recall"] == pytest.approx(2 / 3)


def test_nothing_to_find_and_nothing_found_is_perfect() -> None:
    empty: dict[str, Any] = {"planted_links": [], "tolerated_links": []}
    assert score_links(empty, [])["precision"] == score_links(empty, [])["recall"] == 1.0
