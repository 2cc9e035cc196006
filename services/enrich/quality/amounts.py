"""Quantities: units that give no number, and figures that no seizure ever had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from services.contracts.findings import Code
from services.enrich.quality.normalised import Found, Normalised
from services.reference.quantities import QuantityReading

LIMITS_FILE: Final = Path(__file__).with_name("limits.yaml")
_FLAGGED: Final = {
    "unit_unknown": Code.UNIT_UNKNOWN,
    "unit_missing": Code.UNIT_UNKNOWN,
    "unit_ambiguous": Code.UNIT_AMBIGUOUS,
    "not_convertible": Code.NOT_CONVERTIBLE,
    "volume": Code.VOLUME_AS_MASS,
    "out_of_scale": Code.QUANTITY_IMPLAUSIBLE,
}
ANY_GROUP: Final = "default"


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of a group of substances that one seizure can be, in kilograms and in counted pieces."""

    kilograms: Decimal
    pieces: Decimal


@cache
def limits() -> Mapping[str, Limit]:
    """The limit of each group, and of any other. A file that is wrong raises ValueError."""
    content: dict[str, Any] = yaml.safe_load(LIMITS_FILE.read_text(encoding="utf-8"))
    found = {}
    for group, entry in content["groups"].items():
        limit = Limit(Decimal(entry["kilograms"]), Decimal(entry["pieces"]))
        if limit.kilograms <= 0 or limit.pieces <= 0:
            raise ValueError(f"{LIMITS_FILE.name}: {group}: a limit is above zero")
        found[group] = limit
    if ANY_GROUP not in found:
        raise ValueError(f"{LIMITS_FILE.name}: {ANY_GROUP} is missing")
    return MappingProxyType(found)


def units(normalised: Normalised) -> Iterator[Found]:
    """What the reading of a quantity was flagged with."""
    for path, reading in normalised.quantities.items():
        for flag in reading.flags:
            if flag in _FLAGGED:
                value = flag in ("volume", "out_of_scale")
                yield _FLAGGED[flag], f"{path}/{'value' if value else 'unit'}"


def outliers(normalised: Normalised) -> Iterator[Found]:
    """More than ever was seized of the group, whatever the range says."""
    for path, reading in normalised.quantities.items():
        substance = normalised.substances.get(f"{path.removesuffix('/quantity')}/substance")
        group = substance.group if substance is not None else None
        if too_much(reading, group):
            yield Code.QUANTITY_IMPLAUSIBLE, f"{path}/value"


def too_much(reading: QuantityReading, group: str | None) -> bool:
    """Is even the least that this quantity can be above the limit of its group?"""
    limit = limits().get(group or ANY_GROUP) or limits()[ANY_GROUP]
    heavy = reading.kg_min is not None and reading.kg_min > limit.kilograms
    return heavy or (reading.count is not None and reading.count > limit.pieces)


RULES: Final[tuple[Callable[[Normalised], Iterable[Found]], ...]] = (units, outliers)
