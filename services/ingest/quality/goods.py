"""One kind of goods by itself: figure, unit, form, purity and marks against each other, and against what can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from services.contracts.findings import Code
from services.ingest.quality.nothing_words import names_nothing
from services.ingest.quality.view import Found, Line, View
from services.reference.quantities import significant_digits
from services.reference.quantities.digits import MOST_DIGITS, tidy

# Starting values, set by what tablets on the market weigh and measure; see docs/reference/findings.md.
TABLET_MG: Final = (Decimal(20), Decimal(3000))
"""What one tablet or capsule can weigh, in milligrams."""
TABLET_MM: Final = (Decimal(2), Decimal(40))
"""What one tablet can measure, in millimetres."""
APART: Final = Decimal(2)
"""How many times a measured tablet and the mean of all may differ."""
PUREST: Final[Mapping[str, Decimal]] = {
    "tablet": Decimal(95),  # the rest binds it
    "blotter": Decimal(10),  # the rest is paper
    "plant": Decimal(40),
}
"""Per cent that goods of a form do not pass."""
PURITY_DECIMALS: Final = 2
SOLID: Final = frozenset({"tablet", "capsule", "blotter", "powder", "crystal", "resin", "plant"})
LOOSE: Final = frozenset({"powder", "crystal", "liquid", "resin", "paste", "plant"})
PORTIONS: Final = frozenset({"tablet", "capsule", "blotter"})
"""Units that are forms at the same time."""
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/tiff", "image/heic"})
PICTURE_BYTES: Final = 5_000_000
"""What a picture may be at most (CENcomm form)."""
_KG_TO_MG: Final = Decimal(1_000_000)


def substance(view: View) -> Iterator[Found]:
    """A word that names no substance."""
    for line in view.lines:
        if line.goods.substance is not None and names_nothing(line.goods.substance):
            yield Code.SUBSTANCE_EMPTY, f"{line.path}/substance"
    for n, found in enumerate(view.report.identified):
        if names_nothing(found.substance):
            yield Code.SUBSTANCE_EMPTY, f"/identified/{n}/substance"


def figure(view: View) -> Iterator[Found]:
    """The digits of the figure, the unit against the form, the count beside it."""
    for line in view.lines:
        quantity, form, unit = line.goods.quantity, line.goods.form, line.unit
        if quantity is None:
            continue
        digits = quantity.value.as_tuple().digits
        if len(digits) > MOST_DIGITS and significant_digits(quantity.value) > MOST_DIGITS:
            yield Code.QUANTITY_DIGITS, f"{line.path}/quantity/value"
        if unit is None:
            continue
        if (form in SOLID and unit.unit.measure == "volume") or (form in LOOSE and unit.unit.id in PORTIONS):
            yield Code.FORM_UNIT, f"{line.path}/quantity/unit"
        if line.count is None or unit.held or unit.unit.holds:
            continue
        if line.count != line.count.to_integral_value():
            yield Code.FRACTIONAL_COUNT, f"{line.path}/quantity/value"
        elif line.goods.count is not None and line.goods.count != line.count:
            yield Code.COUNT_MISMATCH, f"{line.path}/count"


def tablets(view: View) -> Iterator[Found]:
    """What one tablet weighs by its marks, and by mass and count together."""
    for line in view.lines:
        marks = line.goods.marks
        whole = line.goods.form in ("tablet", "capsule")
        if marks is not None and line.goods.form == "tablet":
            for name in ("diameter_mm", "length_mm", "width_mm", "thickness_mm"):
                size: Decimal | None = getattr(marks, name)
                # Thin is thinner than small: a blotter is no tablet, but a film is.
                if (
                    size is not None
                    and not (Decimal("0.5") if name == "thickness_mm" else TABLET_MM[0]) <= size <= TABLET_MM[1]
                ):
                    yield Code.MARKS_SIZE, f"{line.path}/marks/{name}"
        measured = marks.mass_mg if marks is not None else None
        if whole and measured is not None and not TABLET_MG[0] <= measured <= TABLET_MG[1]:
            yield Code.MARKS_MASS, f"{line.path}/marks/mass_mg"
        elif whole:
            yield from _by_count(line, measured)


def _by_count(line: Line, measured: Decimal | None) -> Iterator[Found]:
    if not line.goods.count or line.kilograms is None or line.goods.quantity is None or _clashes(line):
        return
    each = line.kilograms * _KG_TO_MG / line.goods.count
    if not TABLET_MG[0] <= each <= TABLET_MG[1]:
        yield Code.TABLET_MASS, f"{line.path}/count"
    elif measured is not None and not measured / APART <= each <= measured * APART:
        yield Code.MARKS_MASS, f"{line.path}/marks/mass_mg"


def clash(view: View) -> Iterator[Found]:
    """A count that is the mass's digits: 2,786 tablets beside 2.786 kg, one of the two is no measurement."""
    for line in view.lines:
        if _clashes(line):
            yield Code.UNIT_CLASH, f"{line.path}/quantity"


def _clashes(line: Line) -> bool:
    count = line.goods.count
    return count is not None and line.kilograms is not None and is_clash(Decimal(count), line.kilograms)


def is_clash(count: Decimal, kilograms: Decimal) -> bool:
    """Are count and kilograms the same three digits or more, a thousand to one?

    A count that goes with fewer digits may weigh a gram a piece by chance.
    """
    return kilograms * 1000 == count and significant_digits(_stripped(count)) >= 3


def _stripped(count: Decimal) -> Decimal:
    """The count with its zeros at the end as decimals: 1000 has one digit that says something."""
    return count.scaleb(-count.adjusted())


def purity(view: View) -> Iterator[Found]:
    """Purity against form, against confirmation, and what is measured of it."""
    for line in view.lines:
        value, form = line.goods.purity, line.goods.form
        if value is None:
            continue
        if form is not None and value > PUREST.get(form, value):
            yield Code.PURITY_FORM, f"{line.path}/purity"
        if line.goods.confirmed is False:
            yield Code.PURITY_PRESUMPTIVE, f"{line.path}/purity"
        exponent = tidy(value).as_tuple().exponent
        if isinstance(exponent, int) and exponent < -PURITY_DECIMALS:
            yield Code.PURITY_PRECISION, f"{line.path}/purity"


def photos(view: View) -> Iterator[Found]:
    """Pictures that a console shows."""
    for line in view.lines:
        for n, photo in enumerate(line.goods.photos):
            if photo.media_type not in PICTURES:
                yield Code.PHOTO_TYPE, f"{line.path}/photos/{n}/media_type"
            if photo.size_bytes is not None and photo.size_bytes > PICTURE_BYTES:
                yield Code.PHOTO_SIZE, f"{line.path}/photos/{n}/size_bytes"


RULES: Final = (substance, figure, tablets, clash, purity, photos)
