"""Which row of a table is its header, and which column is which. Pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.ingest.formats.cells import is_blank
from services.ingest.formats.definition import Column, Definition
from services.ingest.formats.faults import FileFault, did_you_mean, shown
from services.ingest.formats.records import Notices, Record
from services.ingest.formats.report_paths import leaf, paths

SEARCHED: Final = 20
"""Rows at the top among which the header is searched."""
_TOLD: Final = 12


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column of the mapping stands, by its key, and what it is called there."""

    number: int
    width: int
    places: Mapping[str, int]
    names: Mapping[str, str]


def spelled(name: str) -> str:
    """A column's name for comparing: case, width of letters and runs of space make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).replace("\ufeff", "").casefold().split())


def find_header(place: str, rows: Sequence[Record], mapping: Definition, notices: Notices) -> Header:
    """The header among the first rows. Raises FileFault: no such row, a column missing, or one there twice."""
    row = _row_of_names(place, rows, mapping)
    names = _names(row)
    wanted = {spelled(name): key for key, column in mapping.columns.items() for name in column.names}
    found: dict[str, int] = {}
    for position, name in enumerate(names):
        key = wanted.get(spelled(name)) if name else None
        if key is None:
            continue
        if key in found:
            raise FileFault(
                f"{place}: row {row.number}",
                f"column {shown(name)} stands twice: {letters(found[key])} and {letters(position)}",
                "Rename or delete one of them.",
            )
        found[key] = position
    missing = [column for key, column in mapping.columns.items() if column.required and key not in found]
    if missing:
        raise _missing(f"{place}: row {row.number}", missing, names)
    ignored = {spelled(name) for name in mapping.ignore}
    unread = [shown(n) for i, n in enumerate(names) if n and i not in found.values() and spelled(n) not in ignored]
    if unread:
        more = f" and {len(unread) - _TOLD} more" if len(unread) > _TOLD else ""
        notices.say(f"columns that the mapping does not read: {', '.join(unread[:_TOLD])}{more}")
    return Header(row.number, len(names), found, {key: names[at] for key, at in found.items()})


def mapped_by_paths(place: str, rows: Sequence[Record], mapping: Definition) -> Definition:
    """The mapping with one column for each name of the header, which is the path of a field. Raises FileFault."""
    row = _first_row(place, rows, mapping)
    columns: dict[str, Column] = {}
    for position, name in enumerate(_names(row)):
        if not name:
            continue
        if leaf(name) is None:
            near = did_you_mean(name, paths())
            raise FileFault(
                f"{place}: row {row.number}, column {letters(position)}",
                f"a report has no field {shown(name)!r}{near}",
                "Name the column after a field, or give --mapping for a file of other columns.",
            )
        columns[f"c{position}"] = Column(names=(name,), to=name)
    set_twice = [name for name, times in Counter(one.to for one in columns.values()).items() if times > 1]
    if set_twice:
        raise FileFault(f"{place}: row {row.number}", f"column {set_twice[0]} stands twice", "Delete one of them.")
    constants = {path: text for path, text in mapping.constants.items() if path not in {c.to for c in columns.values()}}
    return mapping.model_copy(update={"columns": columns, "constants": constants})


def letters(position: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _names(row: Record) -> list[str]:
    names = [cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell) for cell in row.cells]
    while names and not names[-1]:
        names.pop()
    return names


def is_comment(row: Record, mapping: Definition) -> bool:
    """Does its first cell begin with the mark of a comment?"""
    mark = mapping.layout.comment
    first = row.cells[0] if row.cells else None
    return mark is not None and isinstance(first, str) and first.lstrip().startswith(mark)


def _first_row(place: str, rows: Sequence[Record], mapping: Definition) -> Record:
    for row in rows:
        chosen = mapping.layout.header in (None, row.number)
        if chosen and not is_comment(row, mapping) and not all(is_blank(cell) for cell in row.cells):
            return row
    raise FileFault(place, "has no header", "Write the names of the columns into its first row.")


def _row_of_names(place: str, rows: Sequence[Record], mapping: Definition) -> Record:
    if mapping.layout.header is not None:
        return _first_row(place, rows, mapping)
    best, most = None, 0
    needed = {spelled(name) for column in mapping.columns.values() for name in column.names}
    for row in rows:
        hits = len({spelled(name) for name in _names(row)} & needed)
        if hits > most:
            best, most = row, hits
    if best is not None:
        return best
    first = _first_row(place, rows, mapping)
    raise _missing(
        f"{place}: row {first.number}",
        [column for column in mapping.columns.values() if column.required],
        _names(first),
    )


def _missing(place: str, missing: Sequence[Column], names: Sequence[str]) -> FileFault:
    told = ", ".join(shown(name) for name in names[:_TOLD] if name) or "nothing"
    near = did_you_mean(missing[0].names[0], [name for name in names if name]) if missing else ""
    lacking = ", ".join(" or ".join(column.names) for column in missing[:_TOLD]) or "every column of the mapping"
    return FileFault(
        place,
        f"lacks {lacking}{near}; it has {told}",
        "Add the columns, or name them in the mapping (`from:`); --mapping says which mapping is used.",
    )
