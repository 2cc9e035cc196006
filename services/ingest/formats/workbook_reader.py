"""Reads one sheet of a workbook, in a process of its own: `python -m services.ingest.formats.workbook_reader`.

calamine holds a sheet as one block from its first to its last cell, and a file of a kilobyte can name cells 17
thousand million places apart. So the block may take MOST_MEMORY here, and what wants more ends this process alone.
Standard input is the workbook; standard output one JSON line of facts, then one for each row, or one with a fault.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO, Final

import orjson
import python_calamine as calamine

from services.ingest.formats.workbook_faults import Places, places_of_faults

MOST_MEMORY: Final = 1536 * 1024 * 1024
MOST_SECONDS: Final = 300
"""Processor time; 200,000 rows take a few seconds."""

Merged = tuple[tuple[int, int], tuple[int, int]]


class Fault(Exception):
    """What the sender is told: why, and what to do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why, self.remedy = why, remedy


def lines(file: BinaryIO, wanted: str | None, fill: bool) -> Iterator[dict[str, Any] | list[Any]]:
    """The facts of the sheet, then its rows: number, cells, faults. Raises Fault."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError:
        raise Fault("is protected by a password", "Save it without one.") from None
    except calamine.CalamineError:
        raise Fault("is no readable workbook", "Open it in a spreadsheet program and save it as .xlsx.") from None
    name = _chosen(book, wanted)
    places = places_of_faults(file, name)
    yield {"sheet": name, "extent": places.extent, "notices": places.notices}
    try:
        sheet = book.get_sheet_by_name(name)
    except calamine.CalamineError:
        raise Fault(f"has a sheet that cannot be read: {name}", "Save the file anew as .xlsx.") from None
    yield {"rows": sheet.total_height}
    yield from _rows(sheet, places, fill)


def _chosen(book: calamine.CalamineWorkbook, wanted: str | None) -> str:
    sheets = [one for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
    names = [one.name for one in sheets]
    if wanted is not None:
        for name in names:
            if name.strip().casefold() == wanted.strip().casefold():
                return name
        raise Fault(f"has no sheet {wanted!r}; it has {', '.join(names) or 'none'}", "Name one with --sheet.")
    seen = [one.name for one in sheets if one.visible == calamine.SheetVisibleEnum.Visible]
    if len(seen) == 1:
        return seen[0]
    if not seen:
        raise Fault("has no visible sheet", "Show the sheet with the reports.")
    raise Fault(f"has several sheets: {', '.join(seen)}", "Say which: --sheet, or `sheet:` in the mapping.")


def _rows(sheet: calamine.CalamineSheet, places: Places, fill: bool) -> Iterator[list[Any]]:
    merged = _Merged(places.merged or sheet.merged_cell_ranges or [], fill)
    # Its rows begin with the sheet's first, but its cells with the first column that holds anything.
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for row, cells in enumerate(sheet.iter_rows()):
        values = [*left, *(_plain(cell) for cell in cells)]
        faults = merged.cover(row, values)
        for column, word in places.cells.get(row, {}).items():
            if column < len(values):
                faults.append([word, column])
        while values and values[-1] == "":
            values.pop()
        yield [row + 1, values, faults]


class _Merged:
    """Merged areas, met from the top down."""

    def __init__(self, areas: list[Merged], fill: bool) -> None:
        self._waiting = sorted(areas, reverse=True)
        self._fill = fill
        self._open: list[tuple[Merged, Any]] = []

    def cover(self, row: int, values: list[Any]) -> list[list[Any]]:
        """The faults of the covered cells in this row; with ``fill`` they take the value of their area."""
        self._open = [one for one in self._open if one[0][1][0] >= row]
        while self._waiting and self._waiting[-1][0][0] <= row:
            area = self._waiting.pop()
            left = area[0][1]
            self._open.append((area, values[left] if left < len(values) else ""))
        faults: list[list[Any]] = []
        for ((first, left), (_, right)), value in self._open:
            for column in range(left, min(right + 1, len(values))):
                if (row, column) == (first, left):
                    continue
                if self._fill:
                    values[column] = value
                faults.append(["cell_filled" if self._fill else "cell_merged", column])
        return faults


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"instant": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell


def main(arguments: list[str]) -> int:
    """Returns the exit status: 0 also when a fault was told."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    asked = orjson.loads(arguments[0])
    out = sys.stdout.buffer
    try:
        for line in lines(sys.stdin.buffer, asked["sheet"], asked["fill"]):
            out.write(orjson.dumps(line) + b"\n")
        out.flush()
    except Fault as fault:
        out.write(orjson.dumps({"why": fault.why, "remedy": fault.remedy}) + b"\n")
    except BrokenPipeError:
        sys.stderr.close()  # nobody reads any more
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
