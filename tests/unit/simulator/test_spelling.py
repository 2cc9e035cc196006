"""Numbers as different hands write them, and as they mistype them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.identifiers import READERS, plate
from services.simulator.cases import Case
from services.simulator.numbers import Numbers
from services.simulator.spelling import PLACEHOLDERS, RESPELLED, fails, mistyped, plate_spelled, spelled

NUMBERS = Numbers(7)
COUNTERS = st.integers(min_value=0, max_value=899_998)
ROLLS = st.integers(min_value=0, max_value=10_000)
MADE: dict[str, Callable[[int], str]] = {
    "s10": lambda n: NUMBERS.parcel(n, "NL"),
    "awb": NUMBERS.waybill,
    "container": NUMBERS.container,
    "bag_tag": NUMBERS.bag_tag,
    "seal": lambda n: NUMBERS.paper("SL", n),
    "courier": lambda n: NUMBERS.paper("JD", n),
    "bill_of_lading": lambda n: NUMBERS.paper("TOCS", n),
    "booking": lambda n: NUMBERS.paper("TOB", n),
    "house_awb": lambda n: NUMBERS.paper("HW", n),
    "vin": NUMBERS.vin,
    "tir": lambda n: NUMBERS.paper("XB", n),
    "cmr": lambda n: NUMBERS.paper("CMR", n),
    "mrn": lambda n: NUMBERS.movement(n, "NL"),
    "receptacle": lambda n: NUMBERS.receptacle(n, "NLAMS", "KRICN"),
}


def case(administration: str, index: int, *dirt: str) -> Case:
    return Case(index, "seizure", administration, "land", f"{index}", 0, dirt=dirt)


@pytest.mark.parametrize("kind", MADE)
@given(counter=COUNTERS, roll=ROLLS, odd=st.booleans(), administration=st.sampled_from(["NL", "JP", "RU"]))
def test_however_it_is_written_it_is_read_as_the_same_number(
    kind: str, counter: int, roll: int, odd: bool, administration: str
) -> None:
    number = MADE[kind](counter)
    written = spelled(Random(roll), case(administration, counter, *([RESPELLED] if odd else [])), number)
    assert READERS[kind](written).value == READERS[kind](number).value == number


@given(counter=COUNTERS, odd=st.booleans(), administration=st.sampled_from(["NL", "RU", "BG"]))
def test_a_plate_in_either_alphabet_is_the_same_plate(counter: int, odd: bool, administration: str) -> None:
    number = NUMBERS.plate(counter)
    written = plate_spelled(case(administration, counter, *([RESPELLED] if odd else [])), number)
    assert plate("NL", written).value == f"NL:{number}"


@pytest.mark.parametrize("kind", MADE)
@given(counter=COUNTERS, roll=ROLLS)
def test_a_mistyped_number_fails_by_its_check_digit_or_is_another(kind: str, counter: int, roll: int) -> None:
    number = MADE[kind](counter)
    wrong = mistyped(Random(roll), kind, number)
    assert wrong != number
    assert fails(kind, wrong)
    if READERS[kind](number).check == "valid":
        assert READERS[kind](wrong).check != "valid"


@given(counter=COUNTERS, roll=ROLLS)
def test_in_a_plate_and_a_voyage_only_the_number_is_mistyped(counter: int, roll: int) -> None:
    assert mistyped(Random(roll), "plate", f"NL:{NUMBERS.plate(counter)}").startswith("NL:")
    wrong = mistyped(Random(roll), "vessel", f"{NUMBERS.ship(counter)}:123E")
    assert wrong.endswith(":123E")
    assert READERS["imo"](wrong.partition(":")[0]).check == "invalid"


@pytest.mark.parametrize("kind", [*MADE, "plate"])
@pytest.mark.parametrize("word", PLACEHOLDERS)
def test_a_word_for_no_number_is_read_as_none(kind: str, word: str) -> None:
    found = plate("NL", word) if kind == "plate" else READERS[kind](word)
    assert found.value is None or found.check == "invalid"
