"""The row that another matcher gets of a report: the same features, nothing more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from services.cli.evaluation.peer_columns import filled_columns, record_of
from tests.unit.enrich.reports import PARCEL, SHIP, party, side


def with_features(**features: Any) -> dict[str, Any]:
    """The row of a report whose features are these."""
    plain = side("NL", "A")
    return record_of(replace(plain, features=features))


def test_numbers_and_tokens_stand_in_a_column_of_their_type() -> None:
    row = record_of(side("NL", "A", transport={"items": [PARCEL]}, parties=[party("phone", "1"), party("phone", "2")]))
    assert row["number_s10"] == [PARCEL]
    assert len(row["token_phone"]) == 2
    assert row["number_awb"] is None
    assert row["token_email"] is None


def test_a_ship_and_its_voyage_are_two_numbers() -> None:
    row = record_of(side("NL", "A", mode="sea", transport={"vessel": {"imo": SHIP}, "voyage": "12E"}))
    assert (row["number_ship"], row["number_vessel"]) == ([SHIP], [f"{SHIP}:12E"])


def test_serials_within_fifty_meet_in_the_columns_of_series() -> None:
    rows = [with_features(series=[{"kind": "awb", "run": "180", "serial": serial}]) for serial in (1_040, 1_090, 1_200)]
    assert set(rows[0]["series"]) & set(rows[1]["series_near"])
    assert not set(rows[0]["series"]) & set(rows[2]["series_near"])


def test_a_hash_of_64_bits_becomes_a_signed_integer_with_the_same_bits() -> None:
    for photo in ("ffffffffffffffff", "8000000000000000", "0123456789abcdef"):
        row = with_features(products=[{"phash": [photo]}])
        assert row["photo"] % 2**64 == int(photo, 16)
        assert -(2**63) <= row["photo"] < 2**63


def test_a_report_that_says_nothing_is_a_row_of_blanks() -> None:
    row = with_features()
    said = {name for name, value in row.items() if value is not None}
    assert said <= {"unique_id", "administration", "kind", "day", "posted"}


def test_a_column_that_one_report_alone_fills_compares_nothing() -> None:
    assert filled_columns([{"a": 1, "b": 1}, {"a": None, "b": 2}, {"a": None, "b": None}]) == {"b"}
