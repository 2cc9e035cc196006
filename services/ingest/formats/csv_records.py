"""CSV text becomes records. A row whose quotes or bytes are broken is refused alone; its neighbours stand.

RFC 4180 as senders write it: any of four delimiters, any line end, quoted line breaks. No cell is ever read as a
number, a date or "no value": ``NA`` and ``None`` stay words.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Final

from services.contracts.topics import REPORT_BYTES
from services.ingest.formats.encodings import Encoding, decide_encoding
from services.ingest.formats.records import Fault, Notices, Record
from services.ingest.formats.row_findings import RowCode
from services.ingest.formats.sources import MIB, Source

DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_LINE: Final = 4 * REPORT_BYTES
"""Characters of one line that are looked at; what is longer is no row."""
MOST_LINES: Final = 64
"""Lines that one row may span by quoted line breaks."""

_HINT: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_ENDS: Final = ("\n", "\r")
_UNTERMINATED: Final = "unexpected end of data"
_UNREADABLE: Final = re.compile("[\udc80-\udcff\ufffd]")


class CsvTable:
    """One CSV file. ``delimiter`` and ``width``, the number of cells of a whole row, may be set before reading."""

    def __init__(self, source: Source, encoding: str | None, delimiter: str | None) -> None:
        """Look through the file for its encoding. Raises FileFault when it can't be told."""
        self._source = source
        self.notices = Notices()
        self._encoding = decide_encoding(source.name, _chunks(source), encoding)
        if self._encoding.guessed:
            self.notices.say(f"the encoding is a guess: {self._encoding.name}; name it in the mapping, or --encoding")
        hint = _HINT.fullmatch(next(iter(self._lines()), ""))
        self.hinted = hint is not None
        self.delimiter = delimiter or (hint[1] if hint else None) or ""
        self.width: int | None = None

    def beginning(self, delimiter: str, rows: int = 20) -> list[Record]:
        """The first rows as they are under this delimiter."""
        return list(islice(records(self._lines(), delimiter, self._encoding, self.hinted), rows))

    def records(self) -> Iterator[Record]:
        """Every row, blank ones too."""
        yield from records(self._lines(), self.delimiter, self._encoding, self.hinted, self.width)

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(1.0, self._source.file.tell() / max(1, self._source.size))

    def _lines(self) -> Iterator[str]:
        self._source.file.seek(0)
        # UTF-16 knows no escape for a broken pair: such a character becomes U+FFFD and is refused as well.
        errors = "replace" if self._encoding.name.startswith("utf-16") else "surrogateescape"
        text = io.TextIOWrapper(self._source.file, self._encoding.name, errors, newline="")
        try:
            while line := text.readline(LONGEST_LINE):
                yield line
        finally:
            with suppress(ValueError):  # the file was closed before the reading ended
                text.detach()


def _chunks(source: Source) -> Iterator[bytes]:
    source.file.seek(0)
    while chunk := source.file.read(MIB):
        yield chunk


def records(
    lines: Iterable[str], delimiter: str, encoding: Encoding, hinted: bool = False, width: int | None = None
) -> Iterator[Record]:
    """The rows of these lines, each line with its end; the first is skipped when it only names the delimiter."""
    feed = _Feed(lines)
    if hinted:
        feed.take()
    while (line := feed.take()) is not None:
        number, ended = feed.number, line.endswith(_ENDS)
        if len(line) >= LONGEST_LINE and not ended:
            feed.skip_line()
            yield Record(number, (), ((RowCode.ROW_TOO_LARGE, None),))
            continue
        cells, faults = _row(line, delimiter, feed, width)
        if not ended and width is not None and 0 < len(cells) < width:
            faults = ((RowCode.ROW_CUT_OFF, None),)
        yield Record(number, cells, (*faults, *_letters(cells, encoding)))


def _row(line: str, delimiter: str, feed: _Feed, width: int | None) -> tuple[list[str], tuple[Fault, ...]]:
    """The cells of the row that begins with ``line``; more lines are taken while a quoted cell is open."""
    if '"' not in line:
        return line.rstrip("\r\n").split(delimiter), ()
    taken: list[str] = []
    while True:
        try:
            cells = next(csv.reader([line, *taken], delimiter=delimiter, strict=True))
        except csv.Error as error:
            if str(error) == _UNTERMINATED and _take_to_a_quote(feed, taken):
                continue
            feed.give_back(taken)
            large = "field limit" in str(error)
            return [], ((RowCode.ROW_TOO_LARGE if large else RowCode.ROW_BAD_QUOTES, None),)
        if taken and width is not None and len(cells) != width:
            # A quotation mark of one row met that of another: what lies between are rows.
            feed.give_back(taken)
            return [], ((RowCode.ROW_BAD_QUOTES, None),)
        return cells, ()


def _take_to_a_quote(feed: _Feed, taken: list[str]) -> bool:
    """Take the lines up to the next one that could close the open cell; False when none of the next can."""
    while len(taken) < MOST_LINES and (more := feed.take()) is not None:
        taken.append(more)
        if '"' in more:
            return True
    return False


def _letters(cells: list[str], encoding: Encoding) -> Iterator[Fault]:
    for place, cell in enumerate(cells):
        if cell.isascii():
            if "\x00" in cell:
                yield RowCode.CELL_NULL_CHARACTER, place
        elif _UNREADABLE.search(cell):
            yield RowCode.ROW_BAD_BYTES, place
        elif "\x00" in cell:
            yield RowCode.CELL_NULL_CHARACTER, place
        elif encoding.guessed:
            yield RowCode.ROW_ENCODING_GUESSED, place


class _Feed:
    """Lines that can be given back, and the number of the line last taken."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self._returned = iter(lines), deque[str]()
        self.number = 0

    def take(self) -> str | None:
        line = self._returned.popleft() if self._returned else next(self._lines, None)
        self.number += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)

    def skip_line(self) -> None:
        """Read past the rest of a line that was cut at LONGEST_LINE."""
        while (part := next(self._lines, None)) is not None and not part.endswith(_ENDS):
            pass
