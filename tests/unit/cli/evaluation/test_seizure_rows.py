"""Frequency is not connection: the figures of the public file, and how they are counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.cli.evaluation.seizure_rows import crossings, frequencies, read_rows

PUBLIC = Path(__file__).parents[4] / "../shared/data/unodc-ids-2011-2014.csv.gz"


def row(
    country: str, day: str, departure: str = "Ruritania", destination: str = "Utopia", **more: str
) -> dict[str, str]:
    """A row of the file's layout, invented."""
    return {
        "COUNTRY": country,
        "SEIZURE_DATE": day,
        "DRUG_NAME": "Ketamine",
        "TRANSPORT": "",
        "HIDING_PLACE": "",
        "DEPARTURE_COUNTRY": departure,
        "DESTINATION_COUNTRY": destination,
        **more,
    }


@pytest.mark.parametrize("nowhere", ["", "Unknown", "Other", "Utopia"])
def test_a_row_whose_ends_are_unknown_or_equal_crosses_no_border(nowhere: str) -> None:
    assert not list(crossings([row("France", "2013-05-02", departure=nowhere)]))


def test_two_rows_of_one_country_are_no_pair() -> None:
    found = frequencies([row("France", "2013-05-02"), row("France", "2013-05-02")])
    assert found["within"][30] == {"pairs": 0, "keys": 0}
    assert found["keys_of_two_countries"] == 0


def test_a_pair_counts_in_every_window_that_is_wide_enough() -> None:
    found = frequencies([row("France", "2013-04-28"), row("Spain", "2013-05-05"), row("Spain", "2013-07-05")])
    assert [found["within"][days]["pairs"] for days in (3, 7, 30)] == [0, 1, 1]


def test_blank_cells_are_not_equal_to_each_other() -> None:
    blank = frequencies([row("France", "2013-05-02"), row("Spain", "2013-05-02")])
    filled = frequencies([row(country, "2013-05-02", TRANSPORT="Rail") for country in ("France", "Spain")])
    assert (blank["same_transport"], filled["same_transport"], filled["same_both"]) == (0, 1, 0)


@pytest.fixture(scope="module")
def public() -> dict[str, Any]:
    """The figures of the public file."""
    if not PUBLIC.exists():
        pytest.skip(f"the public file of UNODC is not at {PUBLIC}")
    return frequencies(read_rows(PUBLIC))


def test_the_public_file_has_the_crossings_and_keys_that_the_domain_page_counts(public: dict[str, Any]) -> None:
    assert (public["crossings"], public["corridors"], public["keys"]) == (8_857, 829, 1_292)
    assert public["keys_of_two_countries"] == 128


def test_the_pairs_of_each_window_are_those_of_the_domain_page(public: dict[str, Any]) -> None:
    assert {days: tuple(found.values()) for days, found in public["within"].items()} == {
        0: (114, 10),
        1: (323, 17),
        3: (753, 29),
        7: (1_554, 39),
        14: (2_930, 46),
        30: (6_079, 62),
    }


def test_one_corridor_makes_most_of_the_pairs_and_rare_keys_few(public: dict[str, Any]) -> None:
    assert public["greatest_key"] == {"pairs": 960, "rows": 711}
    assert public["share_of_first"] == {1: 0.618, 5: 0.882, 10: 0.949}
    assert public["pairs_of_greatest_countries"] == 1_164
    assert {most: tuple(found.values()) for most, found in public["rare_keys"].items()} == {
        20: (17, 10),
        50: (49, 21),
        100: (97, 28),
    }


def test_what_else_is_equal_within_a_week_is_as_the_domain_page_counts(public: dict[str, Any]) -> None:
    assert (public["same_transport"], public["same_hiding_place"], public["same_both"]) == (1_219, 295, 273)
