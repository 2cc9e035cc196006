"""The trade's numbers: right check digits, and never the same number twice by accident."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts import identifiers
from services.simulator.numbers import Numbers
from services.simulator.parties import PARTY_FIELDS, Parties

COUNTERS = st.integers(min_value=0, max_value=899_998)
NUMBERS = Numbers(5)


@given(COUNTERS)
def test_parcels_waybills_containers_and_ships_have_valid_check_digits(counter: int) -> None:
    assert identifiers.s10(NUMBERS.parcel(counter, "NL")).check == "valid"
    assert identifiers.awb(NUMBERS.waybill(counter)).check == "valid"
    assert identifiers.container(NUMBERS.container(counter)).check == "valid"
    assert identifiers.imo(NUMBERS.ship(counter)).check == "valid"


@given(COUNTERS)
def test_a_number_that_is_meant_to_be_wrong_is_wrong(counter: int) -> None:
    assert identifiers.s10(NUMBERS.parcel(counter, "NL", valid=False)).check == "invalid"
    assert identifiers.awb(NUMBERS.waybill(counter, valid=False)).check == "invalid"
    assert identifiers.container(NUMBERS.container(counter, valid=False)).check == "invalid"


@given(COUNTERS, COUNTERS)
def test_two_counters_never_give_the_same_number(one: int, other: int) -> None:
    if one == other:
        return
    assert NUMBERS.parcel(one, "NL")[2:10] != NUMBERS.parcel(other, "NL")[2:10]
    assert NUMBERS.waybill(one) != NUMBERS.waybill(other)
    assert NUMBERS.container(one) != NUMBERS.container(other)
    assert NUMBERS.ship(one) != NUMBERS.ship(other)
    assert NUMBERS.plate(one) != NUMBERS.plate(other)


def test_a_range_that_is_used_up_is_an_error_and_not_a_repeat() -> None:
    with pytest.raises(ValueError, match="ship"):
        NUMBERS.ship(899_999)


@pytest.mark.parametrize("count", [8_000, 100_000])
def test_parcels_of_one_operation_do_not_look_like_one_label_roll(count: int) -> None:
    serials = sorted(NUMBERS.serial("parcel", counter) for counter in range(count))
    assert min(b - a for a, b in pairwise(serials)) > 50


def test_another_seed_gives_other_numbers() -> None:
    assert Numbers(1).parcel(0, "NL") != Numbers(2).parcel(0, "NL")


@given(COUNTERS, COUNTERS)
def test_tokens_of_two_parties_differ_in_every_field(one: int, other: int) -> None:
    parties = Parties(5, NUMBERS)
    for field in PARTY_FIELDS:
        assert (parties.token(field, one) == parties.token(field, other)) == (one == other)


def test_a_token_is_made_with_the_key_of_its_operation() -> None:
    assert Parties(1, Numbers(1)).token("name", 1) != Parties(2, Numbers(2)).token("name", 1)
