"""A row of a table becomes the draft of a report by a mapping: values at their paths, and what was found on the way.

Pure but for what it remembers of earlier rows: how often the same row was seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final

import orjson

from services.ingest.formats.cells import Unread, Value, code, folded, is_blank, measurable, text_of, value_of
from services.ingest.formats.definition import ADMINISTRATION, NATIONAL_REF, Column, Definition, Replacement
from services.ingest.formats.definition_checks import HASH, PLACEHOLDER
from services.ingest.formats.deriving import Deriving
from services.ingest.formats.drafts import Draft, constant, country_code
from services.ingest.formats.records import Cell
from services.ingest.formats.report_paths import Kind, Leaf, leaf
from services.ingest.formats.row_findings import RowCode

OCCURRED: Final = "occurred_at"
PRECISION: Final = "precision"


class Drafter:
    """Drafts rows by one mapping."""

    def __init__(self, mapping: Definition) -> None:
        self._mapping = mapping
        self._columns = [_Reader(key, column, mapping) for key, column in mapping.columns.items()]
        # Whose report it is decides what "own" means in the rules.
        self._columns.sort(key=lambda one: one.column.to != ADMINISTRATION)
        self._constants = {path: constant(path, text, mapping) for path, text in mapping.constants.items()}
        self._deriving = Deriving(mapping)
        self._seen: dict[bytes, int] = {}

    def draft(
        self,
        cells: Mapping[str, Cell],
        names: Mapping[str, str],
        faulty: Mapping[str, RowCode],
        administration: str | None = None,
    ) -> Draft:
        """The draft of one row. ``cells`` by the mapping's keys; those in ``faulty`` are told, and read if they can be.

        ``names``: the columns as the file calls them. ``administration``: whose report it is when no column says so.
        """
        draft = Draft()
        for reader in self._columns:
            cell = cells.get(reader.key)
            name = names.get(reader.key, reader.column.names[0])
            if reader.key in faulty:
                draft.say(faulty[reader.key], name, reader.column.to)
                if draft.findings[-1].severity == "error":
                    draft.failed += [reader.column.to] if reader.column.to else []
                    continue
            if cell is not None and cell != "":
                reader.read(cell, name, draft)
        for path, value in self._constants.items():
            draft.put(path, value)
        if administration is not None and ADMINISTRATION not in draft.failed:
            draft.put(ADMINISTRATION, administration)
        self._deriving.derive(cells, names, draft)
        if draft.precision is not None:
            draft.put(PRECISION, draft.precision)
        self._refer(cells, names, draft)
        return draft

    def _refer(self, cells: Mapping[str, Cell], names: Mapping[str, str], draft: Draft) -> None:
        rule = self._mapping.reference
        if rule is None:
            return
        if rule.column is not None:
            try:
                text = text_of(cells.get(rule.column)).strip()
            except Unread as why:
                draft.say(why.code, names.get(rule.column), NATIONAL_REF)
                return
            if text:
                draft.put(NATIONAL_REF, text, names.get(rule.column))
            return
        row = [(key, _plain(cells.get(key))) for key in (rule.of or cells)]
        mark = blake2b(orjson.dumps([one for one in row if one[1]]), digest_size=10)
        times = self._seen[mark.digest()] = self._seen.get(mark.digest(), 0) + 1

        def filled(place: Any) -> str:
            return mark.hexdigest() if place[1] == HASH else _plain(cells.get(place[1])).strip()

        reference = PLACEHOLDER.sub(filled, rule.template or "")
        if times > 1:
            reference = f"{reference}-{times}"
            draft.say(RowCode.ROW_REPEATED, None, NATIONAL_REF)
        draft.put(NATIONAL_REF, reference)


def _plain(cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    return str(cell) if isinstance(cell, Decimal | bool) else cell.isoformat()


class _Reader:
    """One column of the mapping, with what is the same for every row looked up once."""

    def __init__(self, key: str, column: Column, mapping: Definition) -> None:
        self.key, self.column = key, column
        target = leaf(column.to) if column.to else None
        self._leaf = target or Leaf("text")
        self._kind: Kind = column.read or self._leaf.kind
        self._habits = mapping.habits(column)
        table = mapping.tables.get(column.table or "", {})
        self._table = {folded(word): constant(column.to or "", ours, mapping) for word, ours in table.items()}
        self._blank = frozenset(folded(word) for word in column.blank)
        self._beside = {path: constant(path, text, mapping) for path, text in column.beside.items()}
        self._unlisted = column.unlisted
        if isinstance(self._unlisted, Replacement):
            self._replacement = constant(column.to or "", self._unlisted.set, mapping)

    def read(self, cell: Cell, name: str, draft: Draft) -> None:
        """Read one cell into the draft."""
        path = self.column.to
        if path is None or is_blank(cell):
            return
        try:
            value = self._list(cell, name, draft) if self._leaf.listed else self._one(cell, name, draft)
        except Unread as why:
            draft.say(why.code, name, path)
            draft.failed += [path, PRECISION] if path == OCCURRED else [path]
            return
        if value is None or value == []:
            return
        draft.put(path, value, name)
        for beside, constant_value in self._beside.items():
            draft.put(beside, constant_value)

    def _list(self, cell: Cell, name: str, draft: Draft) -> list[Value]:
        if not isinstance(cell, str):
            return [one for one in [self._one(cell, name, draft)] if one is not None]
        parts = cell.replace("\r", "\n").replace("\n", self.column.separator).split(self.column.separator)
        read = [self._one(part.strip(), name, draft) for part in parts if part.strip()]
        return [one for one in read if one is not None]

    def _one(self, cell: Cell, name: str, draft: Draft) -> Value | None:
        if self._blank or self._table:
            word = folded(cell) if isinstance(cell, str) else folded(text_of(cell))
            if word in self._blank:
                return None
            if word in self._table:
                found: Value = self._table[word]
                return found
        if self._kind == "country":
            text = text_of(cell).strip()
            country = country_code(text)
            return country if country is not None else self._kept(text, RowCode.CELL_NO_COUNTRY, name, draft)
        if self.column.table is not None:
            return self._kept(text_of(cell), RowCode.CELL_NOT_IN_TABLE, name, draft)
        value, precision = value_of(cell, self._kind, self._habits)
        if precision is not None and self.column.to == OCCURRED:
            draft.precision = precision
        if isinstance(value, Decimal) and (shorter := measurable(value)) != value:
            draft.say(RowCode.CELL_TOO_EXACT, name, self.column.to)
            return shorter
        return self._fitted(value, name, draft)

    def _kept(self, text: str, why: RowCode, name: str, draft: Draft) -> Value | None:
        """What becomes of a value that the table or the list of countries does not hold."""
        if self.column.to == ADMINISTRATION:
            draft.say(why, name, ADMINISTRATION, "error")
            draft.failed.append(ADMINISTRATION)
            return None
        kept = self._unlisted == "keep" and why is RowCode.CELL_NOT_IN_TABLE
        draft.say(why, name, self.column.to, "info" if kept else None)
        if self.column.also_to is not None:
            draft.put(self.column.also_to, text, name)
        if isinstance(self._unlisted, Replacement):
            found: Value = self._replacement
            return found
        if self._unlisted == "leave_out":
            return None
        return code(text) if self._leaf.kind == "code" else self._fitted(text, name, draft)

    def _fitted(self, value: Value, name: str, draft: Draft) -> Value:
        if not isinstance(value, str):
            return value
        if self._leaf.strict or self._leaf.kind != "text":
            value = value.strip()
        longest = self._leaf.longest
        if self.column.cut and longest is not None and len(value) > longest:
            draft.say(RowCode.CELL_SHORTENED, name, self.column.to)
            return value[:longest]
        return value
