"""Which encoding a text file is in. Certain, or guessed and said so, or refused: never silently wrong. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from services.ingest.formats.faults import FileFault, did_you_mean

ENCODINGS: Final = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp1257", "cp1258", "cp874", "cp866", "koi8-r", "koi8-u", "iso8859-1", "iso8859-2", "iso8859-5", "iso8859-6",
    "iso8859-7", "iso8859-8", "iso8859-9", "iso8859-13", "iso8859-15", "gb18030", "big5", "shift_jis", "cp932",
    "euc_jp", "euc_kr", "cp949",
)  # fmt: skip
"""What a mapping may declare, by Python's names; other spellings of the same are taken."""

_KNOWN: Final = {codecs.lookup(name).name: name for name in ENCODINGS}
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f\udc80-\udcff]")
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_NOT_1252: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_NOT_1251: Final = re.compile(rb"\x98")
_CLEAR: Final = 5
"""How many times as likely one guess must be as the other."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec's name, and whether it is only a guess."""

    name: str
    guessed: bool = False


def declared_encoding(place: str, name: str) -> str:
    """The declared encoding under Python's name. Raises FileFault when it is none of ENCODINGS."""
    try:
        return _KNOWN[codecs.lookup(name.strip().lower()).name]
    except (LookupError, KeyError, ValueError, UnicodeError):
        near = did_you_mean(name.lower(), ENCODINGS)
        raise FileFault(
            place, f"encoding {name[:40]!r} is not known{near}", f"One of {', '.join(ENCODINGS)}."
        ) from None


def decide_encoding(place: str, chunks: Iterable[bytes], declared: str | None) -> Encoding:
    """The encoding of a text whose bytes are ``chunks``. A mark at the beginning is stronger than ``declared``.

    Raises FileFault when it can't be told.
    """
    stream = iter(chunks)
    first = next(stream, b"")
    for mark, name in _MARKS:
        if first.startswith(mark):
            return Encoding(name)
    if declared is not None:
        return Encoding(declared_encoding(place, declared))
    wide = looks_like_utf16(first)
    if wide is not None:
        return Encoding(wide)
    return _from_bytes(place, _counted([first], stream))


def looks_like_utf16(head: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """UTF-16 without a mark: of mostly Latin text every second byte is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


@dataclass(slots=True)
class _Counts:
    good: int = 0
    bad: int = 0
    cyrillic: int = 0
    western: int = 0
    not_1251: bool = False
    not_1252: bool = False


def _counted(head: list[bytes], rest: Iterable[bytes]) -> _Counts:
    counts = _Counts()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for chunks in (head, rest):
        for chunk in chunks:
            text = decoder.decode(chunk)
            if not text.isascii():
                counts.good += len(_BEYOND_ASCII.findall(text))
                counts.bad += len(_ESCAPED.findall(text))
                _vote(counts, chunk)
    counts.bad += len(_ESCAPED.findall(decoder.decode(b"", final=True)))
    return counts


def _vote(counts: _Counts, chunk: bytes) -> None:
    counts.not_1251 |= _NOT_1251.search(chunk) is not None
    counts.not_1252 |= _NOT_1252.search(chunk) is not None
    for word in _WORD.findall(chunk):
        high = len(_HIGH.findall(word))
        if high == len(word) and high > 2:
            counts.cyrillic += 1  # a whole word beyond ASCII
        elif 0 < high <= len(word) // 2:
            counts.western += 1  # an accent inside a Latin word


def _from_bytes(place: str, counts: _Counts) -> Encoding:
    if counts.bad == 0:
        return Encoding("utf-8")
    if counts.good > counts.bad:
        return Encoding("utf-8")  # a few broken rows; each is refused by itself
    remedy = "Save the file as UTF-8, or name its encoding: `encoding:` in the mapping, or --encoding."
    if counts.good * 10 > counts.bad:
        raise FileFault(place, "mixes UTF-8 with another encoding", remedy)
    cyrillic = 0 if counts.not_1251 else counts.cyrillic
    western = 0 if counts.not_1252 else counts.western
    if cyrillic > _CLEAR * western:
        return Encoding("cp1251", guessed=True)
    if western > _CLEAR * cyrillic:
        return Encoding("cp1252", guessed=True)
    raise FileFault(place, "is not UTF-8, and which encoding it has cannot be told", remedy)
