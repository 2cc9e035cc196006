"""Two quantities compared, and many added up: ranges overlap, sums are sums of ranges.

Kilograms and counts are never added to each other. What has no kilograms is counted beside the sum, by its unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from services.reference.quantities.digits import EXACT
from services.reference.quantities.reading import QuantityReading

TOLERANCE: Final = Decimal("1e-9")
"""Relative difference that is none: 25713.83 g and 25.713829999999998 kg."""
_NOTHING: Final[Mapping[str, Decimal]] = MappingProxyType({})


def overlap(one: QuantityReading, other: QuantityReading) -> bool | None:
    """Can both be the same amount? None when they cannot be compared: no kilograms, and not one counted unit."""
    if one.kg_min is not None and other.kg_min is not None:
        (low, high), (least, most) = _bounds(one), _bounds(other)
        slack = EXACT.multiply(max(high, most), TOLERANCE)
        return low <= most + slack and least <= high + slack
    if one.count is not None and other.count is not None and one.unit == other.unit:
        return _close(one.count, other.count)
    return None


def same_amount(one: QuantityReading, other: QuantityReading) -> bool | None:
    """Are both one and the same figure after conversion, not only ranges that meet? None as for overlap."""
    if one.count is not None and other.count is not None and one.unit == other.unit:
        return _close(one.count, other.count)
    exact = all(reading.kg_min is not None and reading.kg_min == reading.kg_max for reading in (one, other))
    return overlap(one, other) if exact else None


def _close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= EXACT.multiply(max(abs(one), abs(other)), TOLERANCE)


def _bounds(reading: QuantityReading) -> tuple[Decimal, Decimal]:
    """The range in which the true mass lies: half a digit wider where digits were cut off."""
    low, high = reading.kg_min or Decimal(0), reading.kg_max or Decimal(0)
    if "rounded" in reading.flags:
        return low - _half_a_digit(low), high + _half_a_digit(high)
    return low, high


def _half_a_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    # Zeros at the end were tidied away: three digits are the fewest that a rounded figure has.
    last = min(exponent if isinstance(exponent, int) else 0, value.adjusted() - 2)
    return Decimal(5).scaleb(last - 1, context=EXACT)


@dataclass(frozen=True, slots=True)
class Total:
    """Kilograms from least to most of ``weighed`` rows; beside them what has no kilograms, in ``counts`` by unit
    (``counted`` rows), and the rows that are neither.
    """

    kg_min: Decimal = Decimal(0)
    kg_max: Decimal = Decimal(0)
    weighed: int = 0
    counts: Mapping[str, Decimal] = field(default_factory=lambda: _NOTHING)
    counted: int = 0
    unconverted: int = 0

    def __add__(self, other: Total) -> Total:
        """Both together; the order makes no difference."""
        counts = dict(self.counts)
        for unit, count in other.counts.items():
            counts[unit] = EXACT.add(counts.get(unit, Decimal(0)), count)
        return Total(
            EXACT.add(self.kg_min, other.kg_min),
            EXACT.add(self.kg_max, other.kg_max),
            self.weighed + other.weighed,
            MappingProxyType(dict(sorted(counts.items()))),
            self.counted + other.counted,
            self.unconverted + other.unconverted,
        )


def add_up(readings: Iterable[QuantityReading]) -> Total:
    """The total of these quantities."""
    total = Total()
    for reading in readings:
        total += _one(reading)
    return total


def _one(reading: QuantityReading) -> Total:
    if reading.kg_min is not None and reading.kg_max is not None:
        return Total(reading.kg_min, reading.kg_max, 1)
    if reading.count is not None and reading.unit is not None:
        return Total(counts=MappingProxyType({reading.unit: reading.count}), counted=1)
    return Total(unconverted=1)
