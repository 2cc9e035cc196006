"""Names are compared by keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference.folding import key, loose, romanised, words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("SÃO PAULO", "Sao Paulo"),
        ("Łódź", "Lodz"),
        ("İstanbul", "istanbul"),
        ("Yoshkar-Ola", "Yoshkar Ola"),
        ("Perm'", "Perm"),
        ("\u0415\u043b\u043a\u0438", "\u0401\u043b\u043a\u0438"),
        ("\u0627\u0644\u0642\u0627\u0647\u0631\u0629", "\u0627\u0644\u0642\u0627\u0647\u0631\u0647"),
        ("\uff22\uff35\uff33\uff21\uff2e", "Busan"),
    ],
)
def test_ways_to_write_one_name_have_one_key(left: str, right: str) -> None:
    assert key(left) == key(right) != ""


def test_vowel_signs_of_indic_scripts_are_part_of_the_name() -> None:
    assert key("\u0926\u093f\u0932\u094d\u0932\u0940") != key("\u0926\u0932\u0932")


@pytest.mark.parametrize(
    ("written", "others"),
    [
        (
            "\u041d\u0438\u0436\u043d\u0438\u0439 \u041d\u043e\u0432\u0433\u043e\u0440\u043e\u0434",
            ["Nizhny Novgorod", "Nizhniy Novgorod"],
        ),
        ("\u0422\u043e\u043b\u044c\u044f\u0442\u0442\u0438", ["Tolyatti", "Tol'yatti", "Toliatti"]),
        ("\u0429\u0451\u043b\u043a\u043e\u0432\u043e", ["Shchelkovo", "Shchyolkovo"]),
    ],
)
def test_romanisations_of_one_cyrillic_name_meet(written: str, others: list[str]) -> None:
    assert {loose(other) for other in others} == {loose(written)}


def test_letter_e_is_romanised_as_it_is_heard() -> None:
    assert romanised("\u0415\u043b\u0438\u0437\u043e\u0432\u043e") == "yelizovo"


@pytest.mark.parametrize(
    "text", ["\u5317\u4eac", "\u0627\u0644\u0631\u064a\u0627\u0636", "\u0e01\u0e23\u0e38\u0e07", "Paris"]
)
def test_what_has_no_safe_romanisation_is_not_romanised(text: str) -> None:
    assert romanised(text) is None


@given(st.text())
def test_any_text_has_a_key_which_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)
    assert "".join(words(text)) == key(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x300, max_codepoint=0xFFFF)))
def test_any_letters_can_be_romanised_or_not(text: str) -> None:
    assert loose(text) is not None
    assert romanised(text) is None or isinstance(romanised(text), str)
