"""read_quantity(): what a figure and its unit word come to.

Kilograms are a range from least to most, never its middle. Masses and volumes convert by the unit's factor; a litre
counts as a kilogram, flagged. A count stays a count: it gives kilograms only by a tablet's mass as the same report
measured it, or by the general range of ATS tablets. Anything else gives a flag and no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from typing import Any, Final, Protocol

import yaml

from services.reference.quantities.digits import EXACT, limited, significant_digits, tidy, without_artefact
from services.reference.quantities.unit_words import UnitReading, factor_text, read_unit
from services.reference.quantities.units import FOLDER, Measure

FLAGS: Final[Mapping[str, str]] = {
    "float_artefact": "the figure had digits that only a binary float makes; they were rounded away",
    "not_positive": "the figure is zero or below",
    "not_finite": "the figure is not a number",
    "out_of_scale": "the figure is beyond anything that can be measured",
    "unit_missing": "no unit was written",
    "unit_unknown": "the unit is not known",
    "unit_ambiguous": "the word stands for several units; the range holds them all",
    "not_convertible": "the unit is neither mass, volume nor count",
    "volume": "a litre counted as a kilogram",
    "content": "the content of a container, as the unit's word says it",
    "tablet_range": "counted tablets by the general range of an ATS tablet",
    "tablet_measured": "counted tablets by the mass of one, as the report measured it",
    "rounded": "the kilograms have no more digits than the figure had",
}
"""Everything that a reading may be flagged with."""

_LEAST, _MOST = -15, 15
"""Powers of ten between which a figure is looked at."""
_KG_PER_MG: Final = Decimal("0.000001")
_LITRE: Final = "1 kg per litre: UNODC global seizures notes"


class SubstanceLike(Protocol):
    """What a quantity needs to know of a substance."""

    @property
    def id(self) -> str:
        """Its id in the reference file."""

    @property
    def group(self) -> str | None:
        """Its group in the reference file."""


@dataclass(frozen=True, slots=True)
class QuantityReading:
    """A figure and unit as written, and what they come to.

    ``kg_min`` and ``kg_max`` are both there or both None; ``count`` is in ``unit``. ``factor``: kilograms by one of
    what was counted, as a number or as ``least..most``. ``flags`` are names of FLAGS.
    """

    raw_value: Decimal
    raw_unit: str
    unit: str | None
    measure: Measure
    kg_min: Decimal | None = None
    kg_max: Decimal | None = None
    count: Decimal | None = None
    factor: str | None = None
    factor_source: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def comparable(self) -> bool:
        """Can it be compared with another of its kind: a mass, a volume, or a count in a known unit?"""
        return self.kg_min is not None or self.count is not None


def read_quantity(
    value: Decimal,
    unit: str,
    *,
    substance: SubstanceLike | None = None,
    form: str | None = None,
    mass_mg: Decimal | None = None,
) -> QuantityReading:
    """What ``value`` of ``unit`` comes to; ``mass_mg`` is one tablet's measured mass. Never raises."""
    found = read_unit(unit)
    figure, flags = _figure(value)
    if found is None:
        flags += ("unit_unknown",) if unit.strip() else ("unit_missing",)
        return QuantityReading(value, unit, None, "unknown", flags=flags)
    flags += found.unit.flags + (("content",) if found.held else ())
    measure = found.unit.measure
    if measure in ("area", "none"):
        return QuantityReading(value, unit, found.unit.id, measure, flags=(*flags, "not_convertible"))
    if figure is None:
        return QuantityReading(value, unit, found.unit.id, measure, flags=flags)
    if measure == "count":
        return _counted(value, unit, found, figure, flags, substance, form, mass_mg)
    return _weighed(value, unit, found, figure, flags)


def _figure(value: Decimal) -> tuple[Decimal | None, tuple[str, ...]]:
    if not value.is_finite():
        return None, ("not_finite",)
    if value <= 0:
        return None, ("not_positive",)
    if not _LEAST <= value.adjusted() <= _MOST:
        return None, ("out_of_scale",)
    figure = without_artefact(value)
    return figure, ("float_artefact",) if figure != value else ()


