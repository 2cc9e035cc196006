"""Writes the old binary workbook (.xls, BIFF8 inside a compound file): nothing in use writes it any more.

Layouts: [MS-CFB] 2.2 to 2.6, [MS-XLS] 2.4. One sheet of texts and numbers, of which no stream is shorter than 4,096
bytes, so that no mini stream is needed.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_workbook(rows: Sequence[Sequence[str | float]], sheet: str = "reports") -> bytes:
    """The bytes of such a file."""
    return _compound(_workbook(rows, sheet))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _workbook(rows: Sequence[Sequence[str | float]], sheet: str) -> bytes:
    name = sheet.encode("latin-1")
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    tail = struct.pack("<BB", 0, 0) + struct.pack("<BB", len(name), 0) + name
    start = len(opening) + 4 + 4 + len(tail) + 4
    globals_ = opening + _record(0x0085, struct.pack("<I", start) + tail) + _record(0x000A, b"")
    cells = b"".join(_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value != "")
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + _record(0x000A, b"")
    return (globals_ + body).ljust(4096, b"\0")


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
    return _record(0x0203, place + struct.pack("<d", value))


def _compound(stream: bytes) -> bytes:
    sectors = -(-len(stream) // SECTOR)
    table = [FAT, END, *(n + 3 for n in range(sectors - 1)), END]
    fat = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    header = header.ljust(SECTOR, b"\xff")
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, len(stream))
    return header + fat + entries.ljust(SECTOR, b"\0") + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", FREE, FREE, child)
    body = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + links + bytes(16 + 4 + 8 + 8)
    return body + struct.pack("<IQ", start, size)
