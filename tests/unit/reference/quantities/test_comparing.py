"""When two quantities can be the same, and what many come to together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference.quantities import QuantityReading, Total, add_up, overlap, read_quantity, same_amount


@dataclass(frozen=True)
class Ats:
    """A substance whose tablets have a general mass."""

    id: str = "amphetamine"
    group: str | None = "ats"


def quantity(text: str) -> QuantityReading:
    figure, _, unit = text.partition(" ")
    return read_quantity(Decimal(figure), unit, substance=Ats())


QUANTITIES = st.builds(
    lambda figure, unit: read_quantity(figure, unit, substance=Ats()),
    st.decimals(min_value=Decimal("0.001"), max_value=Decimal("1e6"), places=3),
    st.sampled_from(["gram", "kg", "lb", "tablet", "litre", "ton", "capsule", "plants", "sack"]),
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("25713.83 gram", "25.713829999999998 kilogram", True),
        ("776 g", "0.776 kg", True),
        ("776 g", "0.777 kg", False),
        ("5 lb", "2.26796 kg", True),
        ("5 lb", "2.28 kg", False),
        ("440000 tablet", "100 kg", True),
        ("440000 tablet", "133 kg", False),
        ("2786 tablet", "2.786 kg", False),
        ("2 litre", "2000 g", True),
        ("10 capsule", "10 capsule", True),
        ("10 capsule", "11 capsule", False),
        ("10 capsule", "10 ampoule", None),
        ("10 capsule", "10 g", None),
        ("3 plants", "3 plants", None),
        ("3 sack", "3 sack", None),
        ("1 ton", "1000 kg", True),
    ],
)
def test_quantities_can_be_the_same_when_their_ranges_meet(one: str, other: str, expected: bool | None) -> None:
    assert overlap(quantity(one), quantity(other)) is expected
    assert overlap(quantity(other), quantity(one)) is expected


def test_ranges_that_meet_are_not_yet_one_figure() -> None:
    assert same_amount(quantity("776 g"), quantity("0.776 kg")) is True
    assert same_amount(quantity("440000 tablet"), quantity("100 kg")) is None
    assert same_amount(quantity("440000 tablet"), quantity("440000 tablet")) is True


def test_a_sum_keeps_its_range_and_what_it_could_not_convert() -> None:
    total = add_up(map(quantity, ["1 kg", "500 g", "1000 tablet", "30 capsule", "3 plants", "2 sack"]))
    assert total == Total(
        kg_min=Decimal("1.59"),
        kg_max=Decimal("1.8"),
        weighed=3,
        counts={"capsule": Decimal(30)},
        counted=1,
        unconverted=2,
    )


def test_nothing_adds_up_to_nothing() -> None:
    assert add_up([]) == Total()


@given(st.lists(QUANTITIES, max_size=6))
def test_the_order_of_a_sum_makes_no_difference(quantities: list[QuantityReading]) -> None:
    shuffled = sorted(quantities, key=lambda one: (str(one.raw_unit), one.raw_value))
    assert add_up(shuffled) == add_up(quantities)
    middle = len(quantities) // 2
    assert add_up(quantities[:middle]) + add_up(quantities[middle:]) == add_up(quantities)


@given(QUANTITIES, QUANTITIES)
def test_to_compare_is_the_same_from_both_sides(one: QuantityReading, other: QuantityReading) -> None:
    assert overlap(one, other) is overlap(other, one)
    assert same_amount(one, other) is same_amount(other, one)
    if one.comparable:
        assert overlap(one, one) is True
