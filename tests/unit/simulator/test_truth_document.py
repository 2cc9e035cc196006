"""What the truth tells of each pair: how it was planted, what touched it, what must come of it, who may read it."""

from __future__ import annotations

from dataclasses import asdict
from itertools import combinations
from typing import Any

import pytest

from services.contracts.sharing import Reader, Role, Sharing, owned, strictest, visible
from services.simulator.dirt import DIRT_BY_NAME
from services.simulator.planting import Planting
from tests.unit.simulator.reading import SMALL, Pair, pairs, planned, read

LISTS = ("planted_links", "tolerated_links", "lost_links", "forbidden_links")
TRUE = {
    *("warned_object", "seen_object", "serial_run", "party_pair", "network", "method", "product", "moved_identifier"),
    "thread",
}
FALSE = {
    *("retracted_pair", "reused_container", "impossible_container", "reused_parcel", "parcel_seized_twice"),
    *("cloned_plate", "invalid_number", "lone_house_waybill", "lone_serial", "same_owner", "exercise"),
    *("contradiction", "common_name", "copied_logo", "honest_twin", "hub", "crowded_name", "flood", "corridor"),
}


def inside(group: dict[str, Any], *classes: str) -> set[Pair]:
    return {(kind, one, other) for one, other in combinations(sorted(group["reports"]), 2) for kind in classes}


def test_every_kind_of_network_and_of_lookalike_is_in_the_model_operation(truth: dict[str, Any]) -> None:
    assert {group["kind"] for group in truth["networks"]} == TRUE
    assert {group["kind"] for group in truth["distractors"]} == FALSE


def test_the_counts_follow_the_planting_plan_of_the_domain(truth: dict[str, Any]) -> None:
    kinds = [group["kind"] for group in truth["networks"]]
    shares = {name: kinds.count(name) * 1000 / 937 for name in TRUE}
    assert shares["warned_object"] == pytest.approx(20, abs=1)
    assert shares["warned_object"] + shares["seen_object"] == pytest.approx(60, abs=1)
    assert shares["serial_run"] == pytest.approx(30, abs=1)
    assert shares["party_pair"] + shares["network"] == pytest.approx(60, abs=1)
    assert sum(link["planted"] == "method" for link in truth["planted_links"]) >= 40
    assert sum(link["planted"] == "product" for link in truth["planted_links"]) >= 30


@pytest.mark.parametrize("seed", [1, *SMALL])
def test_a_pair_is_told_once_in_its_class(seed: int) -> None:
    truth = planned(seed).truth
    told = [pair for name in LISTS for pair in pairs(truth[name])]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("seed", [1, *SMALL])
def test_every_pair_of_a_true_group_is_accounted_for(seed: int) -> None:
    truth = planned(seed).truth
    known = {pair for name in (*LISTS, "withdrawn_links") for pair in pairs(truth[name])}
    for group in truth["networks"]:
        if group["kind"] in ("moved_identifier", "thread"):
            assert inside(group, group["class"]) & known
            continue
        for pair in inside(group, group["class"]):
            owners = {planned(seed).truth["reports"].get(report) for report in pair[1:]}
            assert pair in known or None in owners or len(owners) == 1


def test_no_lookalike_is_among_the_planted_links_of_its_class(truth: dict[str, Any]) -> None:
    planted = pairs(truth["planted_links"])
    for group in truth["distractors"]:
        assert not inside(group, group["class"]) & planted, group["kind"]


def test_a_network_is_seen_by_three_to_six_countries(truth: dict[str, Any]) -> None:
    networks = [group for group in truth["networks"] if group["kind"] == "network"]
    assert networks
    assert all(3 <= len(group["countries"]) <= 6 for group in networks)


def test_a_crowd_has_more_bearers_than_are_linked(truth: dict[str, Any]) -> None:
    sizes = [len(group["reports"]) for group in truth["distractors"] if group["veto"] == "parked"]
    assert min(sizes) > 20
    assert max(sizes) > 100
    assert {value["value"] for value in truth["parked_values"]} == {"phone", "address", "name", "awb"}


def test_a_link_that_is_withdrawn_is_not_a_link(truth: dict[str, Any]) -> None:
    withdrawn = pairs(truth["withdrawn_links"])
    assert {link["because"] for link in truth["withdrawn_links"]} == {"retracted", "corrected"}
    assert not withdrawn & pairs(truth["planted_links"])
    retracted = set(truth["retracted"])
    for link in truth["withdrawn_links"]:
        assert (link["because"] == "retracted") == bool(retracted & set(link["reports"]))


def test_what_was_planted_and_is_lost_was_lost_to_dirt(truth: dict[str, Any]) -> None:
    assert truth["lost_links"]
    for link in truth["lost_links"]:
        assert {"party_mistyped", "number_mistyped", "wrong_key", "tokens_missing"} & set(link["dirt"])


def test_dirt_is_told_by_the_names_of_its_list(truth: dict[str, Any]) -> None:
    names = {name for key in LISTS for link in truth[key] for name in link["dirt"]}
    traits = {"unit_clash_count", "unit_clash_mass"}
    assert names - traits <= DIRT_BY_NAME.keys()
    assert names >= {
        "number_respelled",
        "retraction_retracted",
        "number_put_right",
        "words_translated",
        "month_precision",
    }


def test_the_truth_says_which_links_the_coordination_unit_may_read(truth: dict[str, Any]) -> None:
    reader = Reader(code="OCU", role=Role.COORDINATION_UNIT)

    def sharing(key: str) -> Sharing:
        report = read(1)[key].report
        if report.sharing is None:
            return owned(report.administration, "AMBER", ("operation",))
        return owned(report.administration, report.sharing.tlp, report.sharing.audience, report.sharing.handling)

    for link in truth["planted_links"]:
        seen = visible(reader, strictest(sharing(key) for key in link["reports"]))
        assert link["seen_by_coordination"] == seen
    assert {link["seen_by_coordination"] for link in truth["planted_links"]} == {True, False}


def test_an_operation_of_any_size_has_some_of_every_class() -> None:
    for seizures in (60, 120, 937, 5_000):
        planting = asdict(Planting.for_seizures(seizures))
        names = ("warned_objects", "serial_runs", "party_pairs", "methods", "products", "threads", "retracted_pairs")
        assert all(planting[name] for name in names)
    assert not any(asdict(Planting.none()).values())
