"""Each rule of one report keeps its promise: what fails it is found at its place, what passes it is not."""

from __future__ import annotations

import pytest

from services.contracts.findings import Code, catalogue
from tests.unit.ingest.quality_examples import Example, base, bases, examples, files

ALL = [example for path in files() for example in examples(path)]


def test_every_rule_has_an_example_that_passes_and_one_that_fails() -> None:
    judged = {code.value for code, entry in catalogue().items() if entry.judged == "report"}
    assert {path.stem for path in files()} == judged
    assert {one.code for one in ALL if one.at is None} == judged
    assert {one.code for one in ALL if one.at is not None} == judged


@pytest.mark.parametrize("example", [one for one in ALL if one.at is None], ids=lambda one: one.name)
def test_what_passes_a_rule_is_not_told_of_it(example: Example) -> None:
    assert example.code not in {code for code, _ in example.found()}


@pytest.mark.parametrize("example", [one for one in ALL if one.at is not None], ids=lambda one: one.name)
def test_what_fails_a_rule_is_told_exactly_that_at_its_place(example: Example) -> None:
    found = example.found()
    assert (example.code, example.at) in found
    assert [one for one in found if one != (example.code, example.at) and one[0] not in example.also] == []
    assert example.also <= {code for code, _ in found}


@pytest.mark.parametrize("name", bases())
def test_a_base_report_has_nothing_to_be_told(name: str) -> None:
    assert Example("", name, name, {}, None, frozenset()).found() == []


def test_there_is_a_base_report_for_every_kind_and_for_a_seizure_in_every_mode() -> None:
    reports = [base(name) for name in bases()]
    assert {report["kind"] for report in reports} == {"warning", "feedback", "seizure", "lab_result", "retraction"}
    assert {report["mode"] for report in reports if report["kind"] == "seizure"} == {"mail", "air", "sea", "land"}


def test_every_code_of_the_file_is_a_code() -> None:
    assert {also for one in ALL for also in one.also} <= {code.value for code in Code}
