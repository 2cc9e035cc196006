"""Where a sheet holds what its reader leaves blank without a word: error cells, formulas never calculated, and merges.

calamine reads ``#N/A`` and a formula without a saved result as an empty cell. The XML inside .xlsx and .ods tells
them; the old .xls does not, and that is said.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, BinaryIO, Final
from xml.etree import ElementTree

MOST_PLACES: Final = 200_000
CHUNK: Final = 4 * 1024 * 1024
OVERLAP: Final = 64 * 1024
"""More than any cell with a formula is long."""

_P: Final = rb"(?:\w+:)?"
_REF: Final = rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']"""
_ERROR: Final = re.compile(rb"<" + _P + rb"""c\s(?=[^>]*\bt=["']e["'])[^>]*""" + _REF)
_UNCALCULATED: Final = re.compile(
    rb"<" + _P + rb"""c\s(?![^>]*\bt=["']str["'])[^>]*""" + _REF + rb"[^>]*>\s*<" + _P + rb"f\b[^>]*(?:/>|>[^<]*</"
    + _P + rb"f>)\s*(?:<" + _P + rb"v\s*/>|<" + _P + rb"v>\s*</" + _P + rb"v>|</" + _P + rb"c>)"
)  # fmt: skip
_EXTENT: Final = re.compile(rb"<" + _P + rb"""dimension\s[^>]*\bref=["']([A-Z0-9:]+)["']""")
_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE: Final = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_UNCHECKED: Final = "error cells of this kind of file cannot be told from empty ones; save it as .xlsx"


@dataclass(slots=True)
class Places:
    """Row and column, from 0, of what is left blank; the merged areas when only the XML tells them."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    extent: str | None = None
    notices: list[str] = field(default_factory=list)

    def add(self, row: int, column: int, word: str) -> None:
        """One cell."""
        if len(self.cells) < MOST_PLACES:
            self.cells.setdefault(row, {})[column] = word


def places_of_faults(file: BinaryIO, sheet: str) -> Places:
    """The places in this sheet of a workbook that calamine could open."""
    found = Places()
    file.seek(0)
    if not zipfile.is_zipfile(file):
        found.notices.append(_UNCHECKED)
        return found
    with zipfile.ZipFile(file) as book:
        names = set(book.namelist())
        if "content.xml" in names:
            with book.open("content.xml") as content:
                _look_through_ods(content, sheet, found)
            return found
        part = _part_of(book, sheet) if "xl/workbook.xml" in names else None
        if part not in names:
            found.notices.append(_UNCHECKED)
            return found
        with book.open(str(part)) as content:
            _look_through_xlsx(content, found)
    return found


def _part_of(book: zipfile.ZipFile, sheet: str) -> str | None:
    sheets = _SHEET.findall(book.read("xl/workbook.xml").decode("utf-8", "replace"))
    relations = _RELATION.findall(book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace"))
    targets = {one.get("Id"): one.get("Target", "") for one in map(_attributes, relations)}
    for one in map(_attributes, sheets):
        if one.get("name") == sheet:
            target = targets.get(next((value for name, value in one.items() if name.endswith(":id")), ""))
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if target else None
    return None


def _attributes(text: str) -> dict[str, str]:
    return {name: html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(text)}


def _look_through_xlsx(content: IO[bytes], found: Places) -> None:
    tail = content.read(2)
    if tail in (b"\xff\xfe", b"\xfe\xff"):
        found.notices.append(_UNCHECKED)  # UTF-16, which nobody writes
        return
    while chunk := content.read(CHUNK):
        text = tail + chunk
        if found.extent is None and (extent := _EXTENT.search(text)):
            found.extent = extent[1].decode()
        if b't="e"' in text or b"t='e'" in text:
            _add_all(_ERROR, text, "cell_error", found)
        if b"<f" in text or b":f" in text:
            _add_all(_UNCALCULATED, text, "cell_uncalculated", found)
        tail = text[-OVERLAP:]


def _add_all(pattern: re.Pattern[bytes], text: bytes, word: str, found: Places) -> None:
    for cell in pattern.finditer(text):
        column = 0
        for letter in cell[1]:
            column = column * 26 + letter - 64
        found.add(int(cell[2]) - 1, column - 1, word)


_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def _look_through_ods(content: IO[bytes], sheet: str, found: Places) -> None:
    row, inside = 0, False
    for event, element in _events(content):
        if element.tag == f"{_TABLE}table":
            inside = event == "start" and element.get(f"{_TABLE}name") == sheet
            if event == "end":
                element.clear()
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            if inside:
                _look_through_row(element, row, found)
                row += _number(element, "number-rows-repeated")
            element.clear()


def _events(content: IO[bytes]) -> Iterator[tuple[str, ElementTree.Element]]:
    # The file is a stranger's; what entities could do to memory, the limit of this process ends.
    return iter(ElementTree.iterparse(content, ("start", "end")))  # noqa: S314


def _look_through_row(element: ElementTree.Element, row: int, found: Places) -> None:
    column = 0
    for cell in element:
        if cell.tag not in _CELLS:
            continue
        if cell.get(f"{_CALC}value-type") == "error":
            found.add(row, column, "cell_error")
        elif cell.get(f"{_TABLE}formula") and not cell.get(f"{_OFFICE}value-type"):
            found.add(row, column, "cell_uncalculated")
        down, right = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if max(down, right) > 1 and len(found.merged) < MOST_PLACES:
            found.merged.append(((row, column), (row + down - 1, column + right - 1)))
        column += _number(cell, "number-columns-repeated")


def _number(element: ElementTree.Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1
