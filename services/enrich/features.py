"""What of a report is compared with others: numbers, series, parties, route, goods, concealment. Pure.

Words are compared as what they were read as; a word that no list knows is compared as it is written, folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from services.contracts.identifiers import Identifier
from services.contracts.report import Report
from services.contracts.report_blocks import Goods, TabletMarks
from services.enrich.readings import Words
from services.enrich.words import fold
from services.reference.places import PlaceReading
from services.reference.places.gazetteer import Place
from services.reference.substances import SubstanceReading, catalogue

Features = dict[str, Any]

_OBJECT_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("s10", "courier", "receptacle", "awb", "house_awb", "bag_tag", "uld", "container"), ""),
    **dict.fromkeys(("seal", "bill_of_lading", "booking", "plate", "vin", "tir", "cmr", "cim", "mrn", "wagon"), ""),
    "imo": "ship",
}
"""What a report calls a number, and what it is called among objects where that is something else."""
_SMALL_WORDS: Final = frozenset(
    {
        *("the", "and", "with", "from", "for", "inside", "within", "under", "into", "between", "among"),
        *("box", "boxe", "pack", "packed", "packet", "parcel", "dans", "avec", "sous", "des", "les", "une"),
    }
)
"""Words that say nothing of what is carried."""
MOST_WORDS: Final = 12
MOST_PARTIES: Final = 200
SHORTEST_WORD: Final = 3
_SERIAL: Final = 8


def features_of(report: Report, words: Words, numbers: Iterable[tuple[str, Identifier]]) -> Features:
    """The sub-document ``features`` of a stored report."""
    usable = [number for _, number in numbers if number.value and number.check != "invalid"]
    transport = report.transport
    departure, destination, transit, places = _route(report, words)
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
        "place": _place(words.place_of("/location/locode", "/location/name")),
        "substances": list(_substances(report, words)),
        "concealment": report.concealment.code if report.concealment else None,
        "cover_hs": report.cover_load.hs[:6] if report.cover_load and report.cover_load.hs else None,
        "cover_words": _content_words(report),
        "declared_value": _float(report.cover_load.declared_value if report.cover_load else None),
        "currency": report.cover_load.currency if report.cover_load else None,
        "weight_kg": _float(report.cover_load.weight_kg if report.cover_load else None),
        "products": [
            {"no": goods.no or n + 1, **one}
            for n, goods in enumerate(report.goods)
            if (one := _product(goods, _reading(words, n))) is not None
        ],
        "office": transport.impc_origin if transport else None,
        "grading": [report.grading.source, report.grading.information] if report.grading else ["X", "4"],
    }


def _objects(numbers: Iterable[Identifier]) -> Iterator[dict[str, str]]:
    found = list(numbers)
    seen: set[tuple[str, str]] = set()
    voyage = next((one.value for one in found if one.type == "voyage"), None)
    for number in found:
        if number.type not in _OBJECT_TYPES or number.value is None:
            continue
        pairs = [(_OBJECT_TYPES[number.type] or number.type, number.value)]
        if number.type == "imo" and voyage:
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


def _parties(report: Report) -> Iterator[dict[str, Any]]:
    found = (
        {"party": number, "role": party.role, "field": field, "token": token}
        for number, party in enumerate(report.parties)
        for field, tokens in party.tokens.items()
        for token in tokens
    )
    for n, one in enumerate(found):
        if n >= MOST_PARTIES:
            return
        yield one


def _route(report: Report, words: Words) -> tuple[str | None, str | None, list[str], list[str]]:
    departure = destination = origin = None
    transit: list[str] = []
    places: list[str] = []
    for n, leg in enumerate(report.route):
        country = words.countries[f"/route/{n}/country"].code
        place = words.place_of(f"/route/{n}/locode", f"/route/{n}/place")
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


def _place(reading: Place | PlaceReading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {"code": reading.code, "country": reading.country, "lat": reading.lat, "lon": reading.lon}


def _substances(report: Report, words: Words) -> Iterator[dict[str, Any]]:
    for n, goods in enumerate(report.goods):
        reading = _reading(words, n)
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


def _reading(words: Words, n: int) -> SubstanceReading | None:
    return words.substances.get(f"/goods/{n}/substance")


def _content_words(report: Report) -> list[str]:
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
