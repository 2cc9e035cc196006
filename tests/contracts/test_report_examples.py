"""The committed reports show everything that a report can be: each kind, each mode, each field, each kind of answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

import pytest

from services.contracts.code_lists import CODE_LISTS
from services.contracts.codec import parse_json
from services.contracts.events import SUBMITTED
from services.contracts.report import FOUND_NOTHING, REQUIRED, Report
from services.contracts.schemas.catalogue import FOLDER, example_folder
from services.contracts.schemas.fields import coded_fields, report_fields
from services.contracts.topics import MODES

PATHS: Final = sorted((FOLDER / "examples" / example_folder(SUBMITTED)).glob("*.json"))
OUTSIDE: Final = "value_outside_a_code_list_is_held_not_refused"


def documents() -> list[dict[str, Any]]:
    """Every valid report."""
    return [json.loads(path.read_bytes()) for path in PATHS]


def places(value: Any, above: str = "") -> Iterator[str]:
    """The places at which a document says something, in the words of ReportField.spec."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{above}{name}"
            yield from places(inner, f"{above}{name}/")
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner, f"{above}*/")


def values(document: Any, spec: str) -> Iterator[Any]:
    """What stands at a place."""
    head, _, rest = spec.partition("/")
    if head == "?":
        yield from document
    elif head == "*":
        for item in document:
            yield from values(item, rest) if rest else [item]
    elif head in document:
        yield from values(document[head], rest) if rest else [document[head]]


@pytest.mark.parametrize(("kind", "mode"), list(product(("seizure", "warning"), MODES)))
def test_seizures_and_warnings_are_shown_in_every_mode(kind: str, mode: str) -> None:
    assert any(one["kind"] == kind and one.get("mode") == mode for one in documents())


@pytest.mark.parametrize("kind", REQUIRED)
def test_every_kind_is_shown(kind: str) -> None:
    assert any(one["kind"] == kind for one in documents())


def test_a_correction_is_shown_beside_what_it_corrects() -> None:
    by_case = {(one["administration"], one["national_ref"], one.get("version", 1)): one for one in documents()}
    corrections = [key for key, one in by_case.items() if "correction_reason" in one]
    assert corrections
    assert all((administration, ref, version - 1) in by_case for administration, ref, version in corrections)


def test_every_field_is_shown_somewhere() -> None:
    shown = {place for one in documents() for place in places(one)}
    assert {field.spec for field in report_fields()} - shown == set()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_code_of_an_example_is_in_its_list(path: Any) -> None:
    document = json.loads(path.read_bytes())
    outside = [
        (spec, value)
        for spec, name in coded_fields().items()
        for value in values(document, spec)
        if value not in CODE_LISTS[name]
    ]
    assert outside == ([("direction", "sideways")] if path.stem == OUTSIDE else [])


@pytest.mark.parametrize("status", FOUND_NOTHING)
def test_a_laboratory_that_found_nothing_need_not_name_a_substance(status: str) -> None:
    report = next(one for one in documents() if one["kind"] == "lab_result")
    assert Report.model_validate(report | {"identified": [], "status": status}).identified == ()


@pytest.mark.parametrize("method", ["GC-MS", ["GC-MS"], ["GC-MS", "NMR"]])
def test_a_method_stays_as_it_was_written_one_text_or_a_list(method: Any) -> None:
    report = next(one for one in documents() if one["kind"] == "lab_result") | {"method": method}
    told = Report.model_validate(parse_json(json.dumps(report).encode()))
    assert told.model_dump(mode="json", exclude_defaults=True)["method"] == method
