"""What of a report is compared with others: numbers, series, parties, route, goods, concealment. Pure.

Words are compared as what they were read as; a word that no list knows is compared as it is written, folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from services.contracts.identifiers import Identifier
from services.contracts.report import Report
from services.contracts.report_blocks import Goods, TabletMarks
from services.enrich.quality import Normalised
from services.enrich.words import fold
from services.reference.places import PlaceReading
from services.reference.substances import SubstanceReading, catalogue

Features = dict[str, Any]

# What a report calls a number, and what it is called among objects.
_OBJECT_TYPES: Final[Mapping[str, str]] = {
    name: name
    for name in (
        "s10 courier receptacle awb house_awb bag_tag uld container seal bill_of_lading booking plate vin tir cmr mrn "
        "wagon cim"
    ).split()
} | {"imo": "ship"}
_SMALL_WORDS: Final = frozenset(
    "a an and the of in on at to for from with by inside within under into box boxes pack packs packed packet".split()
)
MOST_WORDS: Final = 12
MOST_PARTIES: Final = 200
SHORTEST_WORD: Final = 3
_SERIAL: Final = 8


def features_of(report: Report, normalised: Normalised, numbers: Iterable[tuple[str, Identifier]]) -> Features:
    """The sub-document ``features`` of a stored report."""
    usable = [number for _, number in numbers if number.value and number.check != "invalid"]
    transport = report.transport
    departure, destination, transit, places = _route(report, normalised)
    return {
        "objects": list(_objects(usable)),
        "series": list(_series(usable)),
        "parties": list(_parties(report)),
        "mode": report.mode,
        "direction": report.direction,
        "departure": departure,
        "destination": destination,
        "transit": transit,
        "route_places": places,
        "place": _place(normalised.codes.get("/location/locode") or normalised.places.get("/location/name")),
        "substances": list(_substances(report, normalised)),
        "concealment": report.concealment.code if report.concealment else None,
        "cover_hs": report.cover_load.hs[:6] if report.cover_load and report.cover_load.hs else None,
        "cover_words": _words(report),
        "declared_value": _float(report.cover_load.declared_value if report.cover_load else None),
        "currency": report.cover_load.currency if report.cover_load else None,
        "weight_kg": _float(report.cover_load.weight_kg if report.cover_load else None),
        "products": [
            one for n, goods in enumerate(report.goods) if (one := _product(goods, _reading(normalised, n))) is not None
        ],
        "office": transport.impc_origin if transport else None,
        "grading": [report.grading.source, report.grading.information] if report.grading else ["X", "4"],
    }


def _objects(numbers: Iterable[Identifier]) -> Iterator[dict[str, str]]:
    found = list(numbers)
    seen: set[tuple[str, str]] = set()
    voyage = next((one.value for one in found if one.type == "voyage"), None)
    for number in found:
        kind = _OBJECT_TYPES.get(number.type)
        if kind is None or number.value is None:
            continue
        pairs = [(kind, number.value)]
        if kind == "ship" and voyage:
            pairs.append(("vessel", f"{number.value}:{voyage}"))
        for pair in pairs:
            if pair not in seen:
                seen.add(pair)
                yield {"type": pair[0], "value": pair[1]}


def _series(numbers: Iterable[Identifier]) -> Iterator[dict[str, Any]]:
    """Numbers that are given out one after another: run and serial, without the check digit."""
    for number in numbers:
        value = number.value or ""
        if number.type == "s10":
            yield {"kind": "s10", "run": f"{value[:2]}:{value[11:13]}", "serial": int(value[2:10])}
        elif number.type == "awb":
            yield {"kind": "awb", "run": value[:3], "serial": int(value[3:10])}
        elif number.type == "bag_tag" and value.isdigit() and len(value) == _SERIAL + 2:
            yield {"kind": "bag_tag", "run": value[:4], "serial": int(value[4:])}


def _parties(report: Report) -> Iterator[dict[str, str]]:
    found = (
        {"role": party.role, "field": field, "token": token}
        for party in report.parties
        for field, tokens in party.tokens.items()
        for token in tokens
    )
    for n, one in enumerate(found):
        if n >= MOST_PARTIES:
            return
        yield one


def _route(report: Report, normalised: Normalised) -> tuple[str | None, str | None, list[str], list[str]]:
    departure = destination = origin = None
    transit: list[str] = []
    places: list[str] = []
    for n, leg in enumerate(report.route):
        country = normalised.countries[f"/route/{n}/country"].code
        place = normalised.codes.get(f"/route/{n}/locode") or normalised.places.get(f"/route/{n}/place")
        if place and place.code:
            places.append(place.code)
        if leg.role == "departure":
            departure = departure or country
        elif leg.role == "origin":
            origin = origin or country
        elif leg.role == "destination":
            destination = country or destination
        elif country:
            transit.append(country)
    return departure or origin, destination, sorted(set(transit)), sorted(set(places))


def _place(reading: Any) -> dict[str, Any] | None:
    if reading is None or not reading.code:
        return None
    return {"code": reading.code, "country": reading.country, "lat": reading.lat, "lon": reading.lon}


def _substances(report: Report, normalised: Normalised) -> Iterator[dict[str, Any]]:
    for n, goods in enumerate(report.goods):
        reading = _reading(normalised, n)
        if reading is not None:
            yield substance_of(reading, confirmed=bool(goods.confirmed), no=goods.no or n + 1)


def substance_of(reading: SubstanceReading, confirmed: bool, no: int) -> dict[str, Any]:
    """A substance as it is compared; what was not read keeps its folded words as its id."""
    entry = catalogue().entries.get(reading.id) if reading.id else None
    known = reading.id or f"?{fold(reading.raw)}"
    return {
        "no": no,
        "id": known,
        "parent": reading.parent or known,
        "group": reading.group,
        "kind": reading.kind or "unread",
        "skeleton": entry.skeleton if entry else None,
        "confirmed": confirmed,
    }


def _reading(normalised: Normalised, n: int) -> SubstanceReading | None:
    found = normalised.substances.get(f"/goods/{n}/substance")
    return found if isinstance(found, SubstanceReading) else None


def _words(report: Report) -> list[str]:
    """Content words of the cover load and the concealment: letters only, no small words, each once."""
    texts = [report.cover_load.description if report.cover_load else None]
    texts.append(report.concealment.text if report.concealment else None)
    found: dict[str, None] = {}
    for text in texts:
        for word in fold(text or "").split():
            plain = "".join(c for c in word if c.isalpha())
            if len(plain) >= SHORTEST_WORD and plain not in _SMALL_WORDS:
                found.setdefault(_singular(plain))
    return list(found)[:MOST_WORDS]


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > SHORTEST_WORD + 1 and not word.endswith("ss") else word


def _product(goods: Goods, reading: SubstanceReading | None) -> dict[str, Any] | None:
    marks = goods.marks or TabletMarks()
    found = {
        "logo": _folded(getattr(marks, "logo", None) or getattr(marks, "logo_front", None)),
        "colour": _folded(marks.colour),
        "shape": _folded(marks.shape),
        "mass_mg": _float(marks.mass_mg),
        "diameter_mm": _float(marks.diameter_mm),
        "thickness_mm": _float(marks.thickness_mm),
        "press": _folded(marks.press),
        "tool": _folded(marks.tool),
        "phash": sorted({photo.phash for photo in goods.photos if photo.phash}),
        "profile": _folded(goods.profile_ref),
    }
    if not any(found.values()):
        return None
    substance = substance_of(reading, confirmed=False, no=1)["parent"] if reading else None
    return {"substance": substance, **found}


def _folded(text: str | None) -> str | None:
    return fold(text) or None if text else None


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
