"""Suggestions for a person: the right number is among them, and nothing is suggested where no rule can tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.identifiers import KINDS, READERS, repairs, s10_check_digit
from services.contracts.identifiers.repairs import MOST


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("s10", "CP5O271843 3KR", "CP502718433KR"),
        ("s10", "CP502178433KR", "CP502718433KR"),
        ("s10", "CP502718434KR", "CP502718433KR"),
        ("s10", "CP502718433RK", None),
        ("s10", "CP473124829LN", "CP473124829NL"),
        ("awb", "18O-5O27I841", "18050271841"),
        ("awb", "180-50217841", "18050271841"),
        ("container", "T0CU5O27186", "TOCU5027186"),
        ("container", "TOCU5072186", "TOCU5027186"),
        ("container", "TCOU5027186", "TOCU5027186"),
        ("imo", "IMO 9132453", "9123453"),
        ("vin", "IFTFW1E59LFA5O271", "1FTFW1E59LFA50271"),
        ("mrn", "21NL502718430OTOM5", None),
        ("mrn", "2INL5027184300TOM5", "21NL5027184300TOM5"),
        ("cas", "437-83-7", "437-38-7"),
        ("iban", "GB67NWBK6O161350271842", "GB67NWBK60161350271842"),
        ("imei", "352099005027168", "352099005027186"),
    ],
)
def test_the_number_that_was_meant_is_suggested(kind: str, written: str, meant: str | None) -> None:
    found = READERS[kind](written)
    assert found.check == "invalid"
    suggested = repairs(found)
    assert meant is None or meant in suggested
    assert all(READERS[kind](value).check == "valid" for value in suggested)


def test_o_for_zero_comes_first_and_is_only_suggested() -> None:
    found = READERS["awb"]("18O-5O27I841")
    assert (found.check, found.value) == ("invalid", "18O5O27I841")
    assert repairs(found)[0] == "18050271841"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type)
def test_nothing_is_suggested_for_what_is_not_invalid_or_not_there(kind: object) -> None:
    read = READERS[kind.type]  # type: ignore[attr-defined] # a Kind
    assert repairs(read(kind.example)) == ()  # type: ignore[attr-defined] # a Kind
    assert repairs(read("UNKNOWN")) == ()


@pytest.mark.parametrize("written", ["CP50271843KR", "CP5027184333KR", "rather long and no number at all", ","])
def test_a_number_of_another_length_has_no_repair(written: str) -> None:
    assert repairs(READERS["s10"](written)) == ()


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.integers(0, 7), st.sampled_from("123456789"))
def test_one_wrong_digit_of_an_item_is_among_the_suggestions(serial: str, place: int, shift: str) -> None:
    right = f"CP{serial}{s10_check_digit(serial)}KR"
    digit = str((int(right[place + 2]) + int(shift)) % 10)
    wrong = READERS["s10"](right[: place + 2] + digit + right[place + 3 :])
    if wrong.check == "invalid":
        assert right in repairs(wrong)
        assert len(repairs(wrong)) <= MOST
