"""Each rule with readings or history keeps its promise: what fails it is found at its place, what passes is not."""

from __future__ import annotations

import pytest

from services.contracts.findings import catalogue
from tests.unit.enrich.quality_examples import Example, examples, files

ALL = [example for path in files() for example in examples(path)]


def test_every_rule_has_an_example_that_passes_and_one_that_fails() -> None:
    judged = {code.value for code, entry in catalogue().items() if entry.judged in ("normalised", "history")}
    assert {path.stem for path in files()} == judged
    assert {one.code for one in ALL if one.at is None} == judged
    assert {one.code for one in ALL if one.at is not None} == judged


def test_the_base_report_has_nothing_to_be_told() -> None:
    assert Example("", "base", {}, None, frozenset()).found() == []


@pytest.mark.parametrize("example", [one for one in ALL if one.at is None], ids=lambda one: one.name)
def test_what_passes_a_rule_is_not_told_of_it(example: Example) -> None:
    assert example.code not in {code for code, _ in example.found()}


@pytest.mark.parametrize("example", [one for one in ALL if one.at is not None], ids=lambda one: one.name)
def test_what_fails_a_rule_is_told_exactly_that_at_its_place(example: Example) -> None:
    found = example.found()
    assert (example.code, example.at) in found
    assert [one for one in found if one != (example.code, example.at) and one[0] not in example.also] == []
    assert example.also <= {code for code, _ in found}
