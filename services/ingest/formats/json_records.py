"""JSON and JSON Lines become items, each the bytes of one value: broken bytes in one leave its neighbours alone."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from services.contracts.topics import REPORT_BYTES
from services.ingest.formats.faults import FileFault
from services.ingest.formats.row_findings import RowCode
from services.ingest.formats.sources import Source

MARK: Final = b"\xef\xbb\xbf"
LONGEST_LINE: Final = 4 * REPORT_BYTES
"""Bytes of one line or item that are looked at."""

# A JSON text or a mark of structure. A text ends with its line at the latest, since JSON has none over two lines.
# Possessive: it never goes back, so its time is linear.
_TOKEN: Final = re.compile(rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?|[\[\]{},]')


@dataclass(frozen=True, slots=True)
class Item:
    """One value of the file. ``number`` is its line (JSON Lines) or its place in the list (JSON), from 1."""

    number: int
    raw: bytes
    fault: RowCode | None = None


class JsonItems:
    """The values of one file."""

    def __init__(self, source: Source) -> None:
        """Raises FileFault when the file is not in UTF-8's family at all."""
        self._source, self._read = source, 0
        head = source.file.read(4)
        source.file.seek(0)
        if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head:
            raise FileFault(source.name, "is JSON in UTF-16", "Save it as UTF-8: JSON knows no other encoding.")

    def __iter__(self) -> Iterator[Item]:
        yield from self._lines() if self._source.format == "jsonl" else self._list()

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(1.0, self._read / max(1, self._source.size))

    def _lines(self) -> Iterator[Item]:
        file, number, cut = self._source.file, 0, False
        file.seek(0)
        while line := file.readline(LONGEST_LINE):
            self._read += len(line)
            ended = line.endswith(b"\n")
            if not cut:
                number += 1
                raw = (line.removeprefix(MARK) if number == 1 else line).strip(b" \t\r\n")
                if len(line) >= LONGEST_LINE and not ended:
                    yield Item(number, b"", RowCode.ROW_TOO_LARGE)
                elif raw:
                    yield Item(number, raw)
            cut = not ended

    def _list(self) -> Iterator[Item]:
        with mmap.mmap(self._source.file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            start = len(MARK) if text[:3] == MARK else 0
            while text[start : start + 1] in (b" ", b"\t", b"\r", b"\n"):
                start += 1
            if text[start : start + 1] == b"[":
                yield from self._items(text, start)
            else:
                self._read = len(text)
                yield _item(1, text, start, len(text))

    def _items(self, text: mmap.mmap, opening: int) -> Iterator[Item]:
        number, depth, start = 1, 0, opening + 1
        for token in _TOKEN.finditer(text, opening):
            mark, at = token[0], token.start()
            if mark in (b"[", b"{"):
                depth += 1
            elif mark in (b"]", b"}"):
                depth -= 1
                if depth == 0:
                    break
            elif mark == b"," and depth == 1:
                yield _item(number, text, start, at)
                number, start, self._read = number + 1, at + 1, at
        else:
            yield Item(number, b"", RowCode.ROW_CUT_OFF)
            return
        self._read = len(text)
        if number > 1 or text[start:at].strip():
            yield _item(number, text, start, at)
        if text[at : at + 1] != b"]" or text[at + 1 : at + 1 + LONGEST_LINE].strip():
            yield Item(number + 1, b"", RowCode.ROW_NO_OBJECT)


def _item(number: int, text: mmap.mmap, start: int, end: int) -> Item:
    if end - start > LONGEST_LINE:
        return Item(number, b"", RowCode.ROW_TOO_LARGE)
    return Item(number, text[start:end].strip(b" \t\r\n"))
