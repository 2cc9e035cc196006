from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference.substances.folding import fold, latin_of_lookalikes, tokens, variants

TEXTS = st.text(max_size=200) | st.from_regex("[a-z\u03b1-\u03c9\u0430-\u044f0-9 ,()'\\-]{0,60}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Méthcathinone", "methcathinone"),
        ("JWH-018", "jwh 018"),
        ("\u03b1-PVP", "alpha-PVP"),
        ("Δ9-THC", "delta-9-THC"),
        ("\u22069-THC", "Δ9 THC"),
        ("ß-Hydroxyfentanyl", "beta-hydroxyfentanyl"),
        ("3,4-\uff2d\uff24\uff2d\uff21", "3,4-mdma"),
        ("pe-ntyl", "pentyl"),
        ("fenta\u200bnyl", "fentanyl"),
        ("\u202efentanyl\u202c", "fentanyl"),
        ("ОПИЙ", "опий"),
        ("قَات", "قات"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("JWH-018", "JWH-081"), ("3-MMC", "4-MMC"), ("MDA", "MDMA"), ("เฮโรอีน", "เฮโรอน")]
)
def test_what_tells_two_names_apart_stays_in_the_key(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_prefixes_are_also_known_by_their_letter() -> None:
    assert "apvp" in set(variants("\u03b1-PVP", "en"))
    assert "pfluorofentanyl" in set(variants("para-Fluorofentanyl", "en"))
    assert list(variants("Metamfetamine", "en")) == []


def test_a_russian_name_is_also_known_in_the_genitive() -> None:
    assert fold("кокаина") in set(variants("Кокаин", "ru"))


def test_cyrillic_letters_that_look_latin_become_latin_only_when_all_do() -> None:
    assert latin_of_lookalikes(fold("JW\u041d-018")) == "jwh018"
    assert latin_of_lookalikes(fold("фентанил")) is None
    assert latin_of_lookalikes("fentanyl") is None


@given(TEXTS)
def test_folding_never_raises_and_a_key_folds_to_itself(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert "".join(tokens(text)) == key
    list(variants(text, "en"))


@given(st.text(st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF), max_size=5))
def test_lone_surrogates_have_no_key(text: str) -> None:
    assert fold(text) == ""
