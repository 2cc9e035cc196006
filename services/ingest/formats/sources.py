"""A file, standard input or a gzip of either becomes one seekable file of a known format. I/O.

What a file is, its first bytes say; its name decides only between texts. What is unpacked or comes through a pipe
stands in a nameless temporary file: nothing of it is left behind, whatever ends the process.
"""

from __future__ import annotations

import gzip
import os
import stat
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal, get_args

from services.ingest.formats.encodings import looks_like_utf16
from services.ingest.formats.faults import FileFault

Format = Literal["csv", "excel", "json", "jsonl"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
STANDARD_INPUT: Final = "-"
MIB: Final = 1024 * 1024
MOST_UNPACKED: Final = 1024 * MIB
"""Bytes that a gzip or a pipe may come to."""
LOOKED_AT: Final = 64 * 1024

_GZIP: Final = b"\x1f\x8b"
_EXCEL: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_NAMES: Final[dict[str, Format]] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv"}
_PAGES: Final = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<head")
_OTHERS: Final = ((b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"))
_CONTROLS: Final = frozenset(range(32)) - frozenset(b"\t\n\r\x0b\x0c\x1b")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read: what it is called, its bytes (seekable, at the beginning), their number, and its format."""

    name: str
    file: BinaryIO
    size: int
    format: Format


@contextmanager
def open_source(name: str, standard_input: BinaryIO, declared: Format | None = None) -> Iterator[Source]:
    """The file of this name, or standard input for ``-``. Raises FileFault."""
    # A name may hold bytes that are no text.
    shown = "standard input" if name == STANDARD_INPUT else name.encode("utf-8", "replace").decode()
    with ExitStack() as stack:
        file = standard_input if name == STANDARD_INPUT else stack.enter_context(_opened(name))
        if not _seekable(file):
            file = stack.enter_context(_copied(shown, file))
        if file.read(2) == _GZIP:
            file.seek(0)
            file = stack.enter_context(_unpacked(shown, file))
        size = file.seek(0, 2)
        file.seek(0)
        head = file.read(LOOKED_AT)
        file.seek(0)
        yield Source(shown, file, size, _format_of(shown, head, declared))


def _opened(name: str) -> BinaryIO:
    try:
        if stat.S_ISDIR(Path(name).stat().st_mode):
            raise FileFault(
                name, "is a folder", "Give the files in it, for example with a pattern such as folder/*.csv."
            )
        return Path(name).open("rb")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "is no file name"
        raise FileFault(name, f"cannot be opened ({why})", "Check the name and the permissions.") from None


def _seekable(file: BinaryIO) -> bool:
    try:
        return file.seekable() and stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _unpacked(name: str, file: BinaryIO) -> BinaryIO:
    try:
        with gzip.GzipFile(fileobj=file) as inner:
            return _copied(name, inner)  # type: ignore[arg-type]  # read() is all that is asked of it
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise FileFault(name, "is a damaged gzip file", "Pack or send it again.") from None


def _copied(name: str, file: BinaryIO) -> BinaryIO:
    with ExitStack() as stack:
        copy = stack.enter_context(tempfile.TemporaryFile())
        size = 0
        while chunk := file.read(MIB):
            size += len(chunk)
            if size > MOST_UNPACKED:
                limit = f"is larger than {MOST_UNPACKED // MIB} MiB when unpacked"
                raise FileFault(name, limit, "Split it into several files.")
            copy.write(chunk)
        copy.seek(0)
        stack.pop_all()  # the caller closes it
        return copy


def _format_of(name: str, head: bytes, declared: Format | None) -> Format:
    if not head.strip():
        raise FileFault(name, "is empty", "Export it again.")
    if head.startswith(_EXCEL):
        return "excel"
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise FileFault(name, f"is {what}", "Send a spreadsheet, CSV or JSON file.")
    if declared == "excel":
        raise FileFault(name, "is no spreadsheet", "Save it as .xlsx, or leave --format out.")
    if _is_binary(head):
        raise FileFault(name, "is neither text nor a spreadsheet", "Save it as .xlsx, .csv or .jsonl.")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:20].lower().startswith(_PAGES):
        raise FileFault(
            name, "is a web page or XML, whatever its name says", "Open it in a spreadsheet program, save it as .xlsx."
        )
    return declared or _text_format(name, start)


def _is_binary(head: bytes) -> bool:
    if head.startswith(_UTF16) or looks_like_utf16(head):
        return False
    return sum(head.count(byte) for byte in _CONTROLS) > len(head) // 20


def _text_format(name: str, start: bytes) -> Format:
    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    if suffix in _NAMES:
        return _NAMES[suffix]
    if start.startswith(b"["):
        return "json"
    if not start.startswith(b"{"):
        return "csv"
    first, _, rest = start.partition(b"\n")
    # One object on the first line and another one below it: JSON Lines under the name of JSON.
    whole = first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")
    return "jsonl" if whole else "json"
