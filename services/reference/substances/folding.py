"""How a name becomes the key that it is compared by: case, blanks, hyphens, accents, scripts of digits, Greek letters.

A key has no blanks and no punctuation, so that "3,4-MDMA", "JWH 018" and a word broken at the end of a line ("pe-ntyl")
are found. What tells two substances apart (letters and digits) stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

LONGEST: Final = 400
"""Longest text that is read, in characters: a systematic name has fewer, a pasted report has more."""

_SPELT_OUT: Final = ("alpha", "beta", "gamma", "delta", "epsilon", "omega", "mu", "kappa")
_GREEK: Final = {unicodedata.lookup(f"GREEK SMALL LETTER {name}"): name for name in _SPELT_OUT}
_LETTER_OF: Final = {"alpha": "a", "beta": "b", "gamma": "g", "delta": "d", "ortho": "o", "meta": "m", "para": "p"}
# The increment sign (U+2206) that stands for delta, and letters that no decomposition makes plain.
_BEFORE: Final = str.maketrans({"\u2206": "delta", "\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "œ": "oe", "æ": "ae"})
# A sharp s that stands alone in front is a beta of who has none on the keyboard.
_SHARP_S: Final = re.compile(r"^ß(?=\W)")
_PREFIX: Final = re.compile(r"^(alpha|beta|gamma|delta|ortho|meta|para)[\W_]+(?=\w)")
_ACCENTS: Final = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")  # of Latin, Greek and Cyrillic; of Arabic
_HARD_ENDINGS: Final = tuple("бвгдзклмнпрстфхц")
_GENITIVE: Final = "\N{CYRILLIC SMALL LETTER A}"
_LOOKALIKES: Final = str.maketrans("авекмнорстухіѕј", "abekmhopctyxisj")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[a-z]")


def fold(text: str) -> str:
    """The key of a name; empty when the text holds no letter and no digit. Folding a key gives the key."""
    return "".join(tokens(text))


def tokens(text: str) -> list[str]:
    """The runs of letters and digits of a text, folded; together they are its key."""
    return ["".join(run) for within, run in groupby(spelt(text), _in_word) if within]


def variants(text: str, lang: str) -> Iterator[str]:
    """Further keys that a listed name is found by, unless another entry owns them: the Greek prefix as one letter
    ("a-PVP", "p-fluorofentanyl"), the Arabic article, the Russian genitive ("гидрохлорид кокаина")."""
    plain = spelt(text)
    if found := _PREFIX.match(plain):
        yield fold(_LETTER_OF[found[1]] + plain[found.end() :])
    if lang == "ar":
        yield fold(text[2:] if text.startswith("ال") else "ال" + text)
    if lang == "ru" and plain[-1:] in _HARD_ENDINGS:
        yield fold(plain + _GENITIVE)


def latin_of_lookalikes(key: str) -> str | None:
    """The key with Cyrillic letters that look Latin replaced, when that leaves no Cyrillic; else None."""
    if not _CYRILLIC.search(key):
        return None
    replaced = key.translate(_LOOKALIKES)
    return None if _CYRILLIC.search(replaced) else replaced


def letters(key: str) -> int:
    """How many letters a key has."""
    return sum(character.isalpha() for character in key)


def spelt(text: str) -> str:
    """The text in lower case, one script of digits, Greek letters by name and without accents; punctuation stays."""
    text = unicodedata.normalize("NFKC", text).translate(_BEFORE).lower()
    text = _SHARP_S.sub("beta", text).casefold().translate(_BEFORE)
    text = "".join(_GREEK.get(character, character) for character in text)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", "".join(each for each in bare if unicodedata.category(each) != "Cf"))


def _in_word(character: str) -> bool:
    # The vowel signs of Thai, Burmese and Hindi are marks, and a word without them is another word.
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")
