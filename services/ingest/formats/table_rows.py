"""The rows of a table, or objects of JSON, become bodies to be judged: header, faulty cells, the mapping's draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, islice
from typing import Any, Final

from services.contracts.codec import parse_json
from services.contracts.findings import Code, Finding
from services.contracts.reasons import Undecodable
from services.ingest.formats.cells import is_blank
from services.ingest.formats.csv_records import DELIMITERS, CsvTable
from services.ingest.formats.definition import Definition
from services.ingest.formats.drafting import Drafter
from services.ingest.formats.faults import FileFault
from services.ingest.formats.header import SEARCHED, Header, find_header, is_comment, mapped_by_paths, spelled
from services.ingest.formats.json_records import Item
from services.ingest.formats.judging import body_of
from services.ingest.formats.mapping_files import TEMPLATE, load_mapping
from services.ingest.formats.records import Cell, Notices, Record
from services.ingest.formats.report_paths import pointer_of
from services.ingest.formats.row_findings import RowCode, RowFinding, row_finding
from services.ingest.formats.sources import Source
from services.ingest.formats.wishes import Wishes
from services.ingest.formats.workbook import SheetTable

OPERATION: Final = "operation"


@dataclass(slots=True)
class Told:
    """A row with the body that it comes to (None: none) and what was found on the way.

    ``columns``: the column behind each JSON pointer; ``failed``: pointers whose cells could not be read.
    """

    row: int
    body: bytes | None
    findings: list[RowFinding]
    columns: Mapping[str, str] = field(default_factory=dict)
    failed: Sequence[str] = ()

    def column_of(self, pointer: str) -> str | None:
        """The column that a place of the report came from."""
        while pointer:
            if pointer in self.columns:
                return self.columns[pointer]
            pointer = pointer.rpartition("/")[0]
        return None

    def explains(self, found: Finding) -> bool:
        """Does this only follow from a cell that could not be read, which is told already?"""
        return found.code == Code.MISSING_FIELD and any(
            f"{pointer}/".startswith(f"{found.path}/") or f"{found.path}/".startswith(f"{pointer}/")
            for pointer in self.failed
        )


class TableRows:
    """The rows of one CSV file or sheet under its mapping."""

    def __init__(self, source: Source, wishes: Wishes, notices: Notices) -> None:
        """Find the header. Raises FileFault."""
        mapping = wishes.mapping or load_mapping(TEMPLATE)
        self.skipped = 0
        if source.format == "excel":
            sheet = SheetTable(source, wishes.sheet or mapping.layout.sheet, mapping.layout.merged == "fill")
            sheet.notices = notices
            self._table: SheetTable | CsvTable = sheet
            rest = sheet.records()
            top = list(islice(rest, mapping.layout.header or SEARCHED))
            self._records: Iterable[Record] = chain(top, rest)
            mapping, self._header = _headed(source.name, top, mapping, notices)
            self._ragged = False
        else:
            table = CsvTable(source, wishes.encoding or mapping.layout.encoding, None)
            for notice in table.notices.said:
                notices.say(notice)
            self._table = table
            mapping, self._header = _delimited(source.name, table, mapping, notices)
            self._records = table.records()
            self._ragged = True
        self._mapping = mapping
        self._maker = _Maker(mapping, wishes)

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return self._table.fraction

    def told(self) -> Iterator[Told]:
        """Every row below the header that holds anything."""
        for record in self._records:
            if record.number <= self._header.number:
                continue
            if is_comment(record, self._mapping) or (not record.faults and all(map(is_blank, record.cells))):
                self.skipped += 1
                continue
            yield self._one(record)

    def _one(self, record: Record) -> Told:
        broken = [row_finding(code) for code, place in record.faults if place is None]
        cells = record.cells
        if self._ragged and not broken:
            if any(not is_blank(cell) for cell in cells[self._header.width :]):
                broken = [row_finding(RowCode.ROW_LONG)]
            elif len(cells) < self._header.width:
                broken = [row_finding(RowCode.ROW_SHORT)]
        if any(one.severity == "error" for one in broken):
            return Told(record.number, None, broken)
        places = self._header.places
        read = {key: cells[place] if place < len(cells) else None for key, place in places.items()}
        faulty: dict[str, RowCode] = {}
        if record.faults:
            keys = {place: key for key, place in places.items()}
            faulty = {keys[place]: code for code, place in record.faults if place is not None and place in keys}
        if not faulty and all(map(is_blank, read.values())):
            broken.append(row_finding(RowCode.ROW_EMPTY))
            return Told(record.number, None, broken)
        return self._maker.told(record.number, read, self._header.names, faulty, broken)


class _Maker:
    """Makes bodies of cells by a mapping."""

    def __init__(self, mapping: Definition, wishes: Wishes) -> None:
        if wishes.zone is not None:
            mapping = mapping.model_copy(update={"zone": wishes.zone})
        if wishes.operation is not None:
            constants = {**mapping.constants, OPERATION: wishes.operation}
            mapping = mapping.model_copy(update={"constants": constants})
        self._drafter, self._administration = Drafter(mapping), wishes.administration

    def told(
        self,
        number: int,
        cells: Mapping[str, Cell],
        names: Mapping[str, str],
        faulty: Mapping[str, RowCode],
        findings: list[RowFinding],
    ) -> Told:
        """The body of one row."""
        draft = self._drafter.draft(cells, names, faulty, self._administration)
        findings = [*findings, *draft.findings]
        try:
            body, pointers = body_of(draft.flat)
        except (ValueError, TypeError):  # half of a surrogate pair, which no JSON holds
            return Told(number, None, [*findings, row_finding(RowCode.ROW_BAD_BYTES)])
        columns = {pointers[path]: name for path, name in draft.columns.items()}
        return Told(number, body, findings, columns, [pointer_of(path) for path in draft.failed])


def objects_as_rows(items: Iterable[Item], wishes: Wishes) -> Iterator[Told]:
    """JSON objects of the sender's own fields, by a mapping: a field inside another is called ``outer.inner``."""
    if wishes.mapping is None:
        raise ValueError("a mapping is needed")
    maker = _Maker(wishes.mapping, wishes)
    wanted = {spelled(name): key for key, column in wishes.mapping.columns.items() for name in column.names}
    for item in items:
        if item.fault is not None:
            yield Told(item.number, None, [row_finding(item.fault)])
            continue
        try:
            value = parse_json(item.raw)
        except Undecodable:
            yield Told(item.number, item.raw, [])  # the judge says what is wrong with it
            continue
        if not isinstance(value, dict):
            yield Told(item.number, None, [row_finding(RowCode.ROW_NO_OBJECT)])
            continue
        cells: dict[str, Cell] = {}
        names: dict[str, str] = {}
        for name, cell in _flat("", value):
            key = wanted.get(spelled(name))
            if key is not None and key not in cells:
                cells[key], names[key] = cell, name
        yield maker.told(item.number, cells, names, {}, [])


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, Cell]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{prefix}.{name}" if prefix else name, inner)
    elif isinstance(value, list):
        if all(isinstance(one, str) for one in value):
            yield prefix, ";".join(value)
        for place, inner in enumerate(value):
            yield from _flat(f"{prefix}.{place}", inner)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield prefix, Decimal(value)
    else:
        yield prefix, value