def _weighed(value: Decimal, unit: str, found: UnitReading, figure: Decimal, flags: tuple[str, ...]) -> QuantityReading:
    source = found.unit.source
    if found.unit.measure == "volume":
        flags, source = (*flags, "volume"), f"{source}; {_LITRE}"
    if found.decimal:
        # To move the point cuts nothing.
        kg_min = kg_max = tidy(EXACT.multiply(figure, found.low))
    else:
        kg_min, kg_max, flags = _limited(figure, found.low, found.high, significant_digits(figure), flags)
    measure = found.unit.measure
    return QuantityReading(value, unit, found.unit.id, measure, kg_min, kg_max, None, found.factor, source, flags)


def _counted(
    value: Decimal,
    unit: str,
    found: UnitReading,
    figure: Decimal,
    flags: tuple[str, ...],
    substance: SubstanceLike | None,
    form: str | None,
    mass_mg: Decimal | None,
) -> QuantityReading:
    count = tidy(EXACT.multiply(figure, found.times))
    mass = _tablet_mass(found, substance, form, mass_mg)
    if mass is None:
        return QuantityReading(value, unit, found.unit.id, "count", count=count, flags=flags)
    digits = min(significant_digits(figure), mass.digits) if mass.digits else significant_digits(figure)
    kg_min, kg_max, flags = _limited(count, mass.low, mass.high, digits, (*flags, mass.flag))
    factor = factor_text(mass.low, mass.high)
    return QuantityReading(value, unit, found.unit.id, "count", kg_min, kg_max, count, factor, mass.source, flags)


def _limited(
    figure: Decimal, low: Decimal, high: Decimal, digits: int, flags: tuple[str, ...]
) -> tuple[Decimal, Decimal, tuple[str, ...]]:
    """The kilograms without digits that were not there; a range is rounded outwards, so that it holds the truth."""
    if low == high:
        kilograms, cut = limited(EXACT.multiply(figure, low), digits)
        return kilograms, kilograms, (*flags, "rounded") if cut else flags
    kg_min, cut = limited(EXACT.multiply(figure, low), digits, ROUND_FLOOR)
    kg_max, cut_too = limited(EXACT.multiply(figure, high), digits, ROUND_CEILING)
    return kg_min, kg_max, (*flags, "rounded") if cut or cut_too else flags


@dataclass(frozen=True, slots=True)
class _TabletMass:
    """Kilograms of one tablet from least to most. ``digits``: significant ones, 0 for no limit."""

    low: Decimal
    high: Decimal
    digits: int
    source: str
    flag: str


def _tablet_mass(
    found: UnitReading, substance: SubstanceLike | None, form: str | None, mass_mg: Decimal | None
) -> _TabletMass | None:
    rules = _tablets()
    unit = found.unit.id
    if unit not in rules.units and not (unit in rules.units_of_form and form == "tablet"):
        return None
    if mass_mg is not None and mass_mg.is_finite() and mass_mg > 0 and abs(mass_mg.adjusted()) <= _MOST:
        measured = without_artefact(mass_mg)
        mass = EXACT.normalize(EXACT.multiply(measured, _KG_PER_MG))
        return _TabletMass(mass, mass, significant_digits(measured), rules.measured, "tablet_measured")
    if substance is not None and substance.group in rules.groups:
        return _TabletMass(rules.low, rules.high, 0, rules.general, "tablet_range")
    return None


@dataclass(frozen=True, slots=True)
class _Tablets:
    groups: frozenset[str]
    low: Decimal
    high: Decimal
    general: str
    measured: str
    units: frozenset[str]
    units_of_form: frozenset[str]


@cache
def _tablets() -> _Tablets:
    content: dict[str, Any] = yaml.safe_load((FOLDER / "tablets.yaml").read_text(encoding="utf-8"))
    general = content["ats_tablet"]
    low, high = (EXACT.normalize(EXACT.multiply(Decimal(text), _KG_PER_MG)) for text in general["milligrams"])
    return _Tablets(
        frozenset(general["groups"]),
        low,
        high,
        general["source"],
        content["measured"]["source"],
        frozenset(content["units"]),
        frozenset(content["units_of_form"]),
    )
