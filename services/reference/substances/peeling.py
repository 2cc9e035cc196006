"""What a written name says beside the substance: its form and salt, taken off word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.reference.substances.words import Meaning, Words


@dataclass(frozen=True, slots=True)
class Peeled:
    """What is left of the tokens, and what those taken off said."""

    rest: tuple[str, ...]
    form: str | None = None
    salt: str | None = None


def peelings(words: Words, written: Sequence[str]) -> Iterator[Peeled]:
    """The name with ever more words of form and salt taken off at its ends, the least first."""
    peeled = Peeled(tuple(written))
    while found := _off_the_end(words, peeled) or _off_the_front(words, peeled):
        peeled = found
        yield peeled


def _off_the_end(words: Words, peeled: Peeled) -> Peeled | None:
    rest = peeled.rest
    for length in range(min(words.longest, len(rest) - 1), 0, -1):
        if meaning := words.phrases.get(rest[-length:]):
            return _said(peeled, rest[:-length], meaning)
    for text, meaning in words.glued:
        if rest and rest[-1].endswith(text) and rest[-1] != text:
            return _said(peeled, (*rest[:-1], rest[-1].removesuffix(text)), meaning)
    return None


def _off_the_front(words: Words, peeled: Peeled) -> Peeled | None:
    rest = peeled.rest
    for length in range(min(words.longest, len(rest) - 1), 0, -1):
        if meaning := words.phrases.get(rest[:length]):
            rest = rest[length:]
            while len(rest) > 1 and rest[:1] in words.connectors:
                rest = rest[1:]
            return _said(peeled, rest, meaning)
    for text, meaning in words.glued:
        if rest and rest[0].startswith(text) and rest[0] != text:
            return _said(peeled, (rest[0].removeprefix(text), *rest[1:]), meaning)
    return None


def _said(peeled: Peeled, rest: tuple[str, ...], meaning: Meaning) -> Peeled:
    return Peeled(rest, peeled.form or meaning.form, peeled.salt or meaning.salt)
