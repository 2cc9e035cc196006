"""Several goods of one report against each other, and against the load that hid them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from services.contracts.findings import Code
from services.ingest.quality.goods import is_clash
from services.ingest.quality.view import Found, Line, View

HEAVIER: Final = 10
"""How many times heavier than the declared load the goods must be to be told."""
SCALES: Final = Decimal("1.1")
"""What two scales may differ by: the gross weight holds everything."""


def pairs(view: View) -> Iterator[Found]:
    """The same goods twice, the same mass in another unit, a count beside its mass, one number for two."""
    if len(view.lines) < 2:
        return
    whole: set[tuple[object, ...]] = set()
    numbers: set[int] = set()
    units: defaultdict[tuple[str, Decimal], set[str]] = defaultdict(set)
    counts = _counts(view.lines)
    for line in view.lines:
        goods = line.goods
        if goods.no is not None and goods.no in numbers:
            yield Code.GOODS_NUMBER_TWICE, f"{line.path}/no"
        if goods.no is not None:
            numbers.add(goods.no)
        key = _whole(line)
        if key in whole:
            yield Code.GOODS_TWICE, line.path
        whole.add(key)
        if line.kilograms is None or line.unit is None:
            continue
        known = units[line.substance, line.kilograms.normalize()]
        if known - {line.unit.unit.id}:
            yield Code.MASS_TWICE, f"{line.path}/quantity"
        known.add(line.unit.unit.id)
        count = (line.kilograms * 1000).normalize()
        if (line.substance, count) in counts and is_clash(count, line.kilograms):
            yield Code.UNIT_CLASH, f"{line.path}/quantity"


def _counts(lines: tuple[Line, ...]) -> frozenset[tuple[str, Decimal]]:
    return frozenset((line.substance, line.count.normalize()) for line in lines if line.count is not None)


def _whole(line: Line) -> tuple[object, ...]:
    goods = line.goods
    quantity = (goods.quantity.value, goods.quantity.unit) if goods.quantity else None
    return (
        line.substance,
        quantity,
        goods.count,
        goods.form,
        goods.purity,
        goods.packaging,
        goods.marks,
        goods.confirmed,
    )


def declared(view: View) -> Iterator[Found]:
    """A toy of a kilogram holds no ten kilograms: one of the two weights is wrong, or the load was a pretence."""
    report = view.report
    cover = report.cover_load.weight_kg if report.cover_load else None
    gross = report.transport.weight_kg if report.transport else None
    if cover is None and gross is None:
        return
    mass = sum((line.kilograms for line in view.lines if line.kilograms is not None), Decimal(0))
    if cover is not None and mass > cover * HEAVIER:
        yield Code.DECLARED_WEIGHT, "/cover_load/weight_kg"
    if gross is not None and mass > gross * SCALES:
        yield Code.DECLARED_WEIGHT, "/transport/weight_kg"


RULES: Final = (pairs, declared)
