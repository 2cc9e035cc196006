"""Likeness never decides: the pairs of different substances that no threshold tells from misspellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference.substances import SubstanceReading, catalogue, read_substance, search
from services.reference.substances.folding import LONGEST

DANGEROUS = [
    ("AB-FUBINACA", "ADB-FUBINACA"),
    ("Metonitazene", "Etonitazene"),
    ("JWH-018", "JWH-081"),
    ("Carfentanil", "Alfentanil"),
    ("Codeine", "Cocaine"),
    ("Protonitazene", "Butonitazene"),
    ("AM-2201", "AM-2233"),
    ("5F-ADB", "5F-AMB"),
]


@pytest.mark.parametrize(("one", "other"), DANGEROUS)
def test_names_that_are_nearly_alike_are_read_as_what_they_are(one: str, other: str) -> None:
    left, right = read_substance(one), read_substance(other)
    assert left.id
    assert right.id
    assert left.id != right.id


@pytest.mark.parametrize("raw", ["JWH-0189", "JWH-999", "AM-2202", "9-MMC", "U-47701", "XLR-12"])
def test_a_code_that_is_not_listed_is_neither_read_nor_suggested(raw: str) -> None:
    reading = read_substance(raw)
    assert (reading.id, reading.how, reading.suggestions) == (None, "unread", ())


def test_a_name_like_two_listed_ones_is_suggested_for_neither() -> None:
    reading = read_substance("metonitazenne")
    assert (reading.id, reading.how) == (None, "unread")
    assert len(reading.suggestions) > 1


@pytest.mark.parametrize("raw", ["AB-FUBINACB", "ADBFUBINACAX", "metonitazeme", "isotonitazane"])
def test_one_wrong_letter_gives_no_id(raw: str) -> None:
    assert read_substance(raw).id is None


HOWS_WITHOUT_ID = {"suggested", "ambiguous", "unread"}


def holds_together(reading: SubstanceReading, raw: str) -> None:
    """What is true of every reading."""
    entries = catalogue().entries
    assert reading.raw == raw
    if reading.how in HOWS_WITHOUT_ID:
        assert reading.id is None
        assert reading.kind is None
    else:
        assert reading.id in entries or (reading.kind == "mixture" and len(reading.contains) > 1)
    assert {*reading.suggestions, *reading.contains} <= entries.keys()
    if reading.id:
        entry = entries[reading.id]
        assert (reading.kind, reading.group, reading.parent) == (entry.kind, entry.group, entry.parent)


NAMES = st.sampled_from(sorted(alias.text for entry in catalogue().entries.values() for alias in entry.aliases))
WORDS = st.sampled_from(
    ["(", ")", " and its derivates", "/", " + ", "HCl ", " tablets", "盐酸", "-", "гидрохлорид ", "1"]
)


@given(st.text(max_size=120) | st.lists(NAMES | WORDS, max_size=5).map("".join))
def test_no_text_raises_and_every_reading_holds_together(text: str) -> None:
    holds_together(read_substance(text), text)


@pytest.mark.parametrize(
    "raw",
    [
        "\ud800\udfff",
        "\x00",
        "a" * 1_000_000,
        "(" * 300,
        "()" * 150,
        "/" * 399,
        "\uff0c" * 200,
        "fentanyl" + "\u0301" * 390,
    ],
    ids=["surrogates", "null", "1 MB", "brackets", "pairs", "slashes", "commas", "accents"],
)
def test_hostile_texts_are_answered(raw: str) -> None:
    holds_together(read_substance(raw), raw)


def test_a_text_longer_than_any_name_is_not_read() -> None:
    assert read_substance("fentanyl" + " " * LONGEST).how == "unread"


def test_every_listed_name_finds_its_entry_or_its_candidates() -> None:
    for entry in catalogue().entries.values():
        for text in (entry.id, *entry.names.values(), *(alias.text for alias in entry.aliases)):
            reading = read_substance(text)
            assert entry.id in (reading.id, *reading.suggestions), (text, reading)


def test_search_finds_the_exact_name_first_then_what_holds_it() -> None:
    found = [entry.id for entry in search("fentanyl", 5)]
    assert found[0] == "fentanyl"
    assert len(found) == len(set(found)) == 5
    assert {entry.id for entry in search("china white")} >= {"heroin", "fentanyl"}
    assert search("") == search("fentanyl", 0) == ()
