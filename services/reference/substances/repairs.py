"""Names as they are misspelt, put right: what comes out must be a listed name, or it counts for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from services.reference.substances.folding import fold, latin_of_lookalikes, spelt
from services.reference.substances.words import Words

CODE: Final = re.compile(r"[a-z]{1,4}\d+|\d+[a-z]{1,4}\d*")
"""A code name as a key ("jwh018", "2cb"): one character makes another substance, so it is read exactly or not."""

_SHORTEST: Final = 6
_L_FOR_1: Final = re.compile(r"(?<![a-z])l(?![a-gi-z])")
_1_FOR_L: Final = re.compile(r"(?<=[a-z]{2})1|(?<=[a-z])1(?=[a-z]{2})")
_0_FOR_O: Final = re.compile(r"(?<=[a-z])0(?=[a-z])")


def repaired(words: Words, text: str) -> Iterator[str]:
    """Keys that the text may have meant, without the key that it has."""
    key = fold(text)
    if CODE.fullmatch(key):
        return
    if latin := latin_of_lookalikes(key):
        yield latin
    if len(key) < _SHORTEST:
        return
    plain = spelt(text)
    read_as_letters = fold(_0_FOR_O.sub("o", _1_FOR_L.sub("l", plain)))
    read_as_digits = fold(_L_FOR_1.sub("1", plain))
    for candidate in dict.fromkeys((key, read_as_letters, read_as_digits)):
        if candidate != key:
            yield candidate
        put_right = candidate
        for pattern, put in words.repairs:
            put_right = pattern.sub(put, put_right)
        if put_right != candidate:
            yield put_right
