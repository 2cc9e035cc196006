"""The tables that a person reads: aliases with their sources, generic words, first-level codes."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from typing import Any

import pycountry
import pytest
import yaml

from services.reference.folding import key
from services.reference.places.compile.alias_files import aliases, usual_names
from services.reference.places.generic_words import kinds_said, like_an_address, no_place, without_kind

PACKAGE = resources.files("services.reference.places")
DIVISIONS = {division.code for division in pycountry.subdivisions}


def table(name: str) -> Any:
    return yaml.safe_load(PACKAGE.joinpath(name).read_text(encoding="utf-8"))


def test_every_alias_has_its_source_and_names_one_thing() -> None:
    for country, entries in aliases().items():
        assert pycountry.countries.get(alpha_2=country), country
        assert all(entry.source and entry.texts for entry in entries)
        named = Counter((key(text), entry.only_in) for entry in entries for text in entry.texts)
        assert {name for name, times in named.items() if times > 1} == set(), country


def test_divisions_that_tables_name_are_in_iso_3166_2() -> None:
    assert set(usual_names()) <= DIVISIONS
    codes = {code for entries in aliases().values() for entry in entries for code in (entry.to, entry.only_in) if code}
    assert {code for code in codes if "-" in code[2:3]} <= DIVISIONS
    levels = table("first_levels.yaml")
    assert {f"{country}-{part}" for country, parts in levels.items() for part in parts.values() if part} <= DIVISIONS


def test_no_first_level_code_is_given_to_two_divisions_of_a_country() -> None:
    for country, parts in table("first_levels.yaml").items():
        assert all(isinstance(level, str) for level in parts), country
        given = [part for part in parts.values() if part]
        assert len(given) == len(set(given)), country


@pytest.mark.parametrize(
    ("text", "wanted", "rest"),
    [
        ("novosibirsk region", "division", "novosibirsk"),
        ("republic of karelia", "division", "karelia"),
        ("sofia airport", "airport", "sofia"),
        ("port of spain", "port", "spain"),
        ("riga city", "town", "riga"),
        (
            "\u0443\u0440\u0433\u0443\u0442\u0441\u043a\u0438\u0438 \u0440\u0430\u0438\u043e\u043d",
            "locality",
            "\u0443\u0440\u0433\u0443\u0442",
        ),
    ],
)
def test_word_for_a_kind_is_told_from_the_name(text: str, wanted: str, rest: str) -> None:
    assert (wanted, rest.split()) in [(kind, list(words)) for kind, words in kinds_said(text.split())]


def test_name_that_is_only_a_kind_has_no_rest() -> None:
    assert without_kind("Airport", "airport") is None
    assert without_kind("Port Louis", "port") is None


@pytest.mark.parametrize(
    "text", ["Calle Mayor", "km 10", "House 12", "\u0443\u043b. \u041b\u0435\u043d\u0438\u043d\u0430"]
)
def test_street_or_house_number_is_like_an_address(text: str) -> None:
    assert like_an_address(text)


@pytest.mark.parametrize("text", ["Unknown", "N/A", "none", "\u4e0d\u660e", "Aguas Internacionales"])
def test_word_for_nothing_names_no_place(text: str) -> None:
    assert no_place(text)
