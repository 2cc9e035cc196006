"""Our own check digits against a library that knows the couriers and S10."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tracking_numbers import get_tracking_number

from services.contracts.identifiers import READERS, s10_check_digit
from services.contracts.identifiers.postal import ups_check_digit

PARCELS = st.from_regex(r"[A-Z0-9]{6}(01|03|12|42|68|A8|YW)[0-9]{7}", fullmatch=True)
"""Shipper, a service that the library knows, the parcel."""


@given(st.from_regex(r"(RR|CP|EE|LX|UA|VV)[0-9]{9}(KR|NL|CN|PL|GB|US)", fullmatch=True))
def test_an_item_is_valid_exactly_where_the_library_says_so(number: str) -> None:
    known = get_tracking_number(number)
    assert (READERS["s10"](number).check == "valid") == (known is not None and known.valid)


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_a_made_item_is_one_for_the_library(serial: str) -> None:
    known = get_tracking_number(f"CP{serial}{s10_check_digit(serial)}KR")
    assert known is not None
    assert (known.valid, known.courier.code) == (True, "s10")


@given(PARCELS)
def test_a_ups_number_is_valid_exactly_where_the_library_says_so(inner: str) -> None:
    for digit in "0123456789":
        number = f"1Z{inner}{digit}"
        known = get_tracking_number(number)
        assert (READERS["courier"](number).check == "valid") == (known is not None and known.valid)
        assert (digit == ups_check_digit(inner)) == (known is not None and known.valid)
