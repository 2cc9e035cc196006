"""Can a clear value still be read somewhere in a report, in its own or another usual spelling? Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.client.checking import pointer
from services.contracts.identifiers.party_values import Values

LEAST_WHOLE: Final = 5
"""Signs below which a text says nothing: shorter ones stand in other words by chance."""
LAST_DIGITS: Final = 7
WORDS_BETWEEN: Final = 2
"""Words that may stand between the words of a name; a long text holds "an" and "le" somewhere."""
_OPEN_PARTS: Final = frozenset({"platform", "bank", "country", "postcode", "house_number"})


@dataclass(frozen=True, slots=True)
class Secret:
    """What must not be found: ``whole`` run together, the last ``digits`` of a number, ``words`` near each other."""

    whole: str = ""
    digits: str = ""
    words: frozenset[str] = frozenset()


def secrets(field: str, given: str | Mapping[str, Any], values: Values) -> Iterator[Secret]:
    """What of a clear value, and of the normalised values made from it, must not be found."""
    parts = {"": given} if isinstance(given, str) else given
    texts = [text for part, text in parts.items() if part not in _OPEN_PARTS and isinstance(text, str)]
    # A name or number that was read may stand elsewhere in its other spelling.
    texts += [text.partition(":")[2] or text for text in values.get(field, ())]
    spelled = [frozenset(parts.split()) for parts in values.get("name_parts", ())[:1]]
    spelled += [frozenset(_words(text)) for text in texts] if field == "name" else []
    yield from (Secret(words=words) for words in spelled if len(words) > 1)
    for text in texts:
        if len(whole := _run_together(text)) >= LEAST_WHOLE:
            yield Secret(whole=whole)
        if field == "phone" and len(digits := _digits(text)) >= LAST_DIGITS:
            yield Secret(digits=digits[-LAST_DIGITS:])


def left_in(report: Mapping[str, Any], hidden: list[Secret]) -> Iterator[str]:
    """The places of texts in which one of the secrets can still be read."""
    if not hidden:
        return
    for place, text in _texts(report, ()):
        whole, digits, words = _run_together(text), _digits(text), _words(text)
        if any(
            (secret.whole and secret.whole in whole)
            or (secret.digits and secret.digits in digits)
            or (secret.words and _stand_together(secret.words, words))
            for secret in hidden
        ):
            yield pointer(place)


def _stand_together(wanted: frozenset[str], words: list[str]) -> bool:
    """Do all of them stand within a few words of each other, in any order?"""
    if not wanted <= set(words):
        return False
    reach = len(wanted) + WORDS_BETWEEN
    return any(wanted <= set(words[start : start + reach]) for start in range(len(words)))


def _texts(value: Any, place: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name != "tokens" or place[:1] != ("parties",):
                yield from _texts(inner, (*place, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*place, at))


def _folded(text: str) -> str:
    # Accents and vowel signs are left out: the same name is written with and without them.
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", _folded(text)) if word]


def _run_together(text: str) -> str:
    return "".join(_words(text))


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in _folded(text) if sign.isdigit())
