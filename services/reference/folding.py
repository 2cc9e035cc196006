"""Names are compared by keys: one key for all the ways that case, accents, marks, blanks and dashes are written.

`key` is for any script. `romanised` writes Cyrillic, Greek, Georgian, Armenian and Hangul in Latin letters; Chinese,
Arabic, Hebrew and Thai are left alone, since their romanisation is not one-to-one and would invent places.
`loose` goes one step further for countries whose names are romanised in many ways (Nizhny, Nizhniy, Nizhnij).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml
from anyascii import anyascii

LOOSE_COUNTRIES: Final = frozenset(
    {
        "AM", "AZ", "BA", "BG", "BY", "GE", "KG", "KZ", "MD", "ME", "MK", "MN", "RS", "RU", "TJ", "TM", "UA", "UZ",
        "XK",
    }
)  # fmt: skip
"""Where names come out of Cyrillic (or came, until lately) by several systems side by side."""

_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
# Letters and digits, and the vowel signs of Indic, Thai, Lao, Burmese and Khmer script, which stand between letters.
_SIGNS: Final = (
    "\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd"
    "\u102b-\u103e\u1056-\u1060\u17b4-\u17d3"
)
_WORD: Final = re.compile(rf"(?:[^\W_]|[{_SIGNS}])+")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_ROMANISABLE: Final = re.compile("[\u0370-\u03ff\u0530-\u058f\u10a0-\u10ff\u1c90-\u1cbf\uac00-\ud7a3]")
_LOOSE_STEPS: Final = (
    (re.compile("(?:sch|shch|sc)"), "sh"),
    (re.compile("[yj]+"), "i"),
    (re.compile("x"), "ks"),
    (re.compile("kh"), "h"),
    (re.compile("ie"), "e"),
    (re.compile("io"), "e"),
    (re.compile("w"), "v"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def words(text: str) -> list[str]:
    """The words of a text, folded: no case, no accents, no apostrophes; what stands between words is gone."""
    if text.isascii():
        plain = text.lower().replace("'", "").replace("`", "")
    else:
        opened = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        plain = unicodedata.normalize("NFC", _MARKS.sub("", opened)).translate(_folded_letters())
    return _WORD.findall(plain)


def key(text: str) -> str:
    """The key of a name; empty for a text without a letter or digit. `key(key(x)) == key(x)`."""
    return "".join(words(text))


def romanised(text: str) -> str | None:
    """The text in Latin letters; None when there is nothing to romanise, or no safe way to."""
    folded = unicodedata.normalize("NFC", text).casefold()
    if _CYRILLIC.search(folded):
        return _from_cyrillic(folded)
    return anyascii(folded) if _ROMANISABLE.search(folded) else None


def loose(text: str) -> str:
    """A key under which the usual romanisations of one Cyrillic name meet."""
    found = key(romanised(text) or text)
    for pattern, plain in _LOOSE_STEPS:
        found = pattern.sub(plain, found)
    return found


def _from_cyrillic(text: str) -> str:
    latin, after = _cyrillic_letters()
    written: list[str] = []
    before = " "
    for letter in text:
        plain = latin.get(letter, letter)
        # "Yelizovo", and not "Elizovo": BGN hears the letter so at the beginning and behind a vowel.
        written.append("ye" if letter == "\u0435" and (before in after or not before.isalpha()) else plain)
        before = letter
    return "".join(written)


@cache
def _folded_letters() -> dict[int, str]:
    letters = _letters()
    return str.maketrans(letters["folded"] | dict.fromkeys(letters["dropped"], ""))


@cache
def _cyrillic_letters() -> tuple[dict[str, str], frozenset[str]]:
    letters = _letters()
    return letters["romanised"], frozenset(letters["ye_after"])


@cache
def _letters() -> dict[str, Any]:
    text = resources.files("services.reference").joinpath("letters.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
