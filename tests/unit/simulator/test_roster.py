"""Who takes part: 79 administrations, their places and their offices."""

from __future__ import annotations

import re

from services.contracts.topics import MODES
from services.simulator.roster import ADMINISTRATIONS, BY_CODE, COORDINATION_UNIT, REGIONAL_OFFICES

PLACES = [(a.code, place) for a in ADMINISTRATIONS for mode in MODES if (place := a.place(mode))]


def test_seventy_nine_administrations_and_eight_regional_offices_take_part() -> None:
    assert len(ADMINISTRATIONS) == len(BY_CODE) == 79
    assert len({office.code for office in REGIONAL_OFFICES}) == 8
    assert COORDINATION_UNIT not in BY_CODE


def test_every_administration_is_served_by_a_regional_office_that_exists() -> None:
    assert {a.region for a in ADMINISTRATIONS} == {office.region for office in REGIONAL_OFFICES}


def test_every_administration_has_an_airport_and_a_mail_centre() -> None:
    assert all(a.airport.type == "airport" and a.mail_centre.type == "mail_centre" for a in ADMINISTRATIONS)


def test_a_landlocked_country_has_no_seaport() -> None:
    assert all(BY_CODE[code].seaport is None for code in ("AT", "CH", "CZ", "HU", "KG", "KZ", "LA", "MN", "NP"))


def test_an_island_without_a_land_border_has_no_border_post() -> None:
    assert all(BY_CODE[code].land_border is None for code in ("AU", "JP", "LK", "MU", "MV", "NZ", "PH"))


def test_a_border_post_says_which_country_lies_beyond() -> None:
    posts = [place for _, place in PLACES if place.type == "land_boundary"]
    assert all(re.fullmatch("[A-Z]{2}", post.beyond or "") for post in posts)


def test_a_place_bears_a_code_of_its_own_country() -> None:
    coded = [(code, place.locode) for code, place in PLACES if place.locode]
    assert len(coded) > 200
    assert [locode for code, locode in coded if not re.fullmatch(f"{code}[A-Z2-9]{{3}}", locode)] == []
