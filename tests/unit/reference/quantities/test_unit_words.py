"""Which unit a word means, in any spelling; what is unclear stays unread."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.code_lists import LISTS
from services.reference.quantities import read_unit, units
from services.reference.quantities.unit_words import LONGEST
from services.reference.quantities.units import exact_spellings, fold, spellings

SPELLED = [(word, unit.id) for unit in units().values() for texts in unit.words.values() for word in texts]


def unit_of(word: str) -> str | None:
    found = read_unit(word)
    return found.unit.id if found else None


@pytest.mark.parametrize(("word", "unit"), SPELLED)
def test_every_listed_spelling_is_read_in_any_case_and_with_blanks(word: str, unit: str) -> None:
    for written in (
        word,
        word.upper(),
        word.capitalize(),
        f"  {word} ",
        f"{word}.",
        unicodedata.normalize("NFD", word),
    ):
        assert unit_of(written) == unit, written


@pytest.mark.parametrize("unit", sorted(units()))
def test_the_word_on_the_wire_and_the_code_are_read(unit: str) -> None:
    assert unit_of(unit) == unit
    known = units()[unit]
    if known.code and known.code not in ("C62", "E27"):
        assert unit_of(known.code) == unit
    assert (unit_of("C62"), unit_of("E27")) == ("unit", "dose")


def test_every_unit_of_the_code_list_is_one_of_ours() -> None:
    for code in LISTS["quantity_unit"].codes:
        assert unit_of(code) == code


def test_english_french_spanish_and_russian_are_known_for_every_everyday_unit() -> None:
    for name in ("kilogram", "gram", "milligram", "litre", "millilitre", "tablet", "capsule", "dose", "piece", "unit"):
        words = units()[name].words
        shared = {"en": words["en"], "fr": words.get("fr", words["en"]), **words}
        assert {"en", "fr", "es", "ru"} <= set(shared), name


@pytest.mark.parametrize(
    ("written", "unit", "times"),
    [
        ("Thousand of tablets", "tablet", 1000),
        ("thousand tablets", "tablet", 1000),
        ("тыс. таблеток", "tablet", 1000),
        ("mille comprimés", "tablet", 1000),
        ("Thousand of doses", "dose", 1000),
        ("1000 tablets", "tablet", 1000),
        ("millions of pills", "tablet", 1_000_000),
        ("MIL", "piece", 1000),
        ("100 gram", "gram", 100),
        ("Block (350gr)", "gram", 350),
        ("350 g block", "gram", 350),
        ("box of 30 tablets", "tablet", 30),
        ("bottle 0,5 l", "litre", Decimal("0.5")),
        ("флакон 10 мл", "millilitre", 10),
    ],
)
def test_a_numeral_or_a_content_multiplies_the_unit(written: str, unit: str, times: int) -> None:
    found = read_unit(written)
    assert found is not None
    assert (found.unit.id, found.times) == (unit, Decimal(times))


@pytest.mark.parametrize(
    "written",
    [
        "1,000 g",  # a thousand grams, or one with three decimals
        "1.000 g",
        "Mg",  # a megagram, or a slip
        "thousand of grams",  # kilograms are written as such
        "thousand",
        "350",
        "sack of 20",
        "sack of 20 kg",
        "2 x 500 g",
        "10 20 g",
        "block block",
        "bottle of 2 bottles",
        "0 g",
        "-5 g",
        "gram of kilograms",
        "grm of",
        "k",
        "m",
        "mm",
        "kg/l",
        "\u0661\u0660",  # figures of another script are no unit
    ],
)
def test_what_is_unclear_stays_unread(written: str) -> None:
    assert read_unit(written) is None


def test_no_spelling_belongs_to_two_units() -> None:
    assert len(spellings()) > 500
    for word, unit in SPELLED:
        assert spellings()[fold(word).replace(" ", "")].id == unit
    assert all(fold(word).replace(" ", "") not in spellings() for word in exact_spellings())


def test_every_unit_has_a_source_and_every_mass_a_factor() -> None:
    for unit in units().values():
        assert len(unit.source) > 10
        assert (unit.low is not None) is (unit.measure in ("mass", "volume", "count"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_not_and_always_alike(text: str) -> None:
    assert read_unit(text) == read_unit(text)


@given(st.text(alphabet="0123456789.,  gkmlt()x\u043ef\u0663²½", max_size=30))
def test_figures_and_letters_in_any_order_are_read_or_not(text: str) -> None:
    found = read_unit(text)
    assert found is None or found.times > 0


@pytest.mark.parametrize(
    "hostile",
    [
        "\ud800",
        "\u202egram",
        "g\x00",
        "gram" * 1_000_000,
        "9" * LONGEST,
        "\u0663 g",
        "\uff11\uff10\uff10 gram",
        "\u200bgram",
        "²",
        "½ kg",
    ],
)
def test_hostile_texts_are_answered(hostile: str) -> None:
    found = read_unit(hostile)
    assert found is None or found.unit.id in ("gram", "kilogram")
