"""In the truth a laboratory is heard when whoever reads the report may read the result as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from services.simulator.cases import Case
from services.simulator.casting import Cast
from services.simulator.truth.judging import tell
from services.simulator.writing import Writer

ALL = {"tlp": "AMBER", "audience": ["operation"], "handling": []}
CLOSER = {"tlp": "AMBER+STRICT", "audience": ["operation"], "handling": []}
NAMED = {"tlp": "AMBER", "audience": ["JP"], "handling": []}


class Sealed(Writer):
    """A writer whose reports are shared as the test says, by number."""

    def __init__(self, *blocks: Mapping[str, Any]) -> None:
        super().__init__(1)
        self._blocks = blocks

    def sharing(self, case: Case) -> dict[str, Any]:
        return dict(self._blocks[case.index])


def told(*blocks: Mapping[str, Any], retracted: bool = False) -> str | None:
    """What a seizure is taken for whose laboratories found heroin; the first block is the seizure's own."""
    writer = Sealed(*blocks)
    cast = Cast(1, ("http",), writer.numbers)
    seizure = cast.case("seizure", "KR", "mail", 1_000)
    seizure.laboratory = "heroin"
    for _ in blocks[1:]:
        cast.case("lab_result", "KR", "mail", 2_000, about=seizure).retracted = retracted
    return tell(seizure, writer).substance


@pytest.mark.parametrize("result", [ALL, {**ALL, "tlp": "GREEN"}])
def test_a_result_for_the_same_readers_or_more_settles_the_substance(result: Mapping[str, Any]) -> None:
    assert told(ALL, result) == "heroin"


@pytest.mark.parametrize("result", [CLOSER, NAMED])
def test_a_result_for_fewer_readers_is_not_heard(result: Mapping[str, Any]) -> None:
    assert told(ALL, result) not in ("heroin", None)


def test_of_two_results_one_for_the_same_readers_is_enough() -> None:
    assert told(ALL, NAMED, ALL) == "heroin"


def test_a_result_that_was_taken_back_is_not_heard() -> None:
    assert told(ALL, ALL, retracted=True) not in ("heroin", None)


def test_a_seizure_that_nobody_analysed_is_what_was_reported() -> None:
    assert told(ALL) not in ("heroin", None)
