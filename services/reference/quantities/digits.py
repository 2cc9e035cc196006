"""How many digits a figure may have: an artefact of binary floats goes, and no conversion adds what was not measured.

Rules: domain list of quantities, section 3.2 (never false precision).
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import Final

MOST_DIGITS: Final = 12
"""Significant digits that a figure keeps: 0.7240000000000001 is 0.724."""
LEAST_DIGITS: Final = 3
"""Significant digits that a conversion may give to a figure with fewer: 5 lb is 2.27 kg."""

# No trap: what overflows becomes infinite and is told apart by its caller.
EXACT: Final = Context(prec=60, rounding=ROUND_HALF_EVEN, Emax=999_999, Emin=-999_999, traps=[])
"""Wide enough for any product and sum of figures that are looked at."""

_ONE: Final = Decimal(1)


@cache
def _context(digits: int, rounding: str) -> Context:
    return Context(prec=digits, rounding=rounding, Emax=999_999, Emin=-999_999, traps=[])


def significant_digits(value: Decimal) -> int:
    """The digits that say something: zeros before the first, and zeros after the point at the end, do not."""
    return len(tidy(value).as_tuple().digits)


def without_artefact(value: Decimal) -> Decimal:
    """The figure in at most MOST_DIGITS significant digits, plainly written."""
    return tidy(_context(MOST_DIGITS, ROUND_HALF_EVEN).plus(value))


def tidy(value: Decimal) -> Decimal:
    """The same number without zeros at the end of its decimals and without an exponent above zero."""
    exponent = value.as_tuple().exponent
    if exponent == 0 or not isinstance(exponent, int):
        return value
    normal = EXACT.normalize(value)
    # A whole number in full: 4.5E+6 is 4500000. Beyond the context's digits it stays as it is.
    whole = normal.as_tuple().exponent
    return normal.quantize(_ONE, context=EXACT) if isinstance(whole, int) and 0 < whole < 40 else normal


def limited(value: Decimal, digits: int, rounding: str = ROUND_HALF_EVEN) -> tuple[Decimal, bool]:
    """``value`` in at most ``digits`` significant digits (at least LEAST_DIGITS); was anything cut off?"""
    rounded = _context(max(LEAST_DIGITS, digits), rounding).plus(value)
    return tidy(rounded), rounded != value
