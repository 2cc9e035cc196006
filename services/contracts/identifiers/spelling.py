"""One spelling for all: what a written number becomes before its form and its check digit are looked at.

``plain`` undoes what keyboards, scripts and copying add: full-width letters, digits of other scripts, invisible
characters. ``compact`` also drops separators and case. Letters and digits are never exchanged for each other here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from services.contracts.identifiers.usual_words import JUNK, LOOK_ALIKES

LONGEST: Final = 512
"""Longer texts hold no identifier; they are not looked at, since folding Unicode takes more than linear time."""

# Between the characters of a number these say nothing. A comma, semicolon, bar or ampersand may separate two numbers,
# and stays: such a text fits no form.
_ASCII_SEPARATORS: Final = b"-./_:'\"#()[]{}*\\`"
_CONTROLS: Final = bytes([*range(0x20), 0x7F])
_DROPPED: Final = _ASCII_SEPARATORS + _CONTROLS + b" "
_UPPER: Final = bytes(range(256)).upper()

# Dashes and dots that Unicode files under symbols and letters: minus signs, fraction slashes, box lines, the Japanese
# sound mark that an input method types for a dash, the degree sign of N°, bullets.
_ODD_SEPARATORS: Final = frozenset(
    "\u02d7\u2212\u2044\u2215\u2500\u2501\u23af\u30fc\u00b7\u2022\u2027\u2043\u2219\u22c5\u30fb\u00b0"
)
_SEPARATING: Final = frozenset({"Zs", "Zl", "Zp", "Pd", "Pc", "Ps", "Pe", "Pi", "Pf"})

# Invisible, though Unicode does not file them under format characters: joiners, Hangul fillers, the empty Braille cell.
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")

_COUNTED: Final = "1234567890" * (LONGEST // 10 + 1)


def plain(raw: str) -> str:
    """``raw`` with ASCII digits and full letters (NFKC), nothing invisible, no control characters; case is kept.

    Empty for a text longer than LONGEST. Always encodable: a lone surrogate becomes U+FFFD.
    """
    if len(raw) > LONGEST:
        return ""
    if raw.isascii():
        return raw if raw.isprintable() else _CONTROL.sub(" ", raw)
    return _settled(raw, _shown)


def tight(raw: str, *, folded: bool = False) -> str:
    """``plain`` without spaces; the case is kept, or folded to small letters."""
    text = raw
    for _ in range(4):
        before, text = text, plain(text).replace(" ", "")
        text = text.casefold() if folded else text
        if text == before:
            break
    return text


def compact(raw: str) -> str:
    """One spelling for all: ``plain``, in upper case, without separators. Empty for a text longer than LONGEST."""
    if len(raw) > LONGEST:
        return ""
    if raw.isascii():
        return raw.encode().translate(_UPPER, _DROPPED).decode()
    return _settled(raw, _compared)


def _settled(text: str, spell: Callable[[str], str]) -> str:
    # What was parted by an invisible character or a separator may compose once that is gone: until nothing changes.
    for _ in range(4):
        before, text = text, "".join(map(spell, unicodedata.normalize("NFKC", text)))
        if text == before or len(text) > LONGEST:
            break
    return text if len(text) <= LONGEST else ""


def is_junk(value: str) -> bool:
    """Does this compacted text stand for no number at all (UNKNOWN, 0000000, 123456789 and its cuts)?"""
    if value in JUNK or (value == value[0] * len(value) and (len(value) > 2 or not value.isalnum())):
        return True
    digits = value.strip("X")
    if digits.isdecimal():
        return not digits.strip("0") or _counted(digits)
    return not value.isascii() and (value.translate(LOOK_ALIKES) in JUNK or not any(map(str.isalnum, value)))


def _counted(digits: str) -> bool:
    """Is this 123456789, a cut of it, or it again and again?"""
    size = len(digits)
    return size >= 5 and (
        _COUNTED.startswith(digits) or "0123456789".startswith(digits) or (size >= 6 and digits in "123456789")
    )


def fits(value: str, form: re.Pattern[str]) -> str | None:
    """``value`` if it fits the form, else its Latin look-alike if that does, else None."""
    if form.fullmatch(value):
        return value
    if not value.isascii():
        latin = value.translate(LOOK_ALIKES)
        if form.fullmatch(latin):
            return latin
    return None


_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if "!" <= character <= "~":
        return character
    category = unicodedata.category(character)
    if category in ("Nd", "No"):
        digit = unicodedata.digit(character, None)
        return character if digit is None else str(digit)
    if category == "Cs":
        return "\ufffd"
    if category == "Cf" or character in _INVISIBLE or _is_variation(character):
        return ""
    return " " if category in ("Cc", "Zs", "Zl", "Zp") else character


@lru_cache(maxsize=4096)
def _compared(character: str) -> str:
    return "".join(c for c in _shown(character).upper() if not _separates(c))


def _separates(character: str) -> bool:
    if character.isascii():
        return character.encode() in _DROPPED
    return character in _ODD_SEPARATORS or unicodedata.category(character) in _SEPARATING


def _is_variation(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
