"""Code lists: each has a source, a meaning in both languages and a field that uses it, and no code is ever lost."""

from __future__ import annotations

import re
from collections import Counter
from typing import get_args

import pytest

from services.contracts.code_lists import CODE_LISTS, ELSEWHERE, LISTS
from services.contracts.code_lists.shape import CodeList
from services.contracts.report import Kind
from services.contracts.report_values import CODE_PATTERN
from services.contracts.schemas.fields import report_fields
from services.contracts.sharing import HANDLING, TLP
from services.contracts.topics import MODES


@pytest.mark.parametrize("each", LISTS.values(), ids=lambda each: each.name)
def test_a_list_says_where_it_comes_from_and_what_its_codes_mean_in_both_languages(each: CodeList) -> None:
    assert each.source
    assert each.codes
    assert all(en.strip() == en and fr.strip() == fr and en and fr for en, fr in each.codes.values())


def test_a_field_names_a_list_that_is_there_and_every_list_is_named_by_a_field() -> None:
    named = {name for field in report_fields() for name in (field.code_list, field.names) if name}
    assert named == set(LISTS) | set(ELSEWHERE)


def test_a_code_has_the_form_that_its_field_takes() -> None:
    wrong = [
        (field.spec, code)
        for field in report_fields()
        if field.shape == "code" and field.code_list and field.code_list in LISTS
        for code in LISTS[field.code_list].codes
        if not re.search(CODE_PATTERN, code)
    ]
    assert wrong == []


def test_lists_that_the_code_decides_by_hold_what_it_knows() -> None:
    assert tuple(LISTS["kind"].codes) == get_args(Kind)
    assert set(LISTS["mode"].codes) == set(MODES)
    assert set(LISTS["tlp"].codes) == set(TLP)
    assert set(LISTS["handling"].codes) == HANDLING


def test_only_closed_lists_hold_a_report() -> None:
    assert set(CODE_LISTS) == {name for name, each in LISTS.items() if each.outside == "held"}
    assert Counter(each.outside for each in LISTS.values())["open"] > 0


def test_the_roles_of_the_cencomm_form_are_all_there() -> None:
    form = ["driver", "passenger", "owner", "consignee", "consignor", "broker", "agent", "suspect", "witness", "other"]
    assert set(form) <= CODE_LISTS["party_role"]


def test_every_field_says_what_it_is_in_one_line_of_both_languages() -> None:
    silent = [field.spec for field in report_fields() if not (field.en and field.fr)]
    long = [field.spec for field in report_fields() if max(len(field.en), len(field.fr)) > 120 or "\n" in field.en]
    assert (silent, long) == ([], [])


def test_every_figure_has_its_unit() -> None:
    counted_by_another_field = {"version", "no", "value", "quantity"}
    bare = [
        field.spec
        for field in report_fields()
        if field.shape in ("number", "integer") and not field.unit and field.name not in counted_by_another_field
    ]
    assert bare == []
