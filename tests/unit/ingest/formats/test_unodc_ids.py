"""The UNODC layout: modes, directions and places as the rows say them, and what they do not say told as assumed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.ingest.formats.files import IDS, IDS_HEADER, answered, codes, report_of


def ids_row(**changes: str) -> str:
    """A row of the layout, invented: a parcel to Japan."""
    cells = dict.fromkeys(IDS_HEADER.split(";"), "") | {
        "REGION": "Asia",
        "SUBREGION": "East Asia",
        "COUNTRY": "Japan",
        "PLACE": "Kansai mail centre",
        "SEIZURE_DATE": "2013-05-02",
        "DRUG_NAME": "Methamphetamine",
        "AMOUNT": "0.25",
        "DRUG_UNIT": "Kilogram",
    }
    return ";".join((cells | changes).values())


def one(folder: Path, **changes: str) -> tuple[dict[str, Any], set[str]]:
    """The report that a row becomes, and the paths that were assumed."""
    (answer,) = answered(folder, "ids.csv", f"{IDS_HEADER}\n{ids_row(**changes)}\n", IDS)
    return report_of(answer), {each.path for each in answer.findings if each.code == "row_assumed"}


@pytest.mark.parametrize(
    ("cells", "mode", "assumed"),
    [
        ({"TRANSPORT": "Commercial air", "HIDING_PLACE": "Postal"}, "mail", False),
        ({"TRANSPORT": "Commercial air", "INSTALLATION": "Post Office"}, "mail", False),
        ({"TRANSPORT": "Mail"}, "mail", False),
        ({"TRANSPORT": "Private air"}, "air", False),
        ({"TRANSPORT": "Rail"}, "land", False),
        ({"TRANSPORT": "River"}, "sea", False),
        ({"TRANSPORT": "None", "INSTALLATION": "Airport"}, "air", True),
        ({"TRANSPORT": "Other", "INSTALLATION": "Seaport"}, "sea", True),
        ({"TRANSPORT": "Unknown"}, "land", True),
        ({"TRANSPORT": "Hot-air balloon"}, "land", True),
        ({}, "land", True),
    ],
)
def test_the_mode_is_that_of_the_goods_and_a_row_without_one_says_so(
    tmp_path: Path, cells: dict[str, str], mode: str, assumed: bool
) -> None:
    report, told = one(tmp_path, **cells)
    assert (report["mode"], "/mode" in told) == (mode, assumed)


@pytest.mark.parametrize(
    ("cells", "direction", "assumed"),
    [
        ({"ROUTING": "Border - inbound"}, "import", False),
        ({"ROUTING": "National territory/domestic seizure"}, "internal", False),
        ({"DEPARTURE_COUNTRY": "Thailand", "DESTINATION_COUNTRY": "Japan"}, "import", True),
        ({"DEPARTURE_COUNTRY": "Japan", "DESTINATION_COUNTRY": "Guam"}, "export", True),
        ({"DEPARTURE_COUNTRY": "Thailand", "DESTINATION_COUNTRY": "Guam"}, "transit", True),
        ({"DEPARTURE_COUNTRY": "Thailand", "DESTINATION_COUNTRY": "Unknown"}, "import", True),
        ({"DESTINATION_COUNTRY": "Guam"}, "export", True),
        ({"DEPARTURE_COUNTRY": "Unknown", "DESTINATION_COUNTRY": "Japan"}, "internal", True),
    ],
)
def test_the_direction_is_the_routing_or_follows_from_the_route(
    tmp_path: Path, cells: dict[str, str], direction: str, assumed: bool
) -> None:
    report, told = one(tmp_path, **cells)
    assert (report["direction"], "/direction" in told) == (direction, assumed)


def test_the_place_is_the_nearest_that_is_named(tmp_path: Path) -> None:
    assert one(tmp_path)[0]["location"]["name"] == "Kansai mail centre"
    assert one(tmp_path, PLACE=" ", ADMINISTRATIVE_DIVISION="Osaka")[0]["location"]["name"] == "Osaka"
    report, told = one(tmp_path, PLACE="")
    assert (report["location"]["name"], "/location/name" in told) == ("Japan", True)


def test_a_text_that_is_no_place_is_cut_and_said_and_its_row_stands(tmp_path: Path) -> None:
    (answer,) = answered(tmp_path, "ids.csv", f"{IDS_HEADER}\n{ids_row(PLACE='[' + 'x' * 300)}\n", IDS)
    assert ("cell_shortened", "PLACE") in codes(answer)
    assert len(report_of(answer)["location"]["name"]) == 200


def test_a_country_that_is_none_is_an_unknown_leg_and_told(tmp_path: Path) -> None:
    report, _ = one(tmp_path, PRODUCING_COUNTRY="Unknown", DESTINATION_COUNTRY="Multiple Countries")
    assert report["route"] == [
        {"role": "origin", "country": "unknown"},
        {"role": "destination", "country": "unknown"},
    ]


def test_the_first_of_a_month_is_a_month_where_that_is_known(tmp_path: Path) -> None:
    assert one(tmp_path, COUNTRY="New Zealand", SEIZURE_DATE="2012-05-01")[0]["precision"] == "month"
    assert one(tmp_path, COUNTRY="New Zealand", SEIZURE_DATE="2011-05-01")[0]["precision"] == "day"


def test_equal_rows_are_cases_of_their_own_and_a_second_run_gives_the_same_references(tmp_path: Path) -> None:
    text = f"{IDS_HEADER}\n{ids_row()}\n{ids_row()}\n{ids_row(AMOUNT='3')}\n"
    answers = answered(tmp_path, "ids.csv", text, IDS)
    assert len({each.national_ref for each in answers}) == 3
    assert ("row_repeated", None) in codes(answers[1])
    assert [a.national_ref for a in answered(tmp_path, "again.csv", text, IDS)] == [a.national_ref for a in answers]
    lines = text.splitlines()
    turned = answered(tmp_path, "turned.csv", "\n".join([lines[0], lines[3], lines[1], lines[2]]), IDS)
    assert {a.national_ref for a in turned} == {a.national_ref for a in answers}


def test_what_is_not_asked_for_stays_readable_for_a_person(tmp_path: Path) -> None:
    report, _ = one(tmp_path, TRANSPORT="None", HIDING_PLACE="Inside a lamp")
    assert report["narrative"] == "HIDING_PLACE: Inside a lamp; TRANSPORT: None"


def test_the_columns_of_the_current_release_are_known(tmp_path: Path) -> None:
    text = (
        "Seizure date,ISO3,Drug/Substance,Measurement unit,Quantity seized,"
        "Trafficking mode of transportation,Physical seizure location\n"
        "2022-05-02,JPN,Ketamine,Gram,12,Commercial air,Narita\n"
    )
    (answer,) = answered(tmp_path, "ids.csv", text, IDS)
    report = report_of(answer)
    assert (report["administration"], report["mode"], report["location"]["name"]) == ("JP", "air", "Narita")
