"""The same way of doing it: rare combinations are found, frequent corridors are not connections."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from services.enrich.matching.judging import judge
from services.enrich.matching.weights import weights
from services.enrich.sides import Side
from tests.unit.enrich.matching.sides import BEST, DAY, NOON, UNKNOWN, borne_by, judged, lines, rare, seizure, substance

TOYS: dict[str, Any] = {
    "departure": "NL",
    "destination": "KR",
    "mode": "mail",
    "substances": substance("mdma"),
    "concealment": "toys",
    "cover_hs": "950300",
    "cover_words": ["toy", "box"],
    "declared_value": 20.0,
    "currency": "EUR",
    "weight_kg": 1.2,
}


def on(day: str, country: str, *, grading: list[str] = UNKNOWN, **features: Any) -> Side:
    """A seizure of which only the day is known."""
    first = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return seizure(country, first, ref=f"{day}{features}", until=first + DAY, grading=grading, **features)


def baggage(day: str, country: str, departure: str = "TR", destination: str = "JP", **more: Any) -> Side:
    """UNODC (Individual Drug Seizures): as the methamphetamine from Turkey to Japan in November 2011."""
    known = {"departure": departure, "destination": destination, "mode": "land", "concealment": "baggage"}
    return on(day, country, **known | {"substances": substance("methamphetamine")} | more)


def cocaine(day: str, country: str, departure: str = "BR", **more: Any) -> Side:
    """A courier who flies to Spain."""
    known = {"departure": departure, "destination": "ES", "mode": "air", "substances": substance("cocaine", "cocaine")}
    return on(day, country, **known | {"concealment": "swallowed"} | more)


def score(one: Side, other: Side) -> float:
    return judged(one, other)["same_method"].score


def alike(change: dict[str, Any], days: float = 1) -> bool:
    return "same_method" in judged(seizure("NL", **TOYS), seizure("KR", NOON + days * DAY, **TOYS | change))


def test_the_clear_case_is_found_both_times() -> None:
    bulgaria = baggage("2011-11-09", "BG")
    day_after, two_days_after = (baggage(f"2011-11-{day}", "RO") for day in (10, 11))
    assert score(bulgaria, day_after) > score(bulgaria, two_days_after) > weights().threshold["same_method"]


def test_no_couriers_on_the_most_frequent_corridor_are_connected_whatever_their_grading() -> None:
    hidings = ("swallowed", "baggage", "outerwear", "body", None)
    for hiding, grading, day in product(hidings, (UNKNOWN, BEST), (17, 18, 20)):
        one = cocaine("2013-08-17", "PT", concealment=hiding, grading=grading)
        other = cocaine(f"2013-08-{day}", "ES", concealment=hiding, grading=grading)
        assert judged(one, other) == {}


def test_the_weak_case_is_no_link() -> None:
    assert judged(cocaine("2011-09-12", "ES", "AR"), cocaine("2011-09-15", "PT", "AR")) == {}


def test_a_rare_combination_is_one_even_between_strangers() -> None:
    link = judged(seizure("NL", **TOYS), seizure("KR", NOON + DAY, **TOYS))["same_method"]
    assert link.supported
    assert {"corridor", "cover_hs", "declared_value", "weight", "substance", "mode", "time"} <= lines(link).keys()


def test_a_route_alone_never_makes_a_link_however_rare() -> None:
    route: dict[str, Any] = {
        "departure": "TV",
        "destination": "NR",
        "mode": "sea",
        "substances": substance("etryptamine"),
        "grading": BEST,
    }
    assert judged(seizure("NL", **route), seizure("KR", **route)) == {}


def test_that_a_posted_parcel_is_in_the_post_is_no_common_hiding_place() -> None:
    posted: dict[str, Any] = {
        "departure": "TV",
        "destination": "NR",
        "mode": "mail",
        "concealment": "postal",
        "grading": BEST,
    }
    one, other = (
        seizure(code, **{**posted, "substances": substance("etryptamine"), "weight_kg": 4.0}) for code in ("NL", "KR")
    )
    assert judged(one, other) == {}


def test_a_cover_load_alone_never_makes_a_link() -> None:
    cover: dict[str, Any] = {
        "cover_hs": "950300",
        "cover_words": ["toy", "box"],
        "declared_value": 20.0,
        "currency": "EUR",
    }
    assert judged(seizure("NL", **cover), seizure("KR", **cover)) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"departure": "BE"},
        {"destination": "JP"},
        {"substances": substance("ketamine", "other")},
        {"mode": "air"},
        {"mode": None},
        {"substances": []},
        {"substances": substance("synthetic-cathinones", "ats", "class")},
    ],
)
def test_route_substance_and_mode_must_be_known_and_equal(change: dict[str, Any]) -> None:
    assert not alike(change)


def test_within_a_fortnight_and_not_after() -> None:
    assert alike({}, days=14)
    assert not alike({}, days=14.01)


def test_what_differs_takes_away_and_what_is_not_said_does_not() -> None:
    mine = seizure("NL", **TOYS)
    equal, silent, other = (
        score(mine, seizure("KR", **TOYS | {"cover_hs": hs, "cover_words": words}))
        for hs, words in (("950300", []), (None, []), ("330499", []))
    )
    assert equal > silent > other


def test_a_heading_or_a_word_in_common_is_half_an_agreement() -> None:
    mine = {name: value for name, value in TOYS.items() if name not in ("concealment", "cover_hs")}
    scores = [
        score(seizure("NL", **mine), seizure("KR", **mine | {"cover_words": words}))
        for words in (["toy", "box"], ["toy", "car"], ["face", "cream"])
    ]
    assert scores == sorted(scores, reverse=True)
    heading = score(seizure("NL", **TOYS), seizure("KR", **TOYS | {"cover_hs": "950390"}))
    assert heading < score(seizure("NL", **TOYS), seizure("KR", **TOYS))


@pytest.mark.parametrize(("value", "outcome"), [(22.0, 1), (22.3, 1), (27.0, 1), (30.0, -1), (20.0, 1)])
def test_declared_values_are_near_within_three_tenths(value: float, outcome: int) -> None:
    link = judged(seizure("NL", **TOYS), seizure("KR", **TOYS | {"declared_value": value}))["same_method"]
    assert lines(link)["declared_value"]["weight"] * outcome > 0


def test_amounts_of_different_currencies_are_not_compared() -> None:
    link = judged(seizure("NL", **TOYS), seizure("KR", **TOYS | {"currency": "KRW"}))["same_method"]
    assert "declared_value" not in lines(link)


def test_a_method_that_very_many_share_in_its_weeks_makes_nothing_new() -> None:
    one, other = seizure("NL", **TOYS), seizure("KR", NOON + 7 * DAY, **TOYS)
    assert judged(one, other)["same_method"].supported
    for week in ("2021-W06", "2021-W07"):
        crowded = borne_by(None, f"mo:NL:KR:mdma:mail:{week}")
        assert not judged(one, other, crowded)["same_method"].supported


def test_not_hidden_and_hidden_elsewhere_are_no_common_hiding_place() -> None:
    for code in ("other", "none"):
        bare = {name: TOYS[name] for name in ("departure", "destination", "mode", "substances")} | {"concealment": code}
        assert judge(seizure("NL", **bare), seizure("KR", **bare), rare).found == ()
