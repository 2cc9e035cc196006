"""One cell becomes a value or is not read: nothing that means two things is taken for one of them."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.formats.cells import Habits, Unread, code, measurable, number, value_of, zone_of
from services.ingest.formats.records import Cell
from services.ingest.formats.report_paths import Kind

SEOUL = Habits(zone="Asia/Seoul")
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.text(max_size=60),
    st.booleans(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.none(),
    st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}[ T]?[0-9:+Z]{0,14}", fullmatch=True),
    st.from_regex(r"[+-]?[0-9., ']{0,20}([eE][+-]?[0-9]{0,3})?", fullmatch=True),
)
HABITS = st.builds(
    Habits,
    decimal=st.sampled_from([".", ","]),
    thousands=st.sampled_from(["", " ", "'", ".", ","]),
    formats=st.sampled_from([(), ("%d.%m.%Y",), ("%d/%m/%Y", "%m/%d/%Y"), ("%Y-%m",), ("%d %B %Y %H:%M",)]),
    zone=st.sampled_from([None, "UTC", "Asia/Seoul", "+09:00", "America/New_York"]),
)


@given(CELLS, st.sampled_from(get_args(Kind)), HABITS)
def test_any_cell_is_a_value_of_its_kind_or_is_not_read(cell: Cell, kind: Kind, habits: Habits) -> None:
    try:
        value, precision = value_of(cell, kind, habits)
    except Unread:
        return
    expected = {"number": Decimal, "integer": (int, Decimal), "yes_no": bool}.get(kind, str)
    assert isinstance(value, expected)  # type: ignore[arg-type]  # a class or several
    assert (precision is not None) == (kind == "instant")
    if kind == "instant":
        assert datetime.fromisoformat(str(value)).tzinfo is not None
    if kind == "day":
        assert date.fromisoformat(str(value)).isoformat() == value
    again, _ = (
        value_of(value, kind, Habits(zone=habits.zone)) if isinstance(value, str | bool | Decimal) else (value, None)
    )
    assert again == value


@pytest.mark.parametrize(
    ("text", "habits", "expected"),
    [
        ("12.5", Habits(), "12.5"),
        ("0.7240000000000001", Habits(), "0.7240000000000001"),
        ("9e-05", Habits(), "0.00009"),
        ("12,5", Habits(decimal=","), "12.5"),
        ("1 234,5", Habits(decimal=",", thousands=" "), "1234.5"),
        ("1\u00a0234\u202f567", Habits(thousands=" "), "1234567"),
        ("1,234,567.25", Habits(thousands=","), "1234567.25"),
        (" -3 ", Habits(), "-3"),
    ],
)
def test_numbers_are_read_as_the_sender_writes_them(text: str, habits: Habits, expected: str) -> None:
    assert number(text, habits) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "habits"),
    [
        ("1,234", Habits()),
        ("12,5", Habits(thousands=",")),
        ("1.234", Habits(decimal=",")),
        ("1234,567", Habits(thousands=",")),
        ("12 kg", Habits()),
        ("٣", Habits()),
        ("NaN", Habits()),
        ("Infinity", Habits()),
        ("1_000", Habits()),
        ("0x10", Habits()),
        ("9" * 1_000_000, Habits()),
    ],
)
def test_a_number_that_could_be_two_is_not_read(text: str, habits: Habits) -> None:
    with pytest.raises(Unread):
        number(text, habits)


def test_tails_of_binary_fractions_are_rounded_only_where_they_do_not_fit() -> None:
    assert measurable(Decimal("1.4000000000000001e-05")) == Decimal("0.000014")
    assert measurable(Decimal("0.7240000000000001")) == Decimal("0.7240000000000001")


@pytest.mark.parametrize(
    ("text", "formats", "expected"),
    [
        ("2021-02-11", (), ("2021-02-11T00:00:00+09:00", "day")),
        ("2021-02-11T09:20:00+02:00", (), ("2021-02-11T09:20:00+02:00", "minute")),
        ("2021-02-11 09:20", (), ("2021-02-11T09:20:00+09:00", "minute")),
        ("11.02.2021", ("%d.%m.%Y",), ("2021-02-11T00:00:00+09:00", "day")),
        ("02/2021", ("%m/%Y",), ("2021-02-01T00:00:00+09:00", "month")),
        ("13/02/2021", ("%d/%m/%Y", "%m/%d/%Y"), ("2021-02-13T00:00:00+09:00", "day")),
        ("03/03/2021", ("%d/%m/%Y", "%m/%d/%Y"), ("2021-03-03T00:00:00+09:00", "day")),
    ],
)
def test_instants_are_as_exact_as_they_are_written(text: str, formats: tuple[str, ...], expected: object) -> None:
    assert value_of(text, "instant", Habits(formats=formats, zone="Asia/Seoul")) == expected


@pytest.mark.parametrize(
    "text", ["11/02/2021", "2021-02-30", "20210211", "44238", "1613035200", "2021-W06-4", "yesterday"]
)
def test_a_date_of_no_declared_format_is_not_read(text: str) -> None:
    with pytest.raises(Unread):
        value_of(text, "instant", SEOUL)


def test_a_date_that_two_formats_read_differently_is_not_read() -> None:
    with pytest.raises(Unread):
        value_of("02/03/2021", "instant", Habits(formats=("%d/%m/%Y", "%m/%d/%Y"), zone="UTC"))


def test_a_date_without_an_offset_needs_the_zone_of_the_mapping() -> None:
    for cell in ("2021-02-11", date(2021, 2, 11), datetime(2021, 2, 11, 9, 20)):  # noqa: DTZ001 -- as in a spreadsheet
        with pytest.raises(Unread):
            value_of(cell, "instant", Habits())


def test_terms_become_codes_and_what_has_no_letters_for_one_stays() -> None:
    assert [code(text) for text in ("Risk profiling", " Mail-Centre ", "x_ray", "почта", "")] == [
        "risk_profiling",
        "mail_centre",
        "x_ray",
        "почта",
        "",
    ]


@given(st.text(max_size=40))
def test_any_name_is_a_zone_or_no_zone(name: str) -> None:
    with contextlib.suppress(ValueError):
        assert datetime(2021, 2, 11, tzinfo=UTC).astimezone(zone_of(name)).utcoffset() is not None
