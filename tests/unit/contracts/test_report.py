"""What the types of a report take and refuse, where JSON Schema can't say it in one word."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.contracts.codec import parse_json
from services.contracts.report import Report
from services.contracts.schemas.catalogue import FOLDER

LAB_RESULT = json.loads((FOLDER / "examples/report.submitted/1/lab_result.json").read_bytes())
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=25) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=30,
)


def faults(**changes: Any) -> list[tuple[int | str, ...]]:
    """Where the report is refused."""
    try:
        Report.model_validate(LAB_RESULT | changes)
    except ValidationError as error:
        return [one["loc"] for one in error.errors()]
    return []


@pytest.mark.parametrize(
    "method", [7, True, {}, {"GC": "MS"}, [], [""], [7], ["GC-MS", None], ["x" * 65], "x" * 201, ["x"] * 21]
)
def test_a_method_that_is_neither_a_text_nor_a_list_of_texts_is_refused_at_its_own_place(method: Any) -> None:
    assert faults(method=method) == [("method",)]


@pytest.mark.parametrize("method", ["GC-MS", "x" * 200, ["GC-MS"], ["x" * 64] * 20, None])
def test_a_method_may_be_one_text_or_a_list(method: Any) -> None:
    assert faults(method=method) == []


@given(JSON_VALUES)
def test_whatever_stands_for_a_method_is_taken_or_refused_and_never_fails(method: Any) -> None:
    assert faults(method=method) in ([], [("method",)])


@pytest.mark.parametrize("day", ["1613088000", "2021-02-30", "2021-02-11T08:00:00Z", "11.02.2021", "", "20210211"])
def test_a_text_that_is_no_day_is_refused_seconds_since_1970_too(day: str) -> None:
    assert faults(sharing={"tlp": "GREEN", "expires": day}) == [("sharing", "expires")]


def test_a_laboratory_that_names_no_substance_must_say_that_it_found_none() -> None:
    assert faults(identified=[]) == [()]
    assert faults(identified=[], status="confirmed") == [()]
    assert faults(identified=[], status="negative") == []


def test_an_older_report_costs_no_new_field_when_it_is_written_again() -> None:
    told = Report.model_validate(parse_json(json.dumps(LAB_RESULT).encode()))
    assert told.model_dump(mode="json", by_alias=True, exclude_defaults=True) == LAB_RESULT
