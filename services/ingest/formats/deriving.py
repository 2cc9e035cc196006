"""Fields that no column holds, derived from the row by the rules of its mapping; what is assumed is said. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.ingest.formats.cells import Unread, folded, is_blank, text_of
from services.ingest.formats.definition import ADMINISTRATION, Case, Condition, Definition, Matches, Rule
from services.ingest.formats.drafts import Draft, constant, country_code
from services.ingest.formats.records import Cell
from services.ingest.formats.report_paths import leaf
from services.ingest.formats.row_findings import RowCode

MOST_MATCHED: Final = 500
"""Letters of a cell that a regular expression looks at."""

Test = Callable[[str, str | None], bool]
"""Does this text of a cell fit, for a report of this administration?"""


@dataclass(frozen=True, slots=True)
class _Case:
    tests: tuple[tuple[str, Test], ...]
    value: Any
    copied: str | None
    assumed: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    to: str
    cases: tuple[_Case, ...]
    otherwise: Any
    quote: tuple[str, ...]
    longest: int | None


class Deriving:
    """The rules of one mapping, ready to be used."""

    def __init__(self, mapping: Definition) -> None:
        self._rules = [_ready(rule, mapping) for rule in mapping.rules]

    def derive(self, cells: Mapping[str, Cell], names: Mapping[str, str], draft: Draft) -> None:
        """Set every field that a rule can, unless it is set already."""
        texts = _Texts(cells)
        own = draft.flat.get(ADMINISTRATION)
        for rule in self._rules:
            if rule.to in draft.flat:
                continue
            if rule.quote:
                said = [(key, texts[key].strip()) for key in rule.quote]
                _put(draft, rule, "; ".join(f"{names.get(key, key)}: {text}" for key, text in said if text), None)
                continue
            for case in rule.cases:
                if all(test(texts[key], own) for key, test in case.tests):
                    column = names.get(case.copied or case.tests[0][0])
                    _put(draft, rule, texts[case.copied] if case.copied else case.value, column)
                    if case.assumed:
                        draft.say(RowCode.ROW_ASSUMED, None, rule.to)
                    break
            else:
                if rule.otherwise is not None:
                    draft.put(rule.to, rule.otherwise)
                    draft.say(RowCode.ROW_ASSUMED, None, rule.to)


def _put(draft: Draft, rule: _Rule, value: Any, column: str | None) -> None:
    if value == "":
        return
    if rule.longest is not None and isinstance(value, str) and len(value) > rule.longest:
        draft.say(RowCode.CELL_SHORTENED, column, rule.to)
        value = value[: rule.longest]
    draft.put(rule.to, value, column)


class _Texts(dict[str, str]):
    """The cells of a row as text, each made when it is asked for; a date has none."""

    def __init__(self, cells: Mapping[str, Cell]) -> None:
        super().__init__()
        self._cells = cells

    def __missing__(self, key: str) -> str:
        cell = self._cells.get(key)
        try:
            text = "" if is_blank(cell) else text_of(cell)
        except Unread:
            text = str(cell)
        self[key] = text
        return text


def _ready(rule: Rule, mapping: Definition) -> _Rule:
    target = leaf(rule.to)
    return _Rule(
        rule.to,
        tuple(_case(case, rule, mapping) for case in rule.cases),
        None if rule.otherwise is None else constant(rule.to, rule.otherwise, mapping),
        rule.quote,
        target.longest if target and rule.cut else None,
    )


def _case(case: Case, rule: Rule, mapping: Definition) -> _Case:
    tests = tuple((key, _test(condition)) for key, condition in case.when.items())
    value = None if case.set is None else constant(rule.to, case.set, mapping)
    return _Case(tests, value, case.copy_of, case.assumed)


def _test(condition: Condition) -> Test:
    if condition == "present":
        return lambda text, _: text != ""
    if condition == "absent":
        return lambda text, _: text == ""
    if condition == "own":
        return lambda text, own: own is not None and text != "" and country_code(text.strip()) == own
    if condition == "foreign":
        return lambda text, own: text != "" and country_code(text.strip()) not in (None, own)
    if isinstance(condition, Matches):
        pattern = re.compile(condition.matches, re.IGNORECASE)
        return lambda text, _: pattern.fullmatch(text.strip()[:MOST_MATCHED]) is not None
    words = frozenset(folded(word) for word in condition)
    return lambda text, _: folded(text) in words
