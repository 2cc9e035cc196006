"""A place is read inside its country, when it is certain, and says how."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference.places import Gazetteer, read_place
from services.reference.places.cleaning import LONGEST

CERTAIN = {"exact", "folded", "alias", "romanised"}


@pytest.mark.parametrize(
    ("country", "raw", "code", "how"),
    [
        ("KR", "Busan", "KRPUS", "exact"),
        ("KR", "BUSAN ", "KRPUS", "folded"),
        ("KR", "Pusan", "KRPUS", "alias"),
        ("KR", "\ubd80\uc0b0\uc2dc", "KRPUS", "alias"),
        ("KR", "KRPUS", "KRPUS", "exact"),
        ("RU", "\u0433. \u041d\u043e\u0432\u043e\u0441\u0438\u0431\u0438\u0440\u0441\u043a", "geonames:1", "alias"),
        ("RU", "\u0433. \u0411\u0435\u0440\u0434\u0441\u043a", "geonames:2", "romanised"),
        ("RU", "Novosibirsk city", "geonames:1", "folded"),
        ("ES", "Prat de Llobregat (El)", "geonames:51", "folded"),
        ("ES", "Elche/Elx", "geonames:53", "folded"),
        ("AF", "Kandarhar", "geonames:31", "alias"),
        ("AF", "Heart", "geonames:32", "alias"),
    ],
)
def test_place_is_read_and_says_how(gazetteer: Gazetteer, country: str, raw: str, code: str, how: str) -> None:
    reading = read_place(gazetteer, raw, country)
    assert (reading.code, reading.how, reading.country) == (code, how, country)
    assert reading.raw == raw
    assert reading.lat is not None
    assert reading.lon is not None


def test_place_is_never_looked_for_outside_its_country(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "Busan", "RU").code is None
    assert read_place(gazetteer, "Busan", None).reason == "no_country"
    assert read_place(gazetteer, "Busan", "Korea").reason == "no_country"


def test_division_is_a_place_without_a_point(gazetteer: Gazetteer) -> None:
    reading = read_place(gazetteer, "Helmand", "AF")
    assert (reading.code, reading.kind, reading.subdivision, reading.lat) == ("AF-HEL", "division", "AF-HEL", None)


def test_town_is_preferred_to_the_division_that_it_is_the_seat_of(gazetteer: Gazetteer) -> None:
    reading = read_place(gazetteer, "Herat", "AF")
    assert (reading.kind, reading.subdivision) == ("city", "AF-HER")
    assert [each.code for each in reading.candidates] == ["AF-HER"]


@pytest.mark.parametrize("raw", ["Herat province", "Province of Herat", "Herat/-", "Herat, "])
def test_word_or_an_empty_place_for_the_town_says_that_the_division_is_meant(gazetteer: Gazetteer, raw: str) -> None:
    assert read_place(gazetteer, raw, "AF").code == "AF-HER"


def test_region_is_not_the_city_that_bears_its_name(gazetteer: Gazetteer) -> None:
    # Saint Petersburg is a division of its own; "region" beside its old name means the land around it.
    assert read_place(gazetteer, "Leningrad", "RU").code == "geonames:3"
    assert read_place(gazetteer, "Leningrad Region", "RU").code == "RU-LEN"


@pytest.mark.parametrize(
    ("raw", "code", "reason"),
    [
        ("Novosibirsk Region, Novosibirsk city", "geonames:1", None),
        ("Leningrad Region, St. Peterburg", "geonames:3", None),
        ("Kirov Region, Kirov", "geonames:5", None),
        ("Kaluga Region, Kirov", "geonames:6", None),
        ("Republic of Sakha (Yakutia), Mirnyy", "geonames:7", None),
        ("Novosibirsk Region, Nowhere village", "RU-NVS", "finer_part_unread"),
    ],
)
def test_parts_of_a_text_explain_each_other(gazetteer: Gazetteer, raw: str, code: str, reason: str | None) -> None:
    reading = read_place(gazetteer, raw, "RU")
    assert (reading.code, reading.reason) == (code, reason)


def test_two_places_in_one_text_are_not_read_as_one(gazetteer: Gazetteer) -> None:
    reading = read_place(gazetteer, "Busan ; Seoul", "KR")
    assert (reading.code, reading.how, reading.reason) == (None, "ambiguous", "several_places")
    assert {each.name for each in reading.candidates} == {"Busan", "Seoul"}


def test_one_name_of_two_towns_stays_ambiguous_with_its_candidates(gazetteer: Gazetteer) -> None:
    reading = read_place(gazetteer, "Clinton", "US")
    assert (reading.code, reading.how, reading.reason) == (None, "ambiguous", "same_name")
    assert {each.subdivision for each in reading.candidates} == {"US-IA", "US-MS"}


def test_stated_division_decides_between_towns_of_one_name(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "Clinton", "US", division="Mississippi").code == "geonames:22"
    assert read_place(gazetteer, "Clinton", "US", division="MS").code == "geonames:22"


def test_town_outside_the_stated_division_is_not_read(gazetteer: Gazetteer) -> None:
    reading = read_place(gazetteer, "Berdsk", "RU", division="Kirov Region")
    assert (reading.code, reading.reason, reading.subdivision) == (None, "outside_division", "RU-KIR")
    assert [each.code for each in reading.candidates] == ["geonames:2"]


def test_division_that_cannot_be_read_says_nothing_against_a_town(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "Berdsk", "RU", division="Fourth Police Directorate").code == "geonames:2"


def test_town_ten_times_as_large_as_all_others_of_its_name_is_meant(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "Sometown", "US").code == "geonames:23"
    assert read_place(gazetteer, "Sometown", "US", division="Louisiana").code == "geonames:24"


def test_misspelt_name_is_suggested_and_not_read(gazetteer: Gazetteer) -> None:
    reading = read_place(gazetteer, "Novosibrisk", "RU")
    assert (reading.code, reading.how) == (None, "suggested")
    assert reading.candidates[0].name == "Novosibirsk"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        (" \n\u200b", "empty"),
        ("Unknown", "no_place"),
        ("178.0", "no_letters"),
        ("='[book.xls]Sheet'!$C$4", "formula"),
        ("'[\x01LIST\x03Q3.xls]N.I.'!$C$248", "formula"),
        ("Calle Larga 12-153", "address"),
        ("Korea, Republic of", "country"),
        ("Qqqqq", "not_found"),
        ("x" * (LONGEST + 1), "too_long"),
    ],
)
def test_what_names_no_place_stays_unread_with_its_reason(gazetteer: Gazetteer, raw: str, reason: str) -> None:
    reading = read_place(gazetteer, raw, "KR")
    assert (reading.code, reading.how, reading.reason) == (None, "unread", reason)


def test_control_characters_and_line_breaks_are_no_part_of_a_name(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "\u202eBus\u200ban\nport\x00", "KR").code == "KRPUS"


@given(
    raw=st.text(), division=st.none() | st.text(max_size=30), mode=st.sampled_from([None, "air", "sea", "mail", "x"])
)
def test_any_text_is_read_or_has_a_reason(
    gazetteer: Gazetteer, raw: str, division: str | None, mode: str | None
) -> None:
    for country in ("RU", "KR", "ZZ", raw):
        reading = read_place(gazetteer, raw, country, mode=mode, division=division)
        assert (reading.code is not None) == (reading.how in CERTAIN)
        assert reading.code is not None or reading.reason is not None
        assert reading == read_place(gazetteer, raw, country, mode=mode, division=division)


@pytest.mark.parametrize(
    "text", ["\ud800", "Bus\udfffan", "a" * 1_000_000, "\x00" * 400, "(" * 299, "," * 299, "\U0010ffff"]
)
def test_hostile_text_is_answered(gazetteer: Gazetteer, text: str) -> None:
    assert read_place(gazetteer, text, "KR", division=text).code is None or "\udfff" in text


@given(st.sampled_from(["KRPUS", "KRINC", "KRICN", "AF-HEL", "RU-NVS"]))
def test_code_of_a_reading_reads_as_itself(gazetteer: Gazetteer, code: str) -> None:
    assert read_place(gazetteer, code, code[:2]).code == code
