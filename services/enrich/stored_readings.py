"""How readings stand in a stored report, each beside what was written. Pure: readings in, plain values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from bson.decimal128 import Decimal128

from services.contracts.identifiers import Identifier, display
from services.enrich.readings import Words
from services.reference.countries import CountryReading
from services.reference.places import PlaceReading
from services.reference.quantities import QuantityReading
from services.reference.substances import SubstanceReading

Document = dict[str, Any]
MOST_CANDIDATES: Final = 5
_DIGITS: Final = 34
_BIAS: Final = 6176
_COEFFICIENT_BITS: Final = 113


def readings_of(words: Words, numbers: Iterable[tuple[str, Identifier]], gazetteer: str) -> Document:
    """The sub-document ``normalised``. ``gazetteer`` is the version of the places list that read the places."""
    return {
        "identifiers": [_identifier(path, number) for path, number in numbers],
        "countries": [_country(path, one) for path, one in words.countries.items()],
        "places": [_place(path, one) for path, one in words.places.items()],
        "goods": [
            {"no": goods.no or n + 1} | _goods(words, f"/goods/{n}") for n, goods in enumerate(words.report.goods)
        ],
        "identified": [
            {"no": one.no or 1, "cas": one.cas, **_substance(words.substances.get(f"/identified/{n}/substance"))}
            for n, one in enumerate(words.report.identified)
        ],
        "gazetteer": gazetteer,
    }


def _identifier(path: str, number: Identifier) -> Document:
    found = {"path": f"/transport{path}", "type": number.type, "raw": number.raw, "value": number.value}
    reason = {"reason": number.reason} if number.reason else {}
    return {**found, "check": number.check, "shown": display(number), **reason}


def _country(path: str, reading: CountryReading) -> Document:
    return {"path": path, "raw": reading.raw, "code": reading.code, "how": reading.how}


def _place(path: str, reading: PlaceReading) -> Document:
    found: Document = {"path": path, "raw": reading.raw, "how": reading.how, "code": reading.code}
    if reading.code:
        names = ("kind", "name", "country", "subdivision", "lat", "lon")
        return {**found, **{name: getattr(reading, name) for name in names}}
    candidates = [{"code": one.code, "name": one.name} for one in reading.candidates[:MOST_CANDIDATES]]
    return {**found, "reason": reading.reason, "candidates": candidates}


def _goods(words: Words, path: str) -> Document:
    quantity = words.quantities.get(f"{path}/quantity")
    return {
        "substance": _substance(words.substances.get(f"{path}/substance")),
        "quantity": _quantity(quantity) if quantity else None,
    }


def _substance(reading: SubstanceReading | None) -> Document:
    if reading is None:
        return {}
    found: Document = {"raw": reading.raw, "id": reading.id, "how": reading.how}
    names = ("parent", "kind", "group", "form", "salt")
    found |= {name: value for name in names if (value := getattr(reading, name))}
    lists: Mapping[str, tuple[str, ...]] = {"contains": reading.contains, "suggestions": reading.suggestions}
    return found | {name: list(values) for name, values in lists.items() if values}


def _quantity(reading: QuantityReading) -> Document:
    return {
        "raw_value": decimal128(reading.raw_value),
        "raw_unit": reading.raw_unit,
        "unit": reading.unit,
        "measure": reading.measure,
        "kg_min": _number(reading.kg_min),
        "kg_max": _number(reading.kg_max),
        "count": _number(reading.count),
        "factor": reading.factor,
        "factor_source": reading.factor_source,
        "flags": list(reading.flags),
    }


def _number(value: Decimal | None) -> Decimal128 | None:
    return None if value is None else decimal128(value)


def decimal128(value: Decimal) -> Decimal128:
    """The same digits and exponent as ``Decimal128(value)``, which walks them bit by bit and takes ten times as long.

    IEEE 754-2008, binary integer coding: 113 bits of coefficient, 14 of exponent, the sign.
    """
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or len(digits) > _DIGITS or not -_BIAS <= exponent <= _BIAS - 2 * _DIGITS:
        return Decimal128(value)
    coefficient = int("".join(map(str, digits)))
    bits = coefficient | exponent + _BIAS << _COEFFICIENT_BITS | sign << 127
    return Decimal128.from_bid(bits.to_bytes(16, "little"))
