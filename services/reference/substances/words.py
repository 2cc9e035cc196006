"""The words beside a name (``words.yaml``), made ready for use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from services.reference.substances.folding import tokens

_CJK_FROM: Final = "\u2e80"


class WordsAsWritten(BaseModel):
    """The shape of ``words.yaml``."""

    model_config = ConfigDict(extra="forbid", strict=True)
    forms: dict[str, list[str]]
    salts: dict[str, list[str]]
    noise: list[str]
    connectors: list[str]
    denials: list[str]
    strength: str
    class_after: list[str]
    class_before: list[str]
    separators: str
    repairs: list[list[str]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word beside a name says: a form, a salt, or nothing."""

    form: str | None = None
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """``phrases`` by their tokens; ``glued`` are those of scripts without blanks, longest first."""

    phrases: Mapping[tuple[str, ...], Meaning]
    glued: Sequence[tuple[str, Meaning]]
    longest: int
    connectors: frozenset[tuple[str, ...]]
    denials: frozenset[tuple[str, ...]]
    strength: re.Pattern[str]
    class_after: Sequence[re.Pattern[str]]
    class_before: Sequence[re.Pattern[str]]
    separators: re.Pattern[str]
    repairs: Sequence[tuple[re.Pattern[str], str]]


def prepared(written: Mapping[str, Any]) -> Words:
    """The words, as ``words.yaml`` has them, ready for use."""
    phrases: dict[tuple[str, ...], Meaning] = {}
    for code, texts in written["forms"].items():
        phrases.update((tuple(tokens(text)), Meaning(form=code)) for text in texts)
    for code, texts in written["salts"].items():
        phrases.update((tuple(tokens(text)), Meaning(salt=code)) for text in texts)
    phrases.update((tuple(tokens(text)), Meaning()) for text in written["noise"])
    glued = [("".join(words), meaning) for words, meaning in phrases.items() if words[0][:1] >= _CJK_FROM]
    return Words(
        phrases=phrases,
        glued=sorted(glued, key=lambda pair: -len(pair[0])),
        longest=max(map(len, phrases)),
        connectors=frozenset(tuple(tokens(text)) for text in written["connectors"]),
        denials=frozenset(tuple(tokens(text)) for text in written["denials"]),
        strength=re.compile(written["strength"]),
        class_after=[re.compile(pattern) for pattern in written["class_after"]],
        class_before=[re.compile(pattern) for pattern in written["class_before"]],
        separators=re.compile(written["separators"]),
        repairs=[(re.compile(pattern), put) for pattern, put in written["repairs"]],
    )


def denies(words: Words, written: Sequence[str]) -> bool:
    """Whether one of these tokens or phrases denies what stands beside it ("not heroin", "fake oxycodone")."""
    return any(tuple(written[at : at + length]) in words.denials for at in range(len(written)) for length in (1, 2))
