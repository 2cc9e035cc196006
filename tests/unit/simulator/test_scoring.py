"""Found links against planted ones."""

from __future__ import annotations

from typing import Any

import pytest

from services.simulator.operation import plan
from services.simulator.scoring import WHOLE, Scope, score_links, score_tables, scored
from services.simulator.truth import Pair

TRUTH: dict[str, Any] = {
    "planted_links": [
        {"class": "same_object", "reports": ["a", "b"], "seen_by_coordination": True, "dirt": ["late"]},
        {"class": "same_party", "reports": ["a", "c"], "seen_by_coordination": True, "dirt": []},
        {"class": "same_party", "reports": ["c", "d"], "seen_by_coordination": False, "dirt": []},
        {"class": "same_object", "reports": ["e", "f"], "because": ["vin"]},
        {"class": "same_method", "reports": ["a", "b"], "because": ["manner"]},
    ],
    "tolerated_links": [{"class": "same_party", "reports": ["h", "i"]}],
    "parked_values": [{"class": "same_party", "value": "phone", "reports": ["p", "q", "r"]}],
    "forbidden_links": [
        {"class": "same_object", "reports": ["k", "l"], "veto": "impossible_journey", "dirt": []},
        {"class": "same_object", "reports": ["m", "n"], "veto": "outside_window", "dirt": ["before_operation"]},
    ],
    "reports": {"a": "RU", "b": "NL", "c": "KR", "m": "NL", "n": "DE"},
}
NARROW = Scope({"same_object": frozenset({"s10", "plate"}), "same_party": frozenset({"phone", "email"})}, frozenset())
"""Somebody who looks for two classes by a few values, and knows no veto of journeys."""
BOTH: list[Pair] = [("same_object", "b", "a"), ("same_party", "a", "c")]


def test_all_that_was_planted_and_nothing_else_is_perfect() -> None:
    assert score_links(TRUTH, BOTH, scope=NARROW) == {
        "planted": 2,
        "found": 2,
        "true": 2,
        "precision": 1.0,
        "recall": 1.0,
    }


def test_a_missed_link_costs_recall_and_an_invented_one_costs_precision() -> None:
    figures = score_links(TRUTH, [BOTH[0], ("same_object", "x", "y")], scope=NARROW)
    assert (figures["precision"], figures["recall"]) == (0.5, 0.5)


def test_a_lookalike_that_was_found_costs_precision() -> None:
    assert score_links(TRUTH, [*BOTH, ("same_object", "m", "n")], scope=NARROW)["precision"] == pytest.approx(2 / 3)


def test_the_right_pair_in_the_wrong_class_is_not_found() -> None:
    assert score_links(TRUTH, [("same_party", "a", "b")], scope=NARROW)["true"] == 0


@pytest.mark.parametrize(
    "pair",
    [
        ("same_party", "h", "i"),
        ("same_party", "r", "p"),
        ("reply", "x", "y"),
        ("same_party", "c", "d"),
        ("same_object", "e", "f"),
        ("same_object", "k", "l"),
    ],
)
def test_what_may_stand_and_what_nobody_looks_for_yet_count_neither_way(pair: Pair) -> None:
    """A tolerated pair, a parked value, another class, a link hidden from the reader, other evidence, another veto."""
    assert score_links(TRUTH, [*BOTH, pair], scope=NARROW) == score_links(TRUTH, BOTH, scope=NARROW)


def test_two_bearers_of_a_parked_value_are_wrong_in_another_class() -> None:
    assert score_links(TRUTH, [*BOTH, ("same_object", "p", "q")], scope=NARROW)["precision"] < 1


def test_in_the_whole_every_class_evidence_and_veto_counts() -> None:
    found: list[Pair] = [*BOTH, ("same_object", "e", "f"), ("same_method", "a", "b"), ("same_object", "k", "l")]
    figures = score_links(TRUTH, found, scope=WHOLE)
    assert (figures["planted"], figures["found"], figures["true"]) == (4, 5, 4)


def test_somebody_who_sees_everything_must_find_everything() -> None:
    assert score_links(TRUTH, BOTH, as_coordination=False, scope=NARROW)["recall"] == pytest.approx(2 / 3)


def test_nothing_to_find_and_nothing_found_is_perfect() -> None:
    empty: dict[str, Any] = {"planted_links": [], "tolerated_links": []}
    assert score_links(empty, [], scope=NARROW)["precision"] == score_links(empty, [], scope=NARROW)["recall"] == 1.0
    assert scored(empty, []).f1 == 1.0


def test_f1_is_the_harmonic_mean_and_nothing_of_nothing() -> None:
    assert scored(TRUTH, [BOTH[0], ("same_object", "x", "y")]).f1 == pytest.approx(2 * 0.5 * 0.25 / 0.75)
    assert scored(TRUTH, [("same_object", "x", "y")]).f1 == 0.0


def test_figures_are_told_by_class_dirt_script_and_country() -> None:
    tables = score_tables(TRUTH, [*BOTH, ("same_object", "m", "n"), ("same_party", "q", "p")])
    assert tables["class"]["same_object"]["planted"] == 2
    assert tables["class"]["same_object"]["found"] == 2
    assert tables["dirt"]["late"]["recall"] == 1.0
    assert tables["dirt"]["before_operation"]["precision"] == 0.0
    assert tables["dirt"]["none"]["true"] == 1
    assert tables["script"]["Cyrillic+Latin"]["recall"] == 0.5
    assert tables["script"]["Cyrillic+Hangul"]["recall"] == 1.0
    assert tables["country"]["DE"] == {"planted": 0, "found": 1, "true": 0, "precision": 0.0, "recall": 1.0, "f1": 0.0}
    assert tables["all"]["all"]["found"] == 3


def test_a_perfect_finder_scores_one_in_every_table() -> None:
    truth = plan(4, 60, 600).truth
    found = [(link["class"], *link["reports"]) for link in truth["planted_links"]]
    for table in score_tables(truth, found, as_coordination=False).values():
        for row, figures in table.items():
            assert figures["f1"] == 1.0, row


def test_a_scope_without_classes_holds_nothing() -> None:
    assert not Scope({}, frozenset()).holds({"class": "reply"})
