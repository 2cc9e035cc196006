"""How a text is read as a number of one type: words before it, separators, look-alike letters, form, check digit.

A *fixed* form is recognised whole, so the words before it may stand without a gap (``AWBNO18050271841``). An *open*
form takes nearly any letters and digits; there a word goes only when a gap or a mark shows that it is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from services.contracts.identifiers.spelling import LONGEST, compact, fits, is_junk, plain
from services.contracts.identifiers.usual_words import LOOK_ALIKES, NUMBER_WORDS
from services.contracts.identifiers.verdicts import JUNK_WORD, NO_DIGIT, WRONG_FORM, Identifier, Verdict

Judge = Callable[[str], Verdict]

_NUMBER_WORD: Final = re.compile(f"^(?:{NUMBER_WORDS})")


@dataclass(frozen=True, slots=True)
class Form:
    """What numbers of one type look like. ``pattern`` is of ASCII letters and digits, after compacting."""

    type: str
    pattern: re.Pattern[str]
    judge: Judge
    spell: Callable[[str], str] | None
    labelled: str
    """A regular expression, compiled at first use: there are many, and a process reads few types."""
    open: bool

    def read(self, raw: str) -> Identifier:
        """The number that ``raw`` stands for. Never raises."""
        if len(raw) > LONGEST:
            return Identifier(self.type, raw, None, *WRONG_FORM)
        value = compact(self._unlabelled(raw) if self.open else raw)
        if is_junk(value):
            return Identifier(self.type, raw, None, *JUNK_WORD)
        fitting = fits(value, self.pattern)
        if fitting is None:
            return self._labelled(raw, value)
        return self._judged(raw, fitting)

    def _labelled(self, raw: str, value: str) -> Identifier:
        if not self.open:
            for text in (value,) if value.isascii() else (value, value.translate(LOOK_ALIKES)):
                found = _compiled(self.labelled).fullmatch(text)
                if found and found["number"] is not None:
                    return self._judged(raw, found["number"])
                if found and (is_junk(found["rest"]) or is_junk(_NUMBER_WORD.sub("", found["rest"]))):
                    return Identifier(self.type, raw, None, *JUNK_WORD)
        return Identifier(self.type, raw, value, *WRONG_FORM)

    def _judged(self, raw: str, fitting: str) -> Identifier:
        value = self.spell(fitting) if self.spell else fitting
        return Identifier(self.type, raw, value, *self.judge(value))

    def _unlabelled(self, raw: str) -> str:
        text = plain(raw.replace("№", "No: ").replace("Nº", "No: "))
        while found := _compiled(self.labelled, re.IGNORECASE).match(text):
            rest = text[found.end() :]
            # After a mere gap the word is one only if a number follows, or a word for none.
            if found["gap"] is not None and not has_digit(rest) and not is_junk(compact(rest)):
                break
            text = rest
        return text


@cache
def _compiled(pattern: str, flags: re.RegexFlag = re.DOTALL) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def has_digit(text: str) -> bool:
    """Is there an ASCII digit in it?"""
    return any("0" <= character <= "9" for character in text)


def no_check_digit(_: str) -> Verdict:
    """The verdict about every number of a type without a check digit."""
    return NO_DIGIT


def fixed(
    kind: str,
    pattern: str,
    judge: Judge = no_check_digit,
    *,
    labels: str = "",
    spell: Callable[[str], str] | None = None,
) -> Form:
    """A form that is recognised whole. ``labels``: words that may stand before it, as ``AWB|MAWB``.

    ``spell`` gives the usual spelling of a compacted number, and must leave that spelling as it is.
    """
    either = f"(?:{labels}|{labels.translate(LOOK_ALIKES)})?" if labels else ""
    before = f"{either}(?:{NUMBER_WORDS})?"
    # What fits comes first, so that letters of a number are not taken for the word NO.
    labelled = f"{before}(?P<number>{pattern})|{either}(?P<rest>.*)"
    return Form(kind, re.compile(pattern), judge, spell, labelled, open=False)


def free(
    kind: str,
    pattern: str,
    judge: Judge = no_check_digit,
    *,
    words: str,
    marks: str = "",
    spell: Callable[[str], str] | None = None,
) -> Form:
    """A form that takes nearly anything with a digit in it: BROKEN is no seal, and NO PLATE no plate.

    ``words`` before a number end at a gap; short ``marks`` need a number word or a sign after them.

    ``SEAL 4711``, ``B/L: MAEU4711``, ``BL No 4711`` lose their words; ``BL 4711`` may be the number itself and stays.
    """
    sign = r"\s*(?:[:#°]|\.(?=\s))+\s*"
    number = rf"\s*(?:{NUMBER_WORDS})\.?(?:{sign}|\s+)"
    words, marks = words.replace(" ", r"\s*"), marks.replace(" ", r"\s*")
    either = f"{words}|{marks}" if marks else words
    labelled = rf"\s*(?:(?:{either})\.?(?:{number}|{sign})|(?:{words})(?P<gap>\s+)|(?:{NUMBER_WORDS})\.?{sign})"
    return Form(kind, re.compile(f"(?=.*[0-9]){pattern}"), judge, spell, labelled, open=True)
