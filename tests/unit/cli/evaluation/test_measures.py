"""Precision, recall, F1, the best threshold and the order of links."""

from __future__ import annotations

import pytest

from services.cli.evaluation.measures import Counts, Pair, best_threshold, count, count_by, rank_agreement, total


def pair(one: str, other: str, link_class: str = "same_object") -> Pair:
    return (link_class, one, other)


def test_a_found_link_is_true_only_when_its_class_was_planted_between_these_two() -> None:
    found = {pair("A", "B"), pair("A", "C"), pair("A", "B", "same_party")}
    counts = count(found, planted={pair("A", "B"), pair("B", "C")})
    assert counts == Counts(true=1, false=2, missed=1)
    assert (round(counts.precision, 3), counts.recall) == (0.333, 0.5)


def test_tolerated_links_are_neither_right_nor_wrong_and_missing_them_costs_nothing() -> None:
    counts = count([pair("A", "B")], planted=[], tolerated=[pair("A", "B"), pair("A", "C")])
    assert counts == Counts()


def test_a_planted_link_counts_even_when_it_is_tolerated_as_well() -> None:
    assert count([pair("A", "B")], planted=[pair("A", "B")], tolerated=[pair("A", "B")]) == Counts(true=1)


def test_nothing_found_of_nothing_is_perfect_and_nothing_found_of_something_is_not() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (1.0, 1.0, 1.0)
    assert (Counts(missed=3).precision, Counts(missed=3).recall, Counts(missed=3).f1) == (1.0, 0.0, 0.0)


def test_a_link_of_several_groups_counts_in_each_of_them_and_in_no_other() -> None:
    links = {"A": ("late", "typing error"), "B": ("late",), "C": ()}
    groups = count_by(lambda link: links[link[1]], found=[pair("A", "Z"), pair("C", "Z")], planted=[pair("B", "Z")])
    assert groups == {"late": Counts(false=1, missed=1), "typing error": Counts(false=1)}


def test_operations_are_added_up_and_not_averaged() -> None:
    added = total([{"air": Counts(true=9, false=1)}, {"air": Counts(true=0, false=9), "sea": Counts(true=1)}])
    assert added == {"air": Counts(true=9, false=10), "sea": Counts(true=1)}


def test_the_best_threshold_takes_equal_scores_together() -> None:
    best = best_threshold([(3.0, True), (2.0, True), (2.0, False), (1.0, False)])
    assert best.score == 2.0
    assert best.counts == Counts(true=2, false=1)


def test_the_best_threshold_pays_for_true_pairs_that_have_no_score() -> None:
    assert best_threshold([(3.0, True)], missed=1).counts == Counts(true=1, missed=1)
    assert best_threshold([], missed=2).counts == Counts(missed=2)


@pytest.mark.parametrize(
    ("scored", "agreement"),
    [
        ([(2.0, True), (1.0, False)], 1.0),
        ([(1.0, True), (2.0, False)], 0.0),
        ([(1.0, True), (1.0, False)], 0.5),
        ([(1.0, True), (2.0, True)], None),
        ([], None),
    ],
)
def test_the_order_is_right_when_true_links_stand_above_false_ones(
    scored: list[tuple[float, bool]], agreement: float | None
) -> None:
    assert rank_agreement(scored) == agreement
