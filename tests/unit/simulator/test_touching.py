"""Dirt that touches what was planted: what must still be found, what must not, and that each kind is a switch."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from services.simulator.dirt import DIRT_BY_NAME, usual_touches
from services.simulator.operation import Operation, plan
from services.simulator.touching import TOUCHES
from services.simulator.truth.laboratory import found_in
from services.simulator.writing import Writer
from tests.unit.simulator.reading import Pair, pairs, report_in

SEED, SEIZURES, MESSAGES = 21, 300, 3_000
HARMLESS = (
    *("number_respelled", "number_put_right", "words_translated", "late", "version_before_first"),
    "retraction_retracted",
)


@cache
def touched(name: str | None, share: float = 1.0) -> Operation:
    """An operation without other dirt."""
    return plan(SEED, SEIZURES, MESSAGES, dirt={}, touches={name: share} if name else {})


def planted(name: str | None) -> set[Pair]:
    """Links between what was planted; answers, and chance neighbours of other groups, are left out."""
    truth = touched(name).truth
    return {pair for pair in pairs(link for link in truth["planted_links"] if link["planted"]) if pair[0] != "reply"}


def links_with(name: str, key: str) -> list[Mapping[str, Any]]:
    return [link for link in touched(name).truth[key] if name in link["dirt"]]


@pytest.mark.parametrize("name", HARMLESS)
def test_what_leaves_the_evidence_takes_no_link_away(name: str) -> None:
    assert planted(name) == planted(None)
    assert links_with(name, "planted_links")


def test_a_laboratory_that_settles_the_substance_takes_links_away_only_where_readers_may_not_hear_it() -> None:
    operation = touched("laboratory_settles")
    writer = Writer(SEED)
    analysed = [case for case in operation.cases if case.laboratory]
    unheard = {case.report_id for case in analysed if found_in(case, writer) is None}
    assert 0 < len(unheard) < len(analysed) / 2
    lost = planted(None) - planted("laboratory_settles")
    assert lost
    assert all(unheard.intersection(pair) for pair in lost)
    assert planted("laboratory_settles") <= planted(None)
    assert links_with("laboratory_settles", "planted_links")


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("number_mistyped", {"same_object", "serial_neighbour"}),
        ("number_spoilt", {"same_object", "serial_neighbour"}),
        ("laboratory_changes", {"same_method", "same_product"}),
        ("retracted", {"same_object", "serial_neighbour", "same_party", "same_method", "same_product"}),
        ("party_mistyped", {"same_party"}),
        ("tokens_missing", {"same_party"}),
        ("fields_missing", {"same_method", "same_product"}),
    ],
)
def test_what_destroys_evidence_takes_links_away_in_its_classes_only(name: str, classes: set[str]) -> None:
    lost = planted(None) - planted(name)
    assert {kind for kind, *_ in lost} == classes
    assert not planted(name) - planted(None)


def test_a_link_by_a_number_that_is_spoilt_later_is_withdrawn() -> None:
    truth = touched("number_spoilt").truth
    assert pairs(truth["withdrawn_links"]) >= planted(None) - planted("number_spoilt")


def test_a_link_to_a_mistyped_number_never_stood() -> None:
    truth = touched("number_mistyped").truth
    lost = planted(None) - planted("number_mistyped")
    assert pairs(truth["lost_links"]) >= lost
    assert not pairs(truth["withdrawn_links"], "serial_neighbour") & lost


def test_a_coarse_date_takes_no_object_or_party_away() -> None:
    lost = planted(None) - planted("month_precision")
    assert {kind for kind, *_ in lost} <= {"same_method"}


def test_the_wrong_key_of_one_administration_loses_its_parties_only() -> None:
    truth = touched("wrong_key").truth
    assert truth["lost_links"]
    assert {link["class"] for link in truth["lost_links"]} == {"same_party"}
    owners = [{truth["reports"][report] for report in link["reports"]} for link in truth["lost_links"]]
    assert set.intersection(*owners)


def test_a_retraction_that_is_retracted_leaves_three_reports_of_one_owner() -> None:
    operation = touched("retraction_retracted")
    messages = [m for m in operation if m.dirt == "retraction_retracted"]
    assert messages
    by_id = {m.report_id: report_in(m) for m in operation if m.content in ("retraction", "seizure", "warning")}
    for message in messages:
        taking_back = by_id[message.report_id]
        retraction = by_id[str(taking_back.answers)]
        assert retraction.kind == taking_back.kind == "retraction"
        assert by_id[str(retraction.answers)].administration == taking_back.administration
        assert str(retraction.answers) not in operation.truth["retracted"]


def test_every_share_is_a_switch_and_the_usual_ones_are_all_on() -> None:
    assert set(usual_touches()) == TOUCHES
    assert all(0 < share <= 1 for share in usual_touches().values())
    assert all(DIRT_BY_NAME[name].what for name in TOUCHES)
    assert not any(set(link["dirt"]) & TOUCHES for link in touched(None).truth["planted_links"])


def test_a_small_share_touches_at_least_one_group_and_a_large_one_more() -> None:
    few, many = (
        {report for link in touched("number_respelled", share).truth["planted_links"] for report in link["reports"]
         if "number_respelled" in link["dirt"]}
        for share in (0.01, 1.0)
    )  # fmt: skip
    assert 0 < len(few) < len(many)


def test_a_touch_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such touches"):
        plan(1, 100, 900, touches={"soot": 0.5})


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_that_is_none_is_an_error(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        plan(1, 100, 900, touches={"late": share})


def test_a_clean_operation_is_touched_by_nothing() -> None:
    operation = plan(1, 100, 900, dirt={})
    assert not any(
        link["dirt"] for link in operation.truth["planted_links"] if link["planted"] and link["class"] != "reply"
    )
    assert operation.truth["lost_links"] == []
