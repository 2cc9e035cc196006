"""The ground truth, worked out again from nothing but the messages."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from services.contracts import identifiers
from services.contracts.report import Report
from services.contracts.sharing import Reader, Role, Sharing, owned, strictest, visible
from services.simulator.operation import CLOUDEVENT, Message, Operation, plan

Pair = tuple[str, str, str]
SMALL = range(10, 16)
"""Seeds of small operations, beside the model operation whose seed is 1."""


@cache
def planned(seed: int) -> Operation:
    """The model operation for seed 1, small ones for the others."""
    return plan(1) if seed == 1 else plan(seed, 120, 1_000)


@cache
def read(seed: int) -> dict[str, Report]:
    """Its standing reports."""
    return standing(planned(seed))


def standing(messages: Iterable[Message]) -> dict[str, Report]:
    """The highest version of every report that is neither refused nor held nor retracted."""
    reports: dict[str, Report] = {}
    retracted = set()
    for message in messages:
        if message.expected not in ("accepted", "duplicate"):
            continue
        found = json.loads(message.body or b"")
        report = Report.model_validate(found["data"] if message.content_type == CLOUDEVENT else found)
        known = reports.get(report.report_id)
        if known is None or (known.version or 1) < (report.version or 1):
            reports[report.report_id] = report
        if report.kind == "retraction":
            retracted.add(report.answers)
    return {key: report for key, report in reports.items() if key not in retracted}


def values(report: Report) -> Iterator[tuple[str, str, bool]]:
    """(type, value, sound) of everything in a report that another could bear as well."""
    way = report.transport
    if way:
        for found in (
            *(identifiers.s10(item) for item in way.items),
            *(identifiers.container(number) for number in way.containers),
            *((identifiers.awb(way.awb),) if way.awb else ()),
        ):
            assert found.value is not None
            yield found.type, found.value, found.check == "valid"
        for plate in way.plates:
            yield "plate", str(identifiers.plate(plate.country, plate.number).value), True
        if way.vessel and way.vessel.imo and way.voyage:
            yield "voyage", f"{identifiers.imo(way.vessel.imo).value}/{way.voyage}", True
        for name in ("courier", "bag_tags", "seals", "bills_of_lading"):
            for number in getattr(way, name):
                yield name, number, True
        for name in ("house_awb", "cmr"):
            if getattr(way, name):
                yield name, getattr(way, name), True
        if way.flight:
            yield "flight", f"{way.flight} {way.flight_date}", True
    for party in report.parties:
        for name, tokens in party.tokens.items():
            for token in tokens:
                yield f"token:{name}", token, name in ("phone", "address", "document", "email", "name")


def moment(report: Report) -> datetime:
    assert report.occurred_at is not None
    return report.occurred_at.astimezone(UTC)


def day(report: Report) -> date:
    posted = report.transport.posted_on if report.transport else None
    return posted or moment(report).date()


def linked(kind: str, one: Report, other: Report) -> bool:
    if one.administration == other.administration:
        return False
    if one.answers == other.report_id or other.answers == one.report_id:
        return False
    if kind == "s10":
        earlier = min(one, other, key=moment)
        return abs((day(one) - day(other)).days) <= 365 and earlier.kind != "seizure"
    if kind in ("container", "voyage"):
        return abs((moment(one) - moment(other)).days) < 60
    return True


@cache
def recomputed(seed: int) -> tuple[set[Pair], set[Pair], list[set[str]]]:
    """Links, pairs of parked values, and the bearers of every value that two reports share."""
    reports = read(seed)
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    sound: dict[tuple[str, str], bool] = {}
    for key, report in reports.items():
        for kind, value, is_sound in values(report):
            bearers[kind, value].add(key)
            sound[kind, value] = is_sound
    links: set[Pair] = set()
    parked: set[Pair] = set()
    for (kind, value), keys in bearers.items():
        for one, other in combinations(sorted(keys), 2):
            if sound[kind, value] and linked(kind, reports[one], reports[other]):
                found = parked if len(keys) > 20 else links
                found.add(("same_party" if kind.startswith("token:") else "same_object", one, other))
    return links, parked, [keys for keys in bearers.values() if len(keys) > 1]


def pairs(found: Iterable[dict[str, Any]]) -> set[Pair]:
    return {(link["class"], *link["reports"]) for link in found}


@pytest.mark.parametrize("seed", [1, *SMALL])
def test_planted_links_are_exactly_those_that_the_messages_hold(seed: int) -> None:
    truth = planned(seed).truth
    links, parked, _ = recomputed(seed)
    assert pairs(truth["planted_links"]) == links
    assert pairs(truth["tolerated_links"]) == parked - links
    assert {kind for kind, *_ in links} == {"same_object", "same_party"}


@pytest.mark.parametrize("seed", [1, *SMALL])
def test_no_two_reports_share_a_value_by_accident(seed: int) -> None:
    truth = planned(seed).truth
    groups = [set(group["reports"]) for group in truth["networks"] + truth["distractors"]]
    for bearers in recomputed(seed)[2]:
        assert any(bearers <= group for group in groups)


def test_the_model_operation_holds_more_than_two_hundred_links() -> None:
    assert len(recomputed(1)[0]) > 200


def test_no_distractor_is_among_the_planted_links(truth: dict[str, Any]) -> None:
    planted = pairs(truth["planted_links"])
    kinds = {group["kind"] for group in truth["distractors"]}
    assert kinds == {
        "retracted_pair",
        "thread",
        "reused_container",
        "reused_parcel",
        "parcel_seized_twice",
        "invalid_number",
        "same_owner",
        "common_name",
        "hub",
    }
    for group in truth["distractors"]:
        for kind in ("same_object", "same_party"):
            assert not {(kind, a, b) for a, b in combinations(sorted(group["reports"]), 2)} & planted


def test_every_true_group_has_at_least_one_planted_link(truth: dict[str, Any]) -> None:
    planted = pairs(truth["planted_links"])
    for group in truth["networks"]:
        inside = combinations(sorted(group["reports"]), 2)
        assert any((kind, a, b) in planted for a, b in inside for kind in ("same_object", "same_party"))


def test_a_repeated_consignee_is_seen_by_three_to_six_countries(truth: dict[str, Any]) -> None:
    networks = [group for group in truth["networks"] if group["kind"] == "network"]
    assert networks
    assert all(3 <= len(group["countries"]) <= 6 for group in networks)


def test_a_hub_has_more_bearers_than_are_linked(truth: dict[str, Any]) -> None:
    hubs = [group for group in truth["distractors"] if group["kind"] == "hub"]
    assert hubs
    assert all(len(group["reports"]) > 20 for group in hubs)


def test_a_link_that_is_withdrawn_is_not_a_link(truth: dict[str, Any]) -> None:
    withdrawn = pairs(truth["withdrawn_links"])
    assert {link["because"] for link in truth["withdrawn_links"]} == {"retracted", "corrected"}
    assert not withdrawn & pairs(truth["planted_links"])
    retracted = set(truth["retracted"])
    for link in truth["withdrawn_links"]:
        assert (link["because"] == "retracted") == bool(retracted & set(link["reports"]))


def test_the_truth_says_which_links_the_coordination_unit_may_read(truth: dict[str, Any]) -> None:
    reader = Reader(code="OCU", role=Role.COORDINATION_UNIT)

    def sharing(key: str) -> Sharing:
        report = read(1)[key]
        assert report.sharing is not None
        return owned(report.administration, report.sharing.tlp, report.sharing.audience, report.sharing.handling)

    for link in truth["planted_links"]:
        seen = visible(reader, strictest(sharing(key) for key in link["reports"]))
        assert link["seen_by_coordination"] == seen
    assert {link["seen_by_coordination"] for link in truth["planted_links"]} == {True, False}
