"""The ground truth about series, methods and products, held against what the messages say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from services.contracts.report_blocks import CoverLoad, Goods, TabletMarks
from tests.unit.simulator.reading import SMALL, Pair, Read, apart, comparable, pairs, planned, read

ALL = [1, *SMALL]
RUNS = {"s10": (2, 10), "awb": (3, 10), "bag_tag": (4, 10)}


def seized(seed: int) -> dict[str, Read]:
    return {key: each for key, each in read(seed).items() if each.report.kind in ("seizure", "warning")}


def near(one: Any, other: Any, share: float) -> bool:
    return one is not None and other is not None and abs(one - other) <= share * float(max(one, other))


# Series


def series(read_: Read) -> Iterator[tuple[str, int]]:
    for kind, (start, end) in RUNS.items():
        for number in read_.numbers.get(kind, ()):
            yield kind + number[:start] + number[end + 1 :], int(number[start:end])


def second_agreement(one: Read, other: Read) -> bool:
    a, b = one.report, other.report
    tokens = any(
        mine.get(kind, set()) & theirs.get(kind, set())
        for mine in one.parties
        for theirs in other.parties
        for kind in mine
    )
    places = [leg.place for each in (a, b) for leg in each.route if leg.role == "departure"]
    posted_together = one.posted == other.posted and len(places) == 2 and places[0] and places[0] == places[1]
    covers = a.cover_load and b.cover_load and a.cover_load.hs and a.cover_load.hs == b.cover_load.hs
    same_goods = covers and one.leg("departure") == other.leg("departure") and one.substance == other.substance
    return bool(tokens or posted_together or same_goods)


@pytest.mark.parametrize("seed", ALL)
def test_serial_neighbours_are_exactly_those_of_one_run_within_a_week_with_a_second_agreement(seed: int) -> None:
    serials = sorted((run, serial, key) for key, each in seized(seed).items() for run, serial in series(each))
    links: set[Pair] = set()
    for place, (run, serial, key) in enumerate(serials):
        for other_run, other_serial, other_key in serials[place + 1 :]:
            if other_run != run or other_serial - serial > 50:
                break
            one, other = read(seed)[key], read(seed)[other_key]
            together = one.posted and other.posted and abs(one.posted - other.posted) <= timedelta(days=7)
            if other_serial > serial and together and comparable(one, other) and second_agreement(one, other):
                links.add(("serial_neighbour", min(key, other_key), max(key, other_key)))
    assert pairs(planned(seed).truth["planted_links"], "serial_neighbour") == links


# Methods


def features(read_: Read) -> Mapping[str, Any]:
    cover = read_.report.cover_load or CoverLoad()
    return {
        "departure": read_.leg("departure"),
        "destination": read_.leg("destination"),
        "mode": read_.report.mode,
        "substance": read_.substance,
        "concealment": read_.report.concealment.code if read_.report.concealment else None,
        "hs": cover.hs,
        "value": (cover.declared_value, cover.currency) if cover.declared_value is not None else None,
        "weight": cover.weight_kg,
    }


def agreements(one: Read, other: Read) -> set[str]:
    a, b = features(one), features(other)
    found = {name for name in a if a[name] is not None and a[name] == b[name]}
    if a["value"] and b["value"] and a["value"][1] == b["value"][1] and near(a["value"][0], b["value"][0], 0.1):
        found.add("value")
    return found | ({"weight"} if near(a["weight"], b["weight"], 0.1) else set())


WAY = {"departure", "destination", "mode", "substance"}


@pytest.mark.parametrize("seed", ALL)
def test_two_reports_of_one_method_agree_in_way_and_drug_and_in_two_more_within_a_fortnight(seed: int) -> None:
    truth = planned(seed).truth
    ways: dict[tuple[Any, ...], list[Read]] = defaultdict(list)
    for each in seized(seed).values():
        way = tuple(features(each)[name] for name in sorted(WAY))
        if None not in way:
            ways[way].append(each)
    alike = {
        ("same_method", *sorted((one.key, other.key)))
        for same_way in ways.values()
        for one, other in combinations(same_way, 2)
        if comparable(one, other) and len(agreements(one, other) - WAY) > 1 and apart(one, other) <= timedelta(days=14)
    }
    planted, tolerated = (pairs(truth[name], "same_method") for name in ("planted_links", "tolerated_links"))
    assert planted <= alike <= planted | tolerated
    assert planted


def test_a_frequent_corridor_agrees_in_way_and_drug_and_is_forbidden(truth: dict[str, Any]) -> None:
    forbidden = [link["reports"] for link in truth["forbidden_links"] if link["planted"] == "corridor"]
    assert len(forbidden) > 100
    for left, right in forbidden:
        assert agreements(read(1)[left], read(1)[right]) >= WAY


def test_honest_twins_are_declared_alike_and_hidden_otherwise(truth: dict[str, Any]) -> None:
    twins = [link["reports"] for link in truth["forbidden_links"] if link["planted"] == "honest_twin"]
    assert twins
    for left, right in twins:
        agreed = agreements(read(1)[left], read(1)[right])
        assert agreed >= {"departure", "mode", "hs", "value", "weight"}
        assert not agreed & {"substance", "concealment"}


# Products


def line(read_: Read) -> Goods:
    return read_.report.goods[0]


def mark(one: Read, other: Read) -> bool:
    """The same profile, press or tool mark, or two pictures of one thing."""
    a, b = line(one), line(other)
    marks, others = a.marks or TabletMarks(), b.marks or TabletMarks()
    same = [(a.profile_ref, b.profile_ref), (marks.press, others.press), (marks.tool, others.tool)]
    distances = [
        (int(photo.phash, 16) ^ int(picture.phash, 16)).bit_count()
        for photo in a.photos
        for picture in b.photos
        if photo.phash and picture.phash
    ]
    return any(left is not None and left == right for left, right in same) or any(far <= 6 for far in distances)


def looks(one: Read, other: Read) -> bool:
    a, b = line(one).marks or TabletMarks(), line(other).marks or TabletMarks()
    if a.colour is None or a.colour != b.colour or not near(a.mass_mg, b.mass_mg, 0.03):
        return False
    sizes = ((a.diameter_mm, b.diameter_mm, 0.15), (a.thickness_mm, b.thickness_mm, 0.2))
    alike = any(left and right and float(abs(left - right)) <= most + 1e-9 for left, right, most in sizes)
    return alike and one.substance == other.substance


@pytest.mark.parametrize("seed", ALL)
def test_two_reports_of_one_product_share_a_mark_or_colour_mass_and_a_dimension(seed: int) -> None:
    truth = planned(seed).truth
    seizures = [each for each in read(seed).values() if each.report.kind == "seizure"]
    goods = [each for each in seizures if line(each).marks or line(each).photos or line(each).profile_ref]
    told = {
        ("same_product", *sorted((one.key, other.key)))
        for one, other in combinations(goods, 2)
        if comparable(one, other) and (mark(one, other) or looks(one, other))
    }
    planted, tolerated = (pairs(truth[name], "same_product") for name in ("planted_links", "tolerated_links"))
    assert planted <= told <= planted | tolerated
    assert planted


def test_a_copied_logo_is_on_tablets_of_another_size(truth: dict[str, Any]) -> None:
    copies = [link["reports"] for link in truth["forbidden_links"] if link["planted"] == "copied_logo"]
    assert copies
    for left, right in copies:
        a, b = line(read(1)[left]).marks, line(read(1)[right]).marks
        assert a is not None
        assert b is not None
        assert (a.logo, a.colour, a.shape) == (b.logo, b.colour, b.shape)
        assert not near(a.mass_mg, b.mass_mg, 0.03)
