"""Tablets and packages of one source: profiles, marks and pictures; looks only if they agree in several ways."""

from __future__ import annotations

from typing import Any

import pytest

from services.enrich.matching.judging import judge
from tests.unit.enrich.matching.sides import (
    DAY,
    NOON,
    UNKNOWN,
    borne_by,
    judged,
    lines,
    rare,
    reasons,
    seizure,
    side,
    substance,
)

TABLET: dict[str, Any] = {
    "substance": "mdma",
    "logo": "crown",
    "colour": "orange",
    "mass_mg": 410.0,
    "diameter_mm": 8.1,
}


def found(mine: dict[str, Any], theirs: dict[str, Any] | None = None, days: float = 0, **more: Any) -> bool:
    one = side(products=[mine], substances=substance("mdma"), **more)
    other = seizure(at=NOON + days * DAY, products=[theirs or mine], substances=substance("mdma"), **more)
    return "same_product" in judged(one, other)


def test_a_logo_alone_never_makes_a_link_nor_with_colour_and_shape() -> None:
    assert not found({"substance": "mdma", "logo": "crown"})
    assert not found({"substance": "mdma", "logo": "crown", "colour": "orange", "shape": "round"})


def test_colour_mass_and_a_dimension_do_and_the_logo_supports_them() -> None:
    plain = {name: value for name, value in TABLET.items() if name != "logo"}
    assert found(plain)
    assert found(TABLET)
    assert found(plain | {"diameter_mm": None, "thickness_mm": 4.0})


@pytest.mark.parametrize(
    ("change", "alike"),
    [
        ({"mass_mg": 420.0}, True),
        ({"mass_mg": 430.0}, False),
        ({"diameter_mm": 8.25}, True),
        ({"diameter_mm": 8.3}, False),
        ({"colour": "pink"}, False),
        ({"substance": "mda"}, False),
        ({"colour": None}, False),
    ],
)
def test_looks_are_alike_within_what_one_press_varies(change: dict[str, Any], alike: bool) -> None:
    assert found(TABLET, TABLET | change) is alike


@pytest.mark.parametrize("mark", [{"press": "c7 nick"}, {"tool": "notch"}, {"profile": "NL-2021-55"}])
def test_a_mark_or_a_profile_is_enough_even_in_another_colour(mark: dict[str, str]) -> None:
    assert found({"colour": "orange", **mark}, {"colour": "pink", **mark}, grading=UNKNOWN)


def test_marks_are_compared_without_case_and_space() -> None:
    assert found({"press": "C7  Nick"}, {"press": "c7 nick "})


@pytest.mark.parametrize("nothing", ["", "unknown", "N/A", "none", "-", "\u202e", "x" * 500])
def test_a_mark_that_says_nothing_is_none(nothing: str) -> None:
    assert not found({"press": nothing, "tool": nothing, "profile": nothing})


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("9f1c3a5b7d2e4f60", True),
        ("9f1c3a5b7d2e4f5f", True),
        ("9f1c3a5b7d2e4fff", True),
        ("9f1c3a5b7d2ec0ff", False),
        ("9f1c3a5b7d2e4f6", False),
        ("9f1c3a5b7d2e4f6g", False),
    ],
)
def test_pictures_are_alike_up_to_six_bits(other: str, alike: bool) -> None:
    assert found({"phash": ["9f1c3a5b7d2e4f60"]}, {"phash": [other]}) is alike


def test_a_blank_picture_resembles_nothing() -> None:
    assert not found({"phash": ["0000000000000000"]})
    assert not found({"phash": ["ffffffffffffffff"]})


def test_of_many_products_the_two_most_alike_count() -> None:
    others = [{"substance": "mdma", "colour": "blue", "mass_mg": 200.0, "diameter_mm": 5.0}]
    one, other = side(products=[*others, TABLET]), seizure(products=[TABLET])
    assert lines(judged(one, other)["same_product"])["colour"]["left"] == "orange"


def test_looks_and_marks_that_many_bear_make_nothing_new() -> None:
    looks, marks = (borne_by(None, prefix) for prefix in ("product:", "press:"))
    one, other = side(products=[TABLET]), seizure(products=[TABLET])
    assert not judged(one, other, looks)["same_product"].supported
    one, other = side(products=[{"press": "c7"}]), seizure(products=[{"press": "c7"}])
    assert not judged(one, other, marks)["same_product"].supported


def test_after_two_years_it_is_another_product() -> None:
    assert found({"press": "c7"}, days=730)
    late = judge(side(products=[{"press": "c7"}]), seizure(at=NOON + 731 * DAY, products=[{"press": "c7"}]), rare)
    assert reasons(late) == ["outside_window"]
