"""Countries as written become ISO 3166-1 alpha-2 codes. What cannot be read stays unread; it is never guessed.

Codes, names and their translations come from pycountry. `country_names.yaml` holds what reports really say and no list
holds: usual names, former states, parts that stand for their country, and names that may mean several.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import fuzz, process

from services.reference.country_index import country_index, country_key
from services.reference.folding import words

How = Literal["alpha_2", "alpha_3", "numeric", "name", "folded", "override", "historic", "unread"]
Reason = Literal[
    "empty",
    "unknown",
    "other",
    "several",
    "not_a_country",
    "ambiguous",
    "unrecognised",
    "too_long",
    "several_countries",
]

LONGEST: Final = 200
LIKENESS: Final = 85
MOST_CANDIDATES: Final = 3
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_CODE: Final = re.compile(r"[A-Za-z]{2,3}|\d{3}")
_ARTICLE: Final = re.compile(
    r"^(?:la|le|les|l'|l\u2019|el|los|las|il|lo|die|der|das|den|o|a|os|as)[ '\u2019]?(?<=[ '\u2019])", re.IGNORECASE
)
_WITH_PART: Final = re.compile(r"([^()]+?)\s*\(([^()]+)\)")
# In capitals these are Namibia and Norway; in other letters mostly "not applicable" and "no".
_WORDS_TOO: Final = frozenset({"na", "no"})


@dataclass(frozen=True, slots=True)
class CountryReading:
    """A country as written, its code (None when it cannot be read), and how it was read.

    ``part``: the part of the country that the text names besides it. ``candidates``: codes that may be meant where
    none is certain, for a person to choose from.
    """

    raw: str
    code: str | None
    how: How
    part: str | None = None
    reason: Reason | None = None
    candidates: tuple[str, ...] = ()


def read_country(raw: str) -> CountryReading:
    """Read one country field: a code, or a name in any of the languages of the index. Never raises on any text."""
    if len(raw) > LONGEST:
        return CountryReading(raw, None, "unread", reason="too_long")
    return _read(raw)


@lru_cache(maxsize=4096)
def _read(raw: str) -> CountryReading:
    text = _cleaned(raw)
    if not text:
        return CountryReading(raw, None, "unread", reason="empty")
    index = country_index()
    reason = index.reasons.get(text.casefold()) or index.reasons.get(country_key(text))
    if reason:
        return CountryReading(raw, None, "unread", reason=reason)
    return (
        _by_code(raw, text)
        or _by_name(raw, text)
        or _with_part(raw, text)
        or _by_name(raw, _ARTICLE.sub("", text))
        or _unrecognised(raw, text)
    )


def _cleaned(raw: str) -> str:
    shown = (
        letter if unicodedata.category(letter) not in _HIDDEN else "" if unicodedata.category(letter) == "Cf" else " "
        for letter in unicodedata.normalize("NFKC", raw)
    )
    return " ".join("".join(shown).split()).strip(" .;,")


def _by_code(raw: str, text: str) -> CountryReading | None:
    if not _CODE.fullmatch(text):
        return None
    if text.lower() in _WORDS_TOO and not text.isupper():
        return CountryReading(raw, None, "unread", reason="ambiguous", candidates=(text.upper(),))
    found = country_index().codes.get(text.upper())
    return CountryReading(raw, *found) if found else None


def _by_name(raw: str, text: str) -> CountryReading | None:
    index = country_index()
    written = " ".join(text.casefold().split())
    if written in index.written:
        code, how = index.written[written]
        return CountryReading(raw, code, how)
    found = country_key(text)
    if found in index.ambiguous:
        return CountryReading(raw, None, "unread", reason="ambiguous", candidates=index.ambiguous[found])
    if found in index.parts:
        return CountryReading(raw, index.parts[found], "override", part=text)
    if found in index.folded:
        code, how = index.folded[found]
        return CountryReading(raw, code, "folded" if how == "name" else how)
    return None


def _with_part(raw: str, text: str) -> CountryReading | None:
    """ "Iraq (Kurdistan Region)", and "France (Réunion)", which has a code of its own."""
    matched = _WITH_PART.fullmatch(text)
    if not matched:
        return None
    whole, part = matched.groups()
    found = _by_name(raw, whole) or _by_code(raw, whole)
    if found is None or found.code is None:
        return found
    inner = _by_name(raw, part)
    if inner is None or inner.code in (None, found.code):
        return CountryReading(raw, found.code, found.how, part=part)
    if inner.code in country_index().territories.get(found.code, ()):
        return CountryReading(raw, inner.code, inner.how)
    return CountryReading(raw, None, "unread", reason="several_countries", candidates=(found.code, str(inner.code)))


def _unrecognised(raw: str, text: str) -> CountryReading:
    """What is most like a name is a suggestion, and no reading."""
    found = country_key(text)
    if len(found) < 4 or not words(text):
        return CountryReading(raw, None, "unread", reason="unrecognised")
    names = country_index().suggested
    near = process.extract(found, names.keys(), scorer=fuzz.ratio, limit=12, score_cutoff=LIKENESS)
    codes = tuple(dict.fromkeys(names[name] for name, _, _ in near))[:MOST_CANDIDATES]
    return CountryReading(raw, None, "unread", reason="unrecognised", candidates=codes)
