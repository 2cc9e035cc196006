"""Text as it comes out of forms and spreadsheets becomes text that can be read, or is found to name no place."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from services.reference.places.generic_words import no_place, spelled_out
from services.reference.places.results import Reason

LONGEST: Final = 300
"""A longer text is a narrative, not the name of a place."""
_FORMULA: Final = re.compile(
    r"^\s*[=@]|\.xls[xmb]?\]|\[\d+\]|#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM)[!?]?|\$[A-Z]{1,3}\$\d"
)
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_DOTTED: Final = re.compile(r"(?<![^\W_])((?:[^\W\d_]\.\s?){2,})")
_NO_TOWN: Final = re.compile(r"[^\W_]\s*[,/]\s*-?\s*$")
_SUFFIX: Final = re.compile(r"_[A-Z]{2,3}$")
"""What tells two municipalities of one name apart in a code list: "SUCRE_MIR"."""
# Abbreviations that are written with a dash or slash, which the reader would take for two words.
_SPELLED: Final = tuple((re.compile(rf"\b{short}\b", re.IGNORECASE), long) for short, long in spelled_out().items())


def cleaned(raw: str) -> tuple[str, Reason | None]:
    """The text without what a spreadsheet leaves in it, or why it names no place. Lines stay apart, by ";"."""
    if len(raw) > LONGEST:
        return "", "too_long"
    if _FORMULA.search(raw):
        return "", "formula"
    text = "".join(_shown(letter) for letter in unicodedata.normalize("NFKC", raw))
    for pattern, plain in _SPELLED:
        text = pattern.sub(plain, text)
    text = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group(1)) + " ", text)
    text = _SUFFIX.sub("", " ".join(text.split())).strip(" ;,.-/")
    if not text:
        return "", "empty"
    if no_place(text):
        return text, "no_place"
    if not any(letter.isalpha() for letter in text):
        return text, "no_letters"
    return text, None


def division_alone(raw: str) -> bool:
    """Whether the text has a place for a town and leaves it empty: "Kerman/-", "Samarkand, "."""
    return bool(_NO_TOWN.search(raw))


def _shown(letter: str) -> str:
    if letter in "\r\n\v\f":
        return " "
    category = unicodedata.category(letter)
    if category in _HIDDEN:
        # Joiners and direction marks stand inside words; other controls stand between them.
        return "" if category == "Cf" else " "
    return letter