def _headed(place: str, top: Sequence[Record], mapping: Definition, notices: Notices) -> tuple[Definition, Header]:
    if mapping.headers_are_paths:
        mapping = mapped_by_paths(place, top, mapping)
    return mapping, find_header(place, top, mapping, notices)


def _delimited(place: str, table: CsvTable, mapping: Definition, notices: Notices) -> tuple[Definition, Header]:
    """The header under the delimiter that shows most of the mapping's columns. Raises FileFault."""
    declared = mapping.layout.delimiter
    candidates = ("\t" if declared == "tab" else declared,) if declared else (table.delimiter or DELIMITERS)
    best: tuple[int, Definition, Header, str, int] | None = None
    faults: list[tuple[int, FileFault]] = []
    for delimiter in candidates:
        top = table.beginning(delimiter, max(SEARCHED, mapping.layout.header or 0))
        seen = Notices()
        try:
            found, header = _headed(place, top, mapping, seen)
        except FileFault as fault:
            faults.append((max((len(record.cells) for record in top), default=0), fault))
            continue
        width = next(len(record.cells) for record in top if record.number == header.number)
        if best is None or len(header.places) > best[0]:
            best = (len(header.places), found, header, delimiter, width)
            notes = seen
    if best is None:
        raise max(faults, key=lambda one: one[0])[1]
    _, found, header, table.delimiter, table.width = best
    for notice in notes.said:
        notices.say(notice)
    return found, header
