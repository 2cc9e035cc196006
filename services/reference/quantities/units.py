"""The units that are known, from the reviewed files in ``units/``: factor or range, source, and every spelling.

A file that is wrong in any way raises ValueError at the first look-up, and says where.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import yaml

Measure = Literal["mass", "volume", "count", "area", "none", "unknown"]

FOLDER: Final = Path(__file__).parent
_ALLOWED: Final = {"measure", "code", "package", "factor", "range", "source", "flags", "holds", "words", "exact"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. ``low`` and ``high``: kilograms (mass), litres (volume) or things (count) in one; equal unless the
    word stands for several units. Both None for what is neither.

    ``code``: UN/ECE Recommendation 20; ``package``: Recommendation 21; ``holds``: a container that may have content.
    """

    id: str
    measure: Measure
    code: str | None
    package: str | None
    low: Decimal | None
    high: Decimal | None
    source: str
    flags: tuple[str, ...]
    holds: bool
    words: Mapping[str, tuple[str, ...]]
    exact: tuple[str, ...]


def fold(text: str) -> str:
    """One spelling for all: NFKC, no case, no accents, words of letters or digits with one blank between them.

    Digits and letters part: ``100gr`` becomes ``100 gr``; but ``cm3`` stays, since the digit belongs to it.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = [c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)]
    return " ".join("".join(kept).split())


@cache
def units() -> Mapping[str, Unit]:
    """Every unit by its id."""
    found: dict[str, Unit] = {}
    for path in sorted((FOLDER / "units").glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, entry in content["units"].items():
            if name in found:
                raise ValueError(f"{path.name}: {name} stands twice")
            found[name] = _unit(f"{path.name}: {name}", name, entry, content)
    return MappingProxyType(found)


@cache
def spellings() -> Mapping[str, Unit]:
    """Every spelling without its blanks, folded, and the codes; each belongs to one unit."""
    index: dict[str, Unit] = {}
    for unit in units().values():
        words = [word for texts in unit.words.values() for word in texts]
        for word in (unit.id, *words, *([unit.code] if unit.code and unit.code not in _SHARED_CODES else [])):
            key = fold(word).replace(" ", "")
            if index.setdefault(key, unit) is not unit:
                raise ValueError(f"{word!r} is a spelling of {unit.id} and of {index[key].id}")
    for code, name in _SHARED_CODES.items():
        index.setdefault(code.casefold(), units()[name])
    return MappingProxyType(index)


# One code stands for several of our units; alone it means the plainest of them.
_SHARED_CODES: Final = {"C62": "unit", "E27": "dose"}


@cache
def exact_spellings() -> Mapping[str, Unit]:
    """Spellings whose case tells: ``mg`` but not ``Mg``."""
    return MappingProxyType({word: unit for unit in units().values() for word in unit.exact})


def _unit(place: str, name: str, entry: Mapping[str, Any], file: Mapping[str, Any]) -> Unit:
    if set(entry) - _ALLOWED:
        raise ValueError(f"{place}: unknown {sorted(set(entry) - _ALLOWED)}")
    measure: Measure = entry.get("measure", file.get("measure"))
    low, high = _bounds(place, entry)
    if (measure in ("mass", "volume", "count")) is not (low is not None):
        raise ValueError(f"{place}: a {measure} with the factor {low}")
    return Unit(
        id=name,
        measure=measure,
        code=entry["code"],
        package=entry.get("package"),
        low=low,
        high=high,
        source=file["sources"][entry["source"]],
        flags=tuple(entry.get("flags", ())),
        holds=entry.get("holds", False),
        words=MappingProxyType({language: tuple(texts) for language, texts in entry["words"].items()}),
        exact=tuple(entry.get("exact", ())),
    )


def _bounds(place: str, entry: Mapping[str, Any]) -> tuple[Decimal, Decimal] | tuple[None, None]:
    texts = entry["range"] if "range" in entry else [entry["factor"]] * 2 if "factor" in entry else None
    if texts is None:
        return None, None
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{place}: a factor is written as a text")
    low, high = (Decimal(text) for text in texts)
    if not Decimal(0) < low <= high:
        raise ValueError(f"{place}: not a range above zero")
    return low, high
