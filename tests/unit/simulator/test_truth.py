"""The ground truth about objects and parties, worked out again from nothing but the messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import combinations

import pytest

from tests.unit.simulator.reading import (
    EXACT,
    PARTIAL,
    SMALL,
    Pair,
    Read,
    apart,
    comparable,
    pairs,
    planned,
    read,
)

WINDOWS = {
    **dict.fromkeys(("s10", "receptacle", "awb", "seal", "bill_of_lading", "booking", "plate", "vin", "mrn"), 365),
    **dict.fromkeys(("courier", "house_awb"), 92),
    **dict.fromkeys(("container", "vessel", "tir", "cmr"), 60),
    "bag_tag": 30,
    "ship": 14,
}
ALL = [1, *SMALL]


def joined_by_number(kind: str, one: Read, other: Read) -> bool:
    seizures = [each for each in (one, other) if each.report.kind == "seizure"]
    between = apart(one, other)
    if kind in ("s10", "courier") and seizures:
        (seizure, *second) = seizures
        before = other if seizure is one else one
        if second or seizure.span[0] < before.span[1]:
            return False
    if kind == "s10" and one.posted and other.posted:
        between = abs(one.posted - other.posted)
    if kind == "house_awb" and one.numbers.get("awb") != other.numbers.get("awb"):
        return False
    if kind == "ship" and "vessel" in one.numbers and "vessel" in other.numbers:
        return False
    # Where the plan lets an object travel, it has longer than this.
    longest = max(one.span[1] - other.span[0], other.span[1] - one.span[0])
    clones = kind in ("plate", "container") and len(seizures) == 2 and longest < timedelta(days=3)
    return between <= timedelta(days=WINDOWS[kind]) and not clones


def partly(one: Read, other: Read) -> bool:
    """Do a party of each agree in the sound of the name and in parts of the address?"""
    return any(
        all(mine.get(kind, set()) & theirs.get(kind, set()) for kind in ("name_phonetic", "address_parts"))
        for mine in one.parties
        for theirs in other.parties
    )


def borne(report: Read) -> Iterator[tuple[str, str]]:
    yield from ((kind, value) for kind, values in report.numbers.items() for value in values)
    yield from ((kind, token) for party in report.parties for kind, tokens in party.items() for token in tokens)


@cache
def bearers(seed: int) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, report in read(seed).items():
        for value in borne(report):
            found[value].add(key)
    return {value: keys for value, keys in found.items() if len(keys) > 1}


@cache
def recomputed(seed: int) -> tuple[set[Pair], set[Pair]]:
    """Links by numbers and tokens, and the pairs of parked values."""
    reports = read(seed)
    links: set[Pair] = set()
    parked: set[Pair] = set()
    for (kind, _), keys in bearers(seed).items():
        if kind == "name_parts":
            continue
        for left, right in combinations(sorted(keys), 2):
            one, other = reports[left], reports[right]
            if not comparable(one, other):
                continue
            if kind in WINDOWS:
                if joined_by_number(kind, one, other) or len(keys) > 20:
                    (parked if len(keys) > 20 else links).add(("same_object", left, right))
            elif kind in EXACT:
                (parked if len(keys) > 20 else links).add(("same_party", left, right))
            elif kind in PARTIAL and len(keys) <= 20 and partly(one, other):
                links.add(("same_party", left, right))
    return links, parked


@pytest.mark.parametrize("seed", ALL)
def test_planted_objects_and_parties_are_exactly_those_that_the_messages_hold(seed: int) -> None:
    truth = planned(seed).truth
    links, parked = recomputed(seed)
    assert pairs(truth["planted_links"], "same_object", "same_party") == links
    told = {
        (value["class"], left, right)
        for value in truth["parked_values"]
        for left, right in combinations(value["reports"], 2)
        if comparable(read(seed)[left], read(seed)[right])
    }
    assert told == parked


@pytest.mark.parametrize("seed", ALL)
def test_what_must_not_be_linked_is_not_what_the_messages_hold(seed: int) -> None:
    truth = planned(seed).truth
    wrong = pairs(truth["forbidden_links"] + truth["lost_links"])
    assert not wrong & (pairs(truth["planted_links"] + truth["tolerated_links"]) | recomputed(seed)[0])


@pytest.mark.parametrize("seed", ALL)
def test_no_two_reports_share_a_number_or_a_whole_token_by_accident(seed: int) -> None:
    truth = planned(seed).truth
    groups = [set(group["reports"]) for group in truth["networks"] + truth["distractors"]]
    for (kind, value), keys in bearers(seed).items():
        # Many people share a family name, or have names that sound alike.
        if kind not in ("name_parts", "name_phonetic"):
            assert any(keys <= group for group in groups), (kind, value)


def test_the_model_operation_holds_more_than_two_hundred_such_links() -> None:
    assert len(recomputed(1)[0]) > 200


@pytest.mark.parametrize("seed", ALL)
def test_every_answer_is_a_link_of_class_reply_whoever_owns_it(seed: int) -> None:
    reports = read(seed)
    answers = {
        ("reply", *sorted((key, each.report.answers)))
        for key, each in reports.items()
        if each.report.kind != "retraction" and each.report.answers in reports
    }
    assert pairs(planned(seed).truth["planted_links"], "reply") == answers
    owners = {tuple(reports[key].report.administration for key in pair[1:]) for pair in answers}
    assert any(one == other for one, other in owners)
    assert any(one != other for one, other in owners)


def test_many_types_of_number_join_reports(truth: dict[str, list[dict[str, list[str]]]]) -> None:
    types = {kind for link in truth["planted_links"] for kind in link["because"]}
    assert types >= WINDOWS.keys() - {"booking", "mrn", "house_awb", "bill_of_lading"}
    assert types >= {*EXACT, "partial"}
