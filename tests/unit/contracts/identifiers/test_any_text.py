"""Any text at all, in any field, in any type: an answer, never an error, and the same answer again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.identifiers import KINDS, Kind, compact, display, is_junk, party_values, plate, repairs
from services.contracts.identifiers.persons import phone
from services.contracts.identifiers.spelling import plain
from services.contracts.identifiers.substances_registry import logo

SURROGATES = st.characters(categories=["Cs"])
ANY = st.text(st.characters() | SURROGATES, max_size=60)
BEFORE = st.sampled_from(
    ["", "No. ", "№ ", "IMO ", "AWB: ", "B/L ", "SEAL SEAL ", "tel:", "<", "bitcoin:", "RU:", "N° "]
)


@st.composite
def spoiled(draw: st.DrawFn, kind: Kind) -> str:
    """An example of a type with some characters changed, put in or taken out."""
    text = draw(BEFORE) + kind.example
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(text)))
        put = draw(st.text(st.characters() | SURROGATES, max_size=2))
        text = text[:place] + put + text[place + draw(st.integers(0, 1)) :]
    return text


def holds(kind: Kind, raw: str) -> None:
    """What is promised of every reading."""
    found = kind.read(raw)
    assert (found.type, found.raw) == (kind.type, raw)
    assert (found.reason is None) == (found.check == "valid")
    if found.value is None:
        assert found.check == "invalid"
        return
    found.value.encode()
    assert found.check != "valid" or found.value.isascii()
    again = kind.read(found.value)
    assert (again.value, again.check, again.reason) == (found.value, found.check, found.reason)
    shown = kind.read(display(found))
    assert (shown.value, shown.check) == (found.value, found.check)
    assert all(kind.read(value).check == "valid" for value in repairs(found))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type)
@given(data=st.data())
def test_any_text_is_read_once_and_for_all(kind: Kind, data: st.DataObject) -> None:
    holds(kind, data.draw(ANY | spoiled(kind)))


@given(ANY)
def test_any_text_has_one_spelling(raw: str) -> None:
    assert compact(compact(raw)) == compact(raw)
    assert plain(plain(raw)) == plain(raw)
    assert compact(plain(raw)) == compact(raw)
    compact(raw).encode()
    is_junk(compact(raw))


@given(ANY, ANY)
def test_any_country_and_region_is_taken(one: str, other: str) -> None:
    plate(one, other)
    phone(one, other)
    logo(one, other, one)
    for values in (
        party_values.phone(one, other),
        party_values.email(one),
        party_values.document(one),
        party_values.account(one, other),
        party_values.wallet(one),
        party_values.handle(one, other),
        party_values.name(one, other),
        party_values.address(one, other, postcode=other, house_number=one),
        party_values.address(one, "KR", postcode=other, house_number=one),
    ):
        for made in values.values():
            assert all(value.encode() for value in made)


HUGE = ["A" * 1_000_000, "\u0323\u0301" * 500_000, "\ufdfa" * 512, "SEAL " * 102, "NO" * 256, "1" * 512, "(" * 512]


@pytest.mark.parametrize("raw", HUGE, ids=range(len(HUGE)))
def test_a_huge_text_is_no_number(raw: str) -> None:
    for kind in KINDS:
        found = kind.read(raw)
        assert (found.value is None or len(found.value) <= 10_000, found.check) == (True, found.check)
    assert compact(raw) == compact(compact(raw))
    party_values.name(raw)
    party_values.address(raw, "KR")
