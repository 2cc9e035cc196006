"""What a report is found by, and what it asks for: neighbours meet whichever comes second."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.matching.blocking import MOST, asked_keys, keys_of, left_out
from tests.unit.enrich.matching.sides import DAY, NOON, PARCEL, number, serial, substance, tokens

METHOD: dict[str, Any] = {"departure": "NL", "destination": "KR", "mode": "mail", "substances": substance("mdma")}
TABLET: dict[str, Any] = {"substance": "mdma", "colour": "orange", "mass_mg": 410.0, "logo": "Crown"}
MOMENTS = st.floats(0, 5_000).map(lambda days: datetime(2015, 1, 1, tzinfo=UTC) + days * DAY)


def keys(**features: Any) -> list[str]:
    return keys_of(features, NOON, NOON)


def meet(mine: list[str], theirs: list[str]) -> bool:
    return not set(mine).isdisjoint(theirs)


@pytest.mark.parametrize(
    ("features", "found"),
    [
        (number("s10", PARCEL), [f"s10:{PARCEL}"]),
        (number("vessel", "9123453:112W"), ["vessel:9123453:112W"]),
        ({"series": serial("s10", "RR:NL", 47312482)}, ["run:s10:RR:NL:473124"]),
        ({"series": serial("awb", "180", 5027184)}, ["run:awb:180:50271"]),
        ({"series": serial("bag_tag", "0074", 99)}, ["run:bag_tag:0074:0000"]),
        ({"parties": tokens("phone:x")}, ["party:phone:hmac:x"]),
        (
            {"parties": tokens("name_phonetic:x", "address_parts:y")},
            ["party:address_parts:hmac:y", "party:name_phonetic:hmac:x"],
        ),
        (METHOD, ["mo:NL:KR:mdma:mail:2021-W06"]),
        ({"products": [TABLET]}, ["product:mdma:orange:410:crown"]),
        ({"products": [TABLET | {"logo": None, "mass_mg": 414.9}]}, ["product:mdma:orange:410:-"]),
        (
            {"products": [{"tool": "Notch  A", "profile": "NL-55", "press": "c7"}]},
            ["press:c7", "profile:nl-55", "tool:notch a"],
        ),
        (
            {"products": [{"phash": ["9f1c3a5b7d2e4f60"]}]},
            ["photo:0:9f1c", "photo:1:3a5b", "photo:2:7d2e", "photo:3:4f60"],
        ),
    ],
)
def test_each_feature_has_its_key(features: dict[str, Any], found: list[str]) -> None:
    assert keys(**features) == found


@pytest.mark.parametrize("junk", ["", "N/A", "UNKNOWN", "000000", "same as above", "\u202e", "x" * 900, None, 7])
def test_what_stands_for_none_makes_no_key(junk: Any) -> None:
    given_as = {
        **number("s10", junk),
        "parties": [{"role": "consignee", "field": "phone", "token": junk}],
        "products": [{"phash": [junk], "profile": junk, "tool": junk, "press": junk}],
        **METHOD | {"departure": None},
    }
    assert keys(**given_as) == []


def test_a_method_needs_route_substance_mode_and_a_time() -> None:
    for name in METHOD:
        assert keys(**METHOD | {name: None}) == []
    assert keys(**METHOD | {"destination": "NL"}) == []
    assert keys_of(METHOD) == []


def test_a_month_has_a_method_key_for_each_of_its_weeks_and_a_year_has_none() -> None:
    month = keys_of(METHOD, datetime(2021, 3, 1, tzinfo=UTC), datetime(2021, 4, 1, tzinfo=UTC))
    assert [key[-3:] for key in month] == ["W09", "W10", "W11", "W12", "W13"]
    assert keys_of(METHOD, NOON, NOON + 365 * DAY) == []


def test_weeks_are_those_of_iso_at_the_turn_of_the_year() -> None:
    when = datetime(2021, 1, 1, tzinfo=UTC)
    assert [key[-8:] for key in asked_keys(METHOD, when, when)] == ["2020-W52", "2020-W53", "2021-W01"]


@pytest.mark.parametrize("when", [datetime.min, datetime.max, datetime(1969, 12, 1)])  # noqa: DTZ001, DTZ901 -- any zone
def test_a_time_at_the_end_of_the_calendar_is_no_method(when: datetime) -> None:
    when = when.replace(tzinfo=UTC)
    assert keys_of(METHOD, when, when) == asked_keys(METHOD, when, when) == []


def test_parts_of_names_make_no_key() -> None:
    assert keys(parties=tokens("name_parts:kim")) == []


@given(st.integers(1, 99_999_949), st.integers(1, 50))
def test_serials_within_fifty_meet_whichever_comes_second(first: int, distance: int) -> None:
    one, other = {"series": serial("s10", "RR:NL", first)}, {"series": serial("s10", "RR:NL", first + distance)}
    assert meet(asked_keys(one), keys_of(other))
    assert meet(asked_keys(other), keys_of(one))


@given(MOMENTS, st.floats(0, 7))
def test_methods_within_a_week_meet_whichever_comes_second(when: datetime, days: float) -> None:
    later = when + days * DAY
    assert meet(asked_keys(METHOD, when, when), keys_of(METHOD, later, later))
    assert meet(asked_keys(METHOD, later, later), keys_of(METHOD, when, when))


@given(st.floats(20, 660), st.floats(0, 0.015))
def test_masses_within_what_a_press_varies_meet(mass: float, share: float) -> None:
    one, other = ({"products": [TABLET | {"mass_mg": mass * by}]} for by in (1, 1 + share))
    assert meet(asked_keys(one), keys_of(other))
    assert meet(asked_keys(other), keys_of(one))


def test_a_report_asks_for_its_own_keys_and_a_bounded_number_of_others() -> None:
    many = {
        "objects": [{"type": "seal", "value": f"KR{n:07d}"} for n in range(500)],
        "series": [row for n in range(500) for row in serial("awb", "180", 1000 * n + 1)],
        "parties": [row for n in range(100) for row in tokens(*(f"phone:{n}-{k}" for k in range(10)), party=n)],
        "substances": [row for n in range(40) for row in substance(f"s{n}")],
        "products": [TABLET | {"mass_mg": 100.0 + 20 * n, "tool": f"t{n}"} for n in range(60)],
        **{name: METHOD[name] for name in ("departure", "destination", "mode")},
    }
    mine, asked = keys_of(many, NOON, NOON), asked_keys(many, NOON, NOON)
    assert len(mine) <= sum(MOST.values())
    assert len(asked) <= 3 * len(mine)
    assert set(mine) <= set(asked)
    assert left_out(many, NOON, NOON) > 1_000
    assert left_out(METHOD, NOON, NOON) == 0


def test_of_too_many_numbers_two_reports_keep_the_same() -> None:
    rows = [{"type": "seal", "value": f"KR{n:07d}"} for n in range(500)]
    assert keys(objects=rows) == keys(objects=rows[::-1])
