"""What is wrong with a mapping that has the right shape: paths, tables, keys and formats that do not exist. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from services.ingest.formats.cells import Habits, Unread, value_of, zone_of
from services.ingest.formats.definition import NATIONAL_REF, Case, Column, Definition, Matches, Reference, Rule
from services.ingest.formats.encodings import declared_encoding
from services.ingest.formats.faults import FileFault, did_you_mean
from services.ingest.formats.report_paths import leaf, paths

Place = tuple[str | int, ...]
PLACEHOLDER: Final = re.compile(r"\{([a-z0-9_]+)\}")
HASH: Final = "hash"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: where in the file, what, and what to do."""

    place: Place
    why: str
    remedy: str


def wrongs(mapping: Definition) -> Iterator[Wrong]:
    """Everything that is wrong, in the order of the file."""
    if mapping.layout.encoding is not None:
        try:
            declared_encoding("", mapping.layout.encoding)
        except FileFault as fault:
            yield Wrong(("layout", "encoding"), fault.why, fault.remedy)
    if mapping.numbers.thousands == mapping.numbers.decimal:
        yield Wrong(("numbers",), "decimal and thousands separator are the same", "Name two different ones.")
    yield from _zone(("zone",), mapping.zone)
    for path, text in mapping.constants.items():
        yield from _scalar(("constants", path), path, text, mapping.habits())
    for key, column in mapping.columns.items():
        yield from _column(("columns", key), column, mapping)
    for number, rule in enumerate(mapping.rules):
        yield from _rule(("rules", number), rule, mapping)
    if mapping.reference is not None:
        yield from _reference(mapping.reference, mapping)
    yield from _twice(mapping)


def _twice(mapping: Definition) -> Iterator[Wrong]:
    targets = Counter([*mapping.constants, *(column.to for column in mapping.columns.values() if column.to)])
    ruled = Counter(rule.to for rule in mapping.rules)  # a rule may stand in for a blank column
    targets.update(path for path, times in ruled.items() if path in mapping.constants or times > 1)
    if mapping.reference is not None:
        targets[NATIONAL_REF] += 1
    for path, times in targets.items():
        if times > 1:
            yield Wrong((), f"{path} is set {times} times", "Let one constant, column or rule set it.")
    for path in {*targets, *ruled}:
        if any(other.startswith(f"{path}.") for other in {*targets, *ruled}):
            yield Wrong((), f"{path} is set as a whole and in parts", "Do one of both.")
    names = Counter(" ".join(name.casefold().split()) for one in mapping.columns.values() for name in one.names)
    for name, times in names.items():
        if times > 1:
            yield Wrong(("columns",), f"{times} columns may be called {name!r}", "Leave it to one of them.")


def _path(place: Place, path: str) -> Iterator[Wrong]:
    if leaf(path) is None:
        near = did_you_mean(path, paths())
        yield Wrong(
            place, f"a report has no field {path}{near}", "Use a field of the report, such as goods.0.substance."
        )


def _scalar(place: Place, path: str, text: str, habits: Habits) -> Iterator[Wrong]:
    yield from _path(place, path)
    found = leaf(path)
    if found is not None and found.kind != "country":
        try:
            for each in text.split(";") if found.listed else [text]:
                value_of(each, found.kind, Habits(zone=habits.zone))
        except Unread:
            yield Wrong(place, f"{text!r} is no value of {path}", f"Write a {found.kind.replace('_', ' or ')}.")


def _zone(place: Place, zone: str | None) -> Iterator[Wrong]:
    if zone is not None:
        try:
            zone_of(zone)
        except ValueError as error:
            yield Wrong(place, str(error), "Write a name such as Asia/Seoul or an offset such as +09:00.")


def _column(place: Place, column: Column, mapping: Definition) -> Iterator[Wrong]:
    if column.to is not None:
        yield from _path((*place, "to"), column.to)
    if column.also_to is not None:
        yield from _path((*place, "also_to"), column.also_to)
    for path, text in column.beside.items():
        yield from _scalar((*place, "with", path), path, text, mapping.habits(column))
    if column.table is not None and column.table not in mapping.tables:
        near = did_you_mean(column.table, mapping.tables)
        yield Wrong((*place, "table"), f"there is no table {column.table}{near}", "Add it under `tables`.")
    yield from _zone((*place, "zone"), column.zone)
    for number, pattern in enumerate(column.formats):
        try:
            datetime.strptime(datetime(2021, 2, 11, 9, 20, tzinfo=UTC).strftime(pattern), pattern)  # noqa: DTZ007
        except (ValueError, re.error):
            spot = (*place, "formats", number)
            yield Wrong(spot, f"{pattern!r} is no date format", "Write it like %d.%m.%Y or %Y-%m-%d %H:%M.")
    kind = column.read or (found.kind if column.to and (found := leaf(column.to)) else None)
    zoned = column.zone or mapping.zone or any("%z" in each for each in column.formats)
    if kind == "instant" and column.formats and not zoned:
        yield Wrong(place, "its dates have no time zone", "Add `zone:`, such as Asia/Seoul or UTC.")


def _rule(place: Place, rule: Rule, mapping: Definition) -> Iterator[Wrong]:
    yield from _path((*place, "to"), rule.to)
    if not rule.cases and rule.otherwise is None and not rule.quote:
        yield Wrong(place, "the rule sets nothing", "Add `cases`, `otherwise` or `quote`.")
    if rule.quote and (rule.cases or rule.otherwise):
        yield Wrong(place, "`quote` stands alone", "Make two rules of it.")
    for key in rule.quote:
        yield from _key((*place, "quote"), key, mapping)
    if rule.otherwise is not None:
        yield from _scalar((*place, "otherwise"), rule.to, rule.otherwise, mapping.habits())
    for number, case in enumerate(rule.cases):
        yield from _case((*place, "cases", number), case, rule, mapping)


def _case(place: Place, case: Case, rule: Rule, mapping: Definition) -> Iterator[Wrong]:
    if (case.set is None) == (case.copy_of is None):
        yield Wrong(place, "a case sets one thing", "Give it either `set` or `copy`.")
    if case.set is not None:
        yield from _scalar((*place, "set"), rule.to, case.set, mapping.habits())
    if case.copy_of is not None:
        yield from _key((*place, "copy"), case.copy_of, mapping)
    for key, condition in case.when.items():
        yield from _key((*place, "when", key), key, mapping)
        if isinstance(condition, Matches):
            try:
                re.compile(condition.matches)
            except re.error as error:
                yield Wrong((*place, "when", key), f"no regular expression: {error}", "Correct it.")


def _key(place: Place, key: str, mapping: Definition) -> Iterator[Wrong]:
    if key not in mapping.columns:
        near = did_you_mean(key, mapping.columns)
        yield Wrong(place, f"there is no column {key}{near}", "Use a key of `columns`.")


def _reference(reference: Reference, mapping: Definition) -> Iterator[Wrong]:
    place: Place = ("reference",)
    if (reference.column is None) == (reference.template is None):
        yield Wrong(place, "a reference comes from one thing", "Give either `column` or `template`.")
    for key in (*((reference.column,) if reference.column else ()), *reference.of):
        yield from _key(place, key, mapping)
    if reference.template is not None:
        fields = PLACEHOLDER.findall(reference.template)
        if not fields or set("{}") & set(PLACEHOLDER.sub("", reference.template)):
            yield Wrong(
                (*place, "template"), "it holds no placeholder, or a broken one", "Write something like IDS-{hash}."
            )
        for name in fields:
            if name != HASH:
                yield from _key((*place, "template"), name, mapping)
