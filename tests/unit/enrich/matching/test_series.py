"""Numbers issued one after the other: near, at about the same time, and seconded by something else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from services.enrich.matching.judging import judge
from tests.unit.enrich.matching.sides import (
    DAY,
    NOON,
    borne_by,
    have,
    judged,
    lines,
    rare,
    reasons,
    seizure,
    serial,
    side,
    substance,
    tokens,
)

PHONE: dict[str, Any] = {"parties": tokens("phone:p")}
WAY: dict[str, Any] = {"departure": "NL", "cover_hs": "950300", "substances": substance("mdma")}


def found(
    distance: int = 10,
    posted: tuple[datetime | None, datetime | None] = (NOON, NOON + DAY),
    days: float = 0,
    **more: Any,
) -> bool:
    one = side(posted=posted[0], series=serial("s10", "RR:NL", 47312482), **more)
    other = seizure(at=NOON + days * DAY, posted=posted[1], series=serial("s10", "RR:NL", 47312482 + distance), **more)
    return "serial_neighbour" in judged(one, other)


def test_neighbours_need_a_second_agreement() -> None:
    one, other = side(series=serial("awb", "180", 5027184)), seizure(series=serial("awb", "180", 5027185))
    alone = judge(one, other, rare)
    assert (alone.found, reasons(alone)) == ((), ["second_agreement"])


@pytest.mark.parametrize(
    "second",
    [PHONE, {"parties": tokens("name_parts:kim")}, WAY, WAY | {"cover_hs": None, "cover_words": ["toy", "box"]}],
    ids=["party", "part of a name", "way of sending", "cover load in words"],
)
def test_a_party_or_the_way_of_sending_seconds_it(second: dict[str, Any]) -> None:
    assert found(**second)


@pytest.mark.parametrize("lacking", ["departure", "cover_hs", "substances"])
def test_the_way_of_sending_is_departure_cover_load_and_substance(lacking: str) -> None:
    assert not found(**{name: value for name, value in WAY.items() if name != lacking})


def test_the_same_day_and_office_of_posting_second_it() -> None:
    office = have(departure="NL", route_places=["NLAMS", "KRICN"])
    assert found(posted=(NOON, NOON), **office)
    assert not found(posted=(NOON, NOON + DAY), **office)
    assert not found(posted=(NOON, NOON), departure="NL", route_places=["KRICN"])
    assert found(posted=(NOON, NOON), office="NLAMSA")
    assert not found(posted=(NOON, NOON + DAY), office="NLAMSA")


def test_fifty_apart_is_near_and_fifty_one_is_not() -> None:
    assert found(distance=50, **PHONE)
    assert found(distance=-50, **PHONE)
    assert not found(distance=51, **PHONE)


def test_the_same_number_is_no_neighbour_of_itself() -> None:
    assert not found(distance=0, **PHONE)


def test_other_runs_are_not_neighbours() -> None:
    one = side(series=serial("s10", "RR:NL", 47312482), **PHONE)
    for run in ("RR:PL", "RS:NL"):
        assert "serial_neighbour" not in judged(one, seizure(series=serial("s10", run, 47312483), **PHONE))


def test_they_were_posted_within_a_week_of_each_other() -> None:
    assert found(posted=(NOON, NOON + 7 * DAY), days=60, **PHONE)
    assert not found(posted=(NOON, NOON + 8 * DAY), **PHONE)


def test_without_a_day_of_posting_a_fortnight_between_the_reports_is_the_most() -> None:
    assert found(posted=(None, NOON), days=14, **PHONE)
    assert not found(posted=(None, NOON), days=15, **PHONE)


def test_the_nearer_the_stronger() -> None:
    weights = []
    for distance in (1, 2, 10, 50):
        one = side(series=serial("bag_tag", "0074", 123400), **PHONE)
        other = seizure(series=serial("bag_tag", "0074", 123400 + distance), **PHONE)
        weights.append(lines(judged(one, other)["serial_neighbour"])["serial"]["weight"])
    assert weights == sorted(set(weights), reverse=True)


def test_of_many_numbers_the_nearest_two_count() -> None:
    mine = [row for n in (10, 5_000, 90_000) for row in serial("awb", "180", n)]
    theirs = [row for n in (44, 4_999, 60_000) for row in serial("awb", "180", n)]
    line = lines(judged(side(series=mine, **PHONE), seizure(series=theirs, **PHONE))["serial_neighbour"])["serial"]
    assert {line["left"], line["right"]} == {"awb 180 5000", "awb 180 4999"}


def test_a_hub_seconds_nothing_new() -> None:
    one = side(series=serial("awb", "180", 5027184), **PHONE)
    other = seizure(series=serial("awb", "180", 5027185), **PHONE)
    assert judged(one, other)["serial_neighbour"].supported
    assert not judged(one, other, borne_by(None, "party:"))["serial_neighbour"].supported
    assert not judged(one, other, borne_by(None, "run:"))["serial_neighbour"].supported
