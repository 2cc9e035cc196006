"""Numbers are stored with the very digits that were read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bson.decimal128 import Decimal128
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.stored_readings import decimal128

FINITE = st.builds(
    lambda sign, digits, exponent: Decimal((sign, tuple(digits), exponent)),
    st.sampled_from((0, 1)),
    st.lists(st.integers(0, 9), min_size=1, max_size=34),
    st.integers(-6200, 6100),
)


@given(FINITE)
def test_every_number_is_stored_as_the_drivers_own_conversion_does(number: Decimal) -> None:
    try:
        expected = Decimal128(number)
    except ArithmeticError as error:
        with pytest.raises(type(error)):
            decimal128(number)
    else:
        assert decimal128(number).bid == expected.bid


@pytest.mark.parametrize("text", ["0", "-0", "0.00", "1E+3", "2.786", "9" * 34, "NaN", "Infinity"])
def test_digits_and_exponent_stay(text: str) -> None:
    assert decimal128(Decimal(text)).bid == Decimal128(Decimal(text)).bid
