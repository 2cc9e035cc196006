"""Quantities: a figure and the word of its unit become kilograms from-to, litres or a count. Nothing is invented.

read_quantity(Decimal("776"), "gram")      0.776 to 0.776 kg
read_quantity(Decimal("2786"), "tablet")   2786 tablets, no kilograms
read_quantity(Decimal("3"), "sack")        no number, flag ``unit_unknown``
"""

from services.reference.quantities.comparing import Total, add_up, overlap, same_amount
from services.reference.quantities.digits import significant_digits, without_artefact
from services.reference.quantities.reading import FLAGS, QuantityReading, SubstanceLike, read_quantity
from services.reference.quantities.unit_words import UnitReading, read_unit
from services.reference.quantities.units import Measure, Unit, units

__all__ = [
    "FLAGS",
    "Measure",
    "QuantityReading",
    "SubstanceLike",
    "Total",
    "Unit",
    "UnitReading",
    "add_up",
    "overlap",
    "read_quantity",
    "read_unit",
    "same_amount",
    "significant_digits",
    "units",
    "without_artefact",
]
