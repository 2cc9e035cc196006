"""The trade's numbers: right check digits, and never the same number twice by accident."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts import identifiers
from services.simulator.numbers import Numbers

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


@given(COUNTERS)
def test_vehicles_movements_tags_and_bags_of_mail_are_read_as_what_they_are(counter: int) -> None:
    assert identifiers.READERS["vin"](NUMBERS.vin(counter)).check in ("valid", "not_checked")
    assert identifiers.READERS["mrn"](NUMBERS.movement(counter, "NL")).check == "valid"
    assert identifiers.READERS["bag_tag"](NUMBERS.bag_tag(counter)).value is not None
    assert identifiers.READERS["receptacle"](NUMBERS.receptacle(counter, "NLAMS", "KRICN")).check != "invalid"


def test_every_second_vehicle_is_of_a_maker_whose_numbers_are_checked() -> None:
    assert [identifiers.READERS["vin"](NUMBERS.vin(n)).check for n in range(4)] == ["valid", "not_checked"] * 2
