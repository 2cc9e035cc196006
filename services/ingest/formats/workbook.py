"""A spreadsheet becomes records: .xlsx, .xls and .ods, read in a process of its own that may fail alone. I/O."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

import orjson

from services.ingest.formats.faults import FileFault, shown
from services.ingest.formats.records import Cell, Fault, Notices, Record
from services.ingest.formats.row_findings import RowCode
from services.ingest.formats.sources import MIB, Source

MOST_BYTES: Final = 256 * MIB
"""The largest workbook, as it is."""
MOST_UNPACKED: Final = 2048 * MIB
"""The largest workbook when its parts are unpacked."""
_CHECKOUT: Final = Path(__file__).parents[3]
_EXACT: Final = 10**15
"""Whole numbers from here on have lost digits: a spreadsheet keeps 15."""


class SheetTable:
    """One sheet. ``fill`` gives covered cells the value of the merged one."""

    def __init__(self, source: Source, sheet: str | None, fill: bool) -> None:
        """Raises FileFault when the file is larger than a workbook may be."""
        self._source, self._sheet, self._fill = source, sheet, fill
        self.notices = Notices()
        self._rows, self._read = 1, 0
        _refuse_large(source)

    @property
    def fraction(self) -> float:
        """How much of the sheet has been read, 0 to 1."""
        return min(1.0, self._read / max(1, self._rows))

    def records(self) -> Iterator[Record]:
        """Every row of the sheet. Raises FileFault."""
        self._source.file.seek(0)
        words = [sys.executable, "-m", "services.ingest.formats.workbook_reader"]
        wanted = self._sheet and self._sheet.encode("utf-8", "replace").decode()
        asked = orjson.dumps({"sheet": wanted, "fill": self._fill}).decode()
        with tempfile.TemporaryFile() as complaints:
            reader = subprocess.Popen(  # noqa: S603 -- our own module, and what it is asked is no part of the command
                [*words, asked], stdin=self._source.file, stdout=subprocess.PIPE, stderr=complaints, cwd=_CHECKOUT
            )
            try:
                assert reader.stdout is not None  # noqa: S101 -- it was asked for
                yield from self._told(reader.stdout)
                if reader.wait() != 0:
                    raise self._failed(complaints)
            finally:
                reader.kill()
                reader.wait()
                if reader.stdout is not None:
                    reader.stdout.close()

    def _told(self, output: IO[bytes]) -> Iterator[Record]:
        self._extent = None
        for line in output:
            said = orjson.loads(line)
            if isinstance(said, list):
                number, cells, faults = said
                self._read = number
                yield _record(number, cells, faults)
            elif "why" in said:
                raise FileFault(self._source.name, said["why"], said["remedy"])
            else:
                self._rows = said.get("rows", self._rows)
                self._extent = said.get("extent", self._extent)
                for notice in said.get("notices", ()):
                    self.notices.say(notice)

    def _failed(self, complaints: IO[bytes]) -> FileFault:
        complaints.seek(0)
        said = complaints.read(MIB)
        if not said or b"memory" in said.lower():
            extent = f" (it says that its cells lie in {self._extent})" if self._extent else ""
            return FileFault(
                self._source.name,
                f"needs more memory or time than a sheet may take{extent}",
                "Delete the rows and columns beyond the data, or save the sheet as CSV.",
            )
        last = shown(said.decode("utf-8", "replace").strip().splitlines()[-1], 200)
        return FileFault(self._source.name, f"ended its reader ({last})", "Save the sheet as CSV.")


def _refuse_large(source: Source) -> None:
    if source.size > MOST_BYTES:
        limit = f"is a workbook of more than {MOST_BYTES // MIB} MiB"
        raise FileFault(source.name, limit, "Split it, or save the sheet as CSV.")
    source.file.seek(0)
    if not zipfile.is_zipfile(source.file):
        return
    try:
        with zipfile.ZipFile(source.file) as book:
            parts = book.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileFault(source.name, "is a damaged workbook", "Save it anew.") from None
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > 10_000:
        limit = f"unpacks to {unpacked // MIB} MiB in {len(parts)} parts"
        raise FileFault(source.name, limit, f"The limit is {MOST_UNPACKED // MIB} MiB: split it, or save it as CSV.")


def _record(number: int, cells: list[Any], told: list[list[Any]]) -> Record:
    faults: list[Fault] = [(RowCode(word), column) for word, column in told]
    values: list[Cell] = []
    for column, cell in enumerate(cells):
        if isinstance(cell, bool | str):
            values.append(cell)
        elif isinstance(cell, int | float):
            values.append(_decimal(cell))
            if abs(cell) >= _EXACT and float(cell).is_integer():
                faults.append((RowCode.CELL_ROUNDED, column))
        else:
            values.append(_dated(cell))
    return Record(number, values, tuple(faults))


def _decimal(number: float) -> Decimal:
    """The number as the spreadsheet shows it: 15 digits, without the last bits of binary fractions."""
    value = Decimal(f"{number:.15g}")
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and abs(value) < _EXACT else value


def _dated(cell: dict[str, str] | None) -> Cell:
    if cell is None:
        return None
    return datetime.fromisoformat(cell["instant"]) if "instant" in cell else date.fromisoformat(cell["date"])
