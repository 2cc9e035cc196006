"""The short way out of a comparison never passes by anything that comparing would find."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.matching.gate import may_join, rows_of
from services.enrich.matching.judging import compared
from services.enrich.sides import Side
from tests.unit.enrich.matching.sides import Features, rare, sea_hours, seizure, side, tokens
from tests.unit.enrich.matching.test_properties import GARBAGE, features

NOTHING = ((), ())
NAMESAKE = ("name_phonetic:kim", "name_parts:kim", "name_parts:min")


@st.composite
def parties(draw: st.DrawFn) -> list[Features]:
    """Up to three parties with partial tokens, some without number, role or a sound token."""
    rows = []
    for party in range(draw(st.integers(0, 3))):
        fields = draw(st.lists(st.sampled_from(["name_phonetic", "name_parts", "address_parts", "phone"]), max_size=6))
        for row in tokens(*(f"{field}:{draw(st.integers(0, 3))}" for field in fields), party=party):
            changed = draw(st.sampled_from([row, row, row, {**row, "token": "plain"}]))
            left_out = draw(st.sampled_from([(), (), (), ("party",), ("party", "role")]))
            rows.append({name: value for name, value in changed.items() if name not in left_out})
    return rows


@given(features(), features(), parties(), parties())
def test_what_is_not_compared_would_have_been_neither_linked_nor_vetoed(
    mine: Features, theirs: Features, named: list[Features], others: list[Features]
) -> None:
    lone: Features = {"products": [], "series": [], "objects": []}
    for left, right in ((mine, theirs), ({**mine, **lone, "parties": named}, {**theirs, **lone, "parties": others})):
        one, other = side("NL", **left), seizure("KR", **right)
        if not may_join(one, other):
            assert compared(one, other, rare, sea_hours) == NOTHING


@given(GARBAGE, GARBAGE)
def test_features_that_nobody_should_have_stored_are_passed_by_only_if_they_say_nothing(mine: Any, theirs: Any) -> None:
    one, other = side(changes={"features": mine}), seizure(changes={"features": theirs})
    if not may_join(one, other):
        assert compared(one, other, rare, sea_hours) == NOTHING


def named(*told: str, administration: str = "NL") -> Side:
    return side(administration, parties=tokens(*told))


def test_namesakes_who_live_elsewhere_are_not_compared() -> None:
    one = named(*NAMESAKE, "address_parts:busan")
    assert not may_join(one, named(*NAMESAKE, "address_parts:seoul", administration="KR"))


@pytest.mark.parametrize(
    "told",
    [
        NAMESAKE,
        (*NAMESAKE, "address_parts:busan"),
        ("name_phonetic:kim", "address_parts:busan"),
        ("address_parts:busan",),
        ("phone:1",),
    ],
)
def test_namesakes_are_compared_when_one_tells_no_address_and_whoever_shares_more_than_a_name_is(
    told: tuple[str, ...],
) -> None:
    one = named(*NAMESAKE, "address_parts:busan", "phone:1")
    assert may_join(one, named(*told, administration="KR"))


def test_a_sound_alone_is_not_compared() -> None:
    assert not may_join(named("name_phonetic:kim"), named("name_phonetic:kim", "name_parts:kim", administration="KR"))


TABLET = {"substance": "mdma", "colour": "orange", "mass_mg": 410.0, "diameter_mm": 8.1}


def without_address(rows: list[Features]) -> list[Features]:
    """The parts of an address are no tokens, so that nothing is known of where the party lives."""
    return [{**row, "token": "plain"} if row["field"] == "address_parts" else row for row in rows]


def each_its_own(rows: list[Features]) -> list[Features]:
    """Rows without number and role: who bears the sound need not be who lives there."""
    return [{"field": row["field"], "token": row["token"]} for row in rows]


@pytest.mark.parametrize(
    "features",
    [
        {"products": [TABLET]},
        {"parties": without_address(tokens(*NAMESAKE, "address_parts:busan"))},
        {"parties": [*tokens(*NAMESAKE), *each_its_own(tokens("address_parts:busan"))]},
        {"parties": [*tokens(*NAMESAKE, party=1), *tokens("address_parts:busan", party=2)]},
    ],
)
def test_whatever_can_make_a_case_by_itself_is_compared(features: Features) -> None:
    housed = tokens(*NAMESAKE, "address_parts:seoul") if "parties" in features else []
    one, other = side("NL", **features), seizure("KR", products=[TABLET], parties=housed)
    assert compared(one, other, rare, sea_hours).found
    assert may_join(one, other)


def test_parties_that_are_numbered_in_another_way_may_be_anybody() -> None:
    """A figure that equals a number is no number, and a role may read like the place of a row."""
    told = [{**row, "role": "sender", "party": 1.0} for row in tokens(*NAMESAKE)]
    placed = [{**row, "role": "#0"} for row in each_its_own(tokens(*NAMESAKE))]
    for rows in (told, placed):
        address = [{**rows[0], "party": 1, **row} for row in each_its_own(tokens("address_parts:busan"))]
        assert rows_of(side(parties=[*rows, *address])).homeless


def test_rows_of_no_party_are_each_a_party() -> None:
    rows = each_its_own(tokens(*NAMESAKE, "address_parts:busan"))
    assert rows_of(side(parties=rows)).homeless
