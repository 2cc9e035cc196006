"""One town has several codes: the mode of transport tells which is meant."""

from __future__ import annotations

import pytest

from services.reference.places import Gazetteer, read_place


@pytest.mark.parametrize(
    ("raw", "mode", "code", "kind"),
    [
        ("Incheon", None, "KRINC", "city"),
        ("Incheon", "sea", "KRINC", "city"),
        ("Incheon", "air", "KRICN", "airport"),
        ("Incheon Airport", None, "KRICN", "airport"),
        ("Busan", "air", "KRPUS", "city"),
        ("ICN", "air", "KRICN", "airport"),
        ("KRICN", "sea", "KRICN", "airport"),
    ],
)
def test_mode_or_a_word_chooses_the_airport_or_the_port(
    gazetteer: Gazetteer, raw: str, mode: str | None, code: str, kind: str
) -> None:
    reading = read_place(gazetteer, raw, "KR", mode=mode)
    assert (reading.code, reading.kind) == (code, kind)


@pytest.mark.parametrize(
    ("raw", "country", "code"),
    [
        ("Incheon International Mail Centre", "KR", "KRINC"),
        ("Incheon Post Office", "KR", "KRINC"),
        ("IMPC Incheon", "KR", "KRINC"),
        ("인천국제우편물류센터", "KR", "KRINC"),
        ("Centro postal de Barcelona", "ES", "ESBCN"),
        ("Bureau de poste de Elche", "ES", "geonames:53"),
        ("ММПО Новосибирск", "RU", "geonames:1"),
    ],
)
def test_place_where_post_is_exchanged_is_that_of_its_town(
    gazetteer: Gazetteer, raw: str, country: str, code: str
) -> None:
    assert read_place(gazetteer, raw, country, mode="mail").code == code


@pytest.mark.parametrize("raw", ["Mail Centre", "Post Office", "Centre Incheon", "Incheon Exchange", "Parcel", "Post"])
def test_words_for_post_are_no_place_and_one_that_may_be_a_name_takes_nothing_away(
    gazetteer: Gazetteer, raw: str
) -> None:
    assert read_place(gazetteer, raw, "KR", mode="mail").code is None


def test_town_of_several_airports_stays_the_town(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "Seoul", "KR", mode="air").code == "geonames:11"


def test_airport_code_is_no_word_in_other_modes(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "ICN", "KR", mode="land").code is None


def test_town_bears_the_code_of_its_only_airport_when_it_reads_like_its_name(gazetteer: Gazetteer) -> None:
    assert read_place(gazetteer, "Barcelona", "ES").code == "ESBCN"
    assert read_place(gazetteer, "Barcelona International Airport", "ES").code == "ESBCN"
