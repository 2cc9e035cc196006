"""What a figure and its unit come to, and what they never do."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from services.reference.quantities import FLAGS, QuantityReading, read_quantity, significant_digits, units


@dataclass(frozen=True)
class Known:
    """A substance as far as a quantity asks."""

    id: str
    group: str | None


MDMA = Known("mdma", "ats")
ALPRAZOLAM = Known("alprazolam", "benzodiazepines")
WORDS = sorted({word for unit in units().values() for texts in unit.words.values() for word in texts})
FIGURES = st.decimals(min_value=Decimal("0.001"), max_value=Decimal("1e12"), allow_nan=False, allow_infinity=False)


def kilograms(value: str, unit: str) -> tuple[str, str]:
    found = read_quantity(Decimal(value), unit)
    return str(found.kg_min), str(found.kg_max)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("776", "gram", "0.776"),
        ("5", "lb", "2.27"),
        ("5", "Viss", "8.16"),
        ("14733068", "Gram", "14733.068"),
        ("0.7240000000000001", "Kilogram", "0.724"),
        ("3.5336199999999995", "Kilogram", "3.53362"),
        ("25713.83", "Gram", "25.71383"),
        ("25.713829999999998", "Kilogram", "25.71383"),
        ("1", "100 gram", "0.1"),
        ("2", "Block (350gr)", "0.7"),
        ("4500000.0", "Kilogram", "4500000"),
        ("5", "кг", "5"),
        ("12", "Milligram", "0.000012"),
        ("7", "tonnes métriques", "7000"),
    ],
)
def test_a_mass_is_converted_with_no_more_digits_than_were_measured(value: str, unit: str, expected: str) -> None:
    assert kilograms(value, unit) == (expected, expected)


@pytest.mark.parametrize(
    ("value", "unit", "litres"), [("2", "Litre", "2"), ("250", "Cc", "0.25"), ("3", "мл", "0.003")]
)
def test_a_litre_counts_as_a_kilogram_and_says_so(value: str, unit: str, litres: str) -> None:
    found = read_quantity(Decimal(value), unit)
    assert (found.measure, str(found.kg_min), found.kg_max) == ("volume", litres, found.kg_min)
    assert "volume" in found.flags
    assert "1 kg per litre" in str(found.factor_source)


def test_a_ton_is_short_metric_or_long_and_the_range_holds_all_three() -> None:
    found = read_quantity(Decimal(4), "Ton")
    assert found.kg_min is not None
    assert found.kg_max is not None
    assert found.kg_min <= Decimal("3628.7388") < 4000 < Decimal("4064.188") <= found.kg_max
    assert {"unit_ambiguous", "rounded"} == set(found.flags)


def test_a_count_stays_a_count() -> None:
    for unit in ("Tablet", "Capsule", "Unit", "Dose", "Blotting paper", "Bottles", "Ampoule", "Packages", "Mark"):
        found = read_quantity(Decimal(2786), unit)
        assert (found.measure, found.count) == ("count", Decimal(2786))
        assert (found.kg_min, found.factor) == (None, None)


def test_counted_ats_tablets_are_a_range_and_never_its_middle() -> None:
    found = read_quantity(Decimal(440), "Thousand of tablets", substance=MDMA)
    assert (str(found.count), str(found.kg_min), str(found.kg_max)) == ("440000", "39.6", "132")
    assert (found.factor, found.flags) == ("0.00009..0.0003", ("tablet_range",))


def test_the_mass_of_one_tablet_in_the_report_beats_the_general_range() -> None:
    found = read_quantity(Decimal(2786), "tablet", substance=MDMA, mass_mg=Decimal(410))
    assert (str(found.kg_min), str(found.kg_max), found.factor) == ("1.14", "1.14", "0.00041")
    assert "tablet_measured" in found.flags


def test_tablets_of_what_is_no_amphetamine_have_no_factor_unless_one_was_weighed() -> None:
    assert read_quantity(Decimal(100), "tablet", substance=ALPRAZOLAM).kg_min is None
    assert read_quantity(Decimal(100), "capsule", substance=MDMA).kg_min is None
    assert read_quantity(Decimal(100), "tablet", substance=ALPRAZOLAM, mass_mg=Decimal(250)).kg_max == Decimal("0.025")


def test_pieces_and_units_are_tablets_only_when_the_form_says_so() -> None:
    assert read_quantity(Decimal(100), "Unit", substance=MDMA).kg_min is None
    assert read_quantity(Decimal(100), "Unit", substance=MDMA, form="tablet").kg_max == Decimal("0.03")


@pytest.mark.parametrize("unit", ["Acres", "Plants", "Bush", "other", "None"])
def test_what_is_neither_mass_nor_count_gives_no_number(unit: str) -> None:
    found = read_quantity(Decimal(927_611_728), unit)
    assert (found.kg_min, found.count, found.flags) == (None, None, ("not_convertible",))


@pytest.mark.parametrize(("unit", "flag"), [("", "unit_missing"), (" ", "unit_missing"), ("sackful", "unit_unknown")])
def test_an_unknown_unit_gives_a_flag_and_no_number(unit: str, flag: str) -> None:
    assert read_quantity(Decimal(3), unit) == QuantityReading(Decimal(3), unit, None, "unknown", flags=(flag,))


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("0", "not_positive"),
        ("-5", "not_positive"),
        ("NaN", "not_finite"),
        ("sNaN", "not_finite"),
        ("-Infinity", "not_finite"),
        ("1e999999", "out_of_scale"),
        ("1e-400", "out_of_scale"),
    ],
)
def test_a_figure_that_is_none_gives_no_number(value: str, flag: str) -> None:
    found = read_quantity(Decimal(value), "gram")
    assert (found.kg_min, found.count, found.flags, found.unit) == (None, None, (flag,), "gram")


@given(st.decimals(), st.text(max_size=100), st.none() | st.decimals())
def test_any_figure_and_any_text_are_read_without_an_exception(
    value: Decimal, unit: str, mass_mg: Decimal | None
) -> None:
    found = read_quantity(value, unit, substance=MDMA, form="tablet", mass_mg=mass_mg)
    assert set(found.flags) <= set(FLAGS)
    assert (found.kg_min is None) is (found.kg_max is None)
    if found.kg_min is not None and found.kg_max is not None:
        assert 0 < found.kg_min <= found.kg_max
        assert found.factor
        assert found.factor_source


@given(FIGURES, st.sampled_from(WORDS))
def test_kilograms_are_read_back_as_themselves(value: Decimal, unit: str) -> None:
    first = read_quantity(value, unit, substance=MDMA)
    assume(first.kg_min is not None and first.kg_min == first.kg_max)
    assert first.kg_min is not None
    again = read_quantity(first.kg_min, "kilogram")
    assert (again.kg_min, again.kg_max) == (first.kg_min, first.kg_max)


@given(FIGURES)
def test_grams_and_kilograms_of_the_same_mass_are_equal(value: Decimal) -> None:
    grams = read_quantity(value, "gram")
    assert grams.kg_min is not None
    assert grams.kg_min * 1000 == read_quantity(value, "kilogram").kg_min


@given(FIGURES, st.sampled_from(WORDS))
@example(Decimal("12.25"), "cbm")
@example(Decimal("12023925781.25"), "cbm")
def test_no_conversion_adds_digits(value: Decimal, unit: str) -> None:
    found = read_quantity(value, unit)
    if found.kg_min is not None:
        # 12.25 cubic metres are 12250 kg: moving the point writes a zero and measures nothing.
        told = len(found.kg_min.normalize().as_tuple().digits)
        assert told <= max(3, significant_digits(value))
