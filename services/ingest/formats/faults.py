"""What stops a whole file or mapping: where it is wrong, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_LONGEST: Final = 2000


class FileFault(Exception):
    """Nothing of the file can be read as asked. ``place`` begins with the file; ``remedy`` is for the sender."""

    def __init__(self, place: str, why: str, remedy: str) -> None:
        self.place, self.why, self.remedy = (shown(text, _LONGEST) for text in (place, why, remedy))
        super().__init__(f"{self.place}: {self.why}. {self.remedy}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` (did you mean ...?)`` with the nearest known words, or nothing."""
    near = get_close_matches(word[:200], list(known), n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def shown(text: str, most: int = 60) -> str:
    """The text as it may stand in a message: short, and without anything that a terminal would obey."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return "".join(letter if letter.isprintable() else "�" for letter in cut)
