"""The word of a unit as an officer wrote it: which unit, and how many of it in one.

    gram, Kilogramme, кг, KGM          a word or a code
    Thousand of tablets, тыс. таблеток a numeral before a counted unit
    100 gram                           a figure before a unit
    Block (350gr), 500 ml bottle       a container, with what one of it holds

What is none of these stays unread. A figure whose point may part thousands (``1,000 g``) stays unread too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final

import yaml

from services.reference.quantities.digits import EXACT
from services.reference.quantities.units import FOLDER, Unit, exact_spellings, fold, spellings, units

LONGEST: Final = 80
"""No unit is written longer than this; a longer text is not looked at."""

_ONE: Final = Decimal(1)
_BLANK: Final = re.compile(r"\W+")
_FIGURE: Final = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_PARTED: Final = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
# A figure is a word of its own: the 3 of cm3 is not one, the 350 of 350gr is.
_AROUND: Final = re.compile(r"(?<![^\W_])([0-9]+(?:[.,][0-9]+)?)(?![.,]?[0-9])")


@dataclass(frozen=True, slots=True)
class UnitReading:
    """``times`` of ``unit`` are in one of what was written; ``held``: they are the content of a container.

    ``low`` and ``high``: kilograms, litres or things in one of what was written; 0 for what is neither. ``factor``:
    the same as a text. ``decimal``: to multiply by it only moves the point.
    """

    unit: Unit
    times: Decimal
    held: bool
    low: Decimal
    high: Decimal
    factor: str
    decimal: bool


def _reading(unit: Unit, times: Decimal = _ONE, held: bool = False) -> UnitReading:
    low, high = (EXACT.normalize(EXACT.multiply(bound or Decimal(0), times)) for bound in (unit.low, unit.high))
    return UnitReading(
        unit, times, held, low, high, factor_text(low, high), low == high and low.as_tuple().digits == (1,)
    )


def factor_text(low: Decimal, high: Decimal) -> str:
    """A factor as it is shown: a number, or ``least..most``."""
    return format(low, "f") if low == high else f"{low:f}..{high:f}"


def read_unit(raw: str) -> UnitReading | None:
    """The unit that ``raw`` names; None when it names none. Never raises."""
    return None if len(raw) > LONGEST else _read(raw)


@lru_cache(maxsize=4096)
def _read(raw: str) -> UnitReading | None:
    text = unicodedata.normalize("NFKC", raw).strip()
    plain = _plain(text)
    if plain is not None:
        return _reading(plain)
    figures = _AROUND.findall(text)
    if not figures:
        return _with_numeral(text)
    return _with_figure(text, figures[0]) if len(figures) == 1 else None


def _plain(text: str) -> Unit | None:
    stripped = text.strip(" .")
    exact = exact_spellings().get(stripped)
    return exact or spellings().get(_key(stripped))


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


def _with_numeral(text: str) -> UnitReading | None:
    numerals = _numerals()
    if text in numerals.codes:
        return _reading(units()["piece"], numerals.codes[text])
    first, _, rest = fold(text).partition(" ")
    times = numerals.words.get(first)
    if times is None:
        return None
    joint, _, after = rest.partition(" ")
    unit = spellings().get((after if joint in numerals.joining else rest).replace(" ", ""))
    return _reading(unit, times) if unit is not None and unit.measure == "count" else None


def _with_figure(text: str, figure: str) -> UnitReading | None:
    if not _FIGURE.fullmatch(figure) or _PARTED.fullmatch(figure):
        return None
    times = Decimal(figure.replace(",", "."))
    before, _, after = text.partition(figure)
    words = _BLANK.sub(" ", after).strip()
    container = _container(before)
    if times <= 0 or (container is None and before.strip(" (")):
        return None
    unit = _plain(words)
    if unit is None and container is None:
        # "500 ml bottle": the container stands last
        content, _, last = words.rpartition(" ")
        unit, container = _plain(content), _container(last)
    if unit is None or unit.measure not in ("mass", "volume", "count") or unit is container:
        return None
    return _reading(unit, times, held=container is not None)


def _container(text: str) -> Unit | None:
    words = [word for word in fold(text).split() if word not in _numerals().joining]
    unit = spellings().get("".join(words))
    return unit if unit is not None and unit.holds else None


@dataclass(frozen=True, slots=True)
class _Numerals:
    words: Mapping[str, Decimal]
    codes: Mapping[str, Decimal]
    joining: frozenset[str]


@cache
def _numerals() -> _Numerals:
    content: dict[str, Any] = yaml.safe_load((FOLDER / "numerals.yaml").read_text(encoding="utf-8"))
    words = {fold(word): Decimal(times) for times, texts in content["words"].items() for word in texts}
    codes = {code: Decimal(times) for code, times in content["codes"].items()}
    return _Numerals(MappingProxyType(words), MappingProxyType(codes), frozenset(content["joining"]))
