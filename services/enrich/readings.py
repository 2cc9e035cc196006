"""Every word of a report that stands for something is read: countries, places, substances, quantities, numbers. Pure.

Nothing is replaced: each reading keeps what was written and stands at the JSON pointer of its field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.contracts.report import Report
from services.contracts.report_blocks import Goods, Identified
from services.enrich.quality import Normalised
from services.reference.countries import CountryReading, read_country
from services.reference.places import Gazetteer, PlaceReading, read_place
from services.reference.places.gazetteer import Place
from services.reference.quantities import QuantityReading, read_quantity
from services.reference.substances import SubstanceReading, catalogue, read_substance
from services.reference.substances.registry_numbers import bearers

_ON_LAND = "land"


@dataclass(frozen=True, slots=True)
class Words:
    """A report's readings by JSON pointer. ``codes``: the place of a UN/LOCODE, None for a code of no place."""

    report: Report
    countries: Mapping[str, CountryReading]
    places: Mapping[str, PlaceReading]
    codes: Mapping[str, Place | None]
    substances: Mapping[str, SubstanceReading]
    owners: Mapping[str, frozenset[str]]
    quantities: Mapping[str, QuantityReading]

    @property
    def judged(self) -> Normalised:
        """As the rules of quality take them."""
        known = {path: _as_read(place) for path, place in self.codes.items()}
        # Where the code tells the place, a name that could not be read is nothing to ask the sender about.
        named = {path: one for path, one in self.places.items() if one.code or not known.get(_code_beside(path))}
        return Normalised(self.report, self.countries, named, known, self.substances, self.owners, self.quantities)

    def place_of(self, code: str, name: str) -> Place | PlaceReading | None:
        """Where something is: by its code, else by its name if that was read with certainty."""
        named = self.places.get(name)
        return self.codes.get(code) or (named if named and named.code else None)


def read_words(report: Report, gazetteer: Gazetteer) -> Words:
    """The report with its readings, by JSON pointer."""
    countries = {path: read_country(raw) for path, raw in _countries(report)}
    substances = {path: read_substance(raw) for path, raw in _substances(report)}
    return Words(
        report=report,
        countries=countries,
        places=dict(_places(report, countries, gazetteer)),
        codes=dict(_places_of_codes(report, gazetteer)),
        substances=substances,
        owners=dict(_owners(report)),
        quantities=dict(_quantities(report, substances)),
    )


def _code_beside(path: str) -> str:
    return path.replace("/location/name", "/location/locode").replace("/place", "/locode")


def _as_read(place: Place | None) -> PlaceReading | None:
    """A place found by its code, in the form of a reading."""
    if place is None:
        return None
    found = (place.code, place.kind, place.name, place.country, place.subdivision, place.lat, place.lon)
    return PlaceReading(place.code, *found, how="exact")


def _places_of_codes(report: Report, gazetteer: Gazetteer) -> Iterator[tuple[str, Place | None]]:
    """The place of each code. Only the official list knows every code, so only with it can one be of no place."""
    for path, code in _codes(report):
        place = gazetteer.by_code(code)
        if place is not None or gazetteer.knows_every_code:
            yield path, place


def _countries(report: Report) -> Iterator[tuple[str, str]]:
    if report.location and report.location.country:
        yield "/location/country", report.location.country
    for n, leg in enumerate(report.route):
        yield f"/route/{n}/country", leg.country
    if report.transport:
        if report.transport.vessel and report.transport.vessel.flag:
            yield "/transport/vessel/flag", report.transport.vessel.flag
        for n, plate in enumerate(report.transport.plates):
            yield f"/transport/plates/{n}/country", plate.country
    for n, party in enumerate(report.parties):
        if party.nationality:
            yield f"/parties/{n}/nationality", party.nationality


def _places(
    report: Report, countries: dict[str, CountryReading], gazetteer: Gazetteer
) -> Iterator[tuple[str, PlaceReading]]:
    home = read_country(report.administration).code
    location = report.location
    if location:
        stated = countries.get("/location/country")
        country = stated.code if stated else home
        yield (
            "/location/name",
            read_place(gazetteer, location.name, country, mode=report.mode, division=location.division),
        )
    for n, leg in enumerate(report.route):
        if leg.place:
            country = countries[f"/route/{n}/country"].code
            mode = leg.transport if leg.transport in ("air", "sea", "land", "mail") else report.mode
            yield (
                f"/route/{n}/place",
                read_place(gazetteer, leg.place, country, mode=mode, division=leg.division),
            )
    if report.transport and report.transport.border_post:
        yield (
            "/transport/border_post",
            read_place(gazetteer, report.transport.border_post, home, mode=_ON_LAND),
        )


def _codes(report: Report) -> Iterator[tuple[str, str]]:
    """Fields that hold a UN/LOCODE; the first five letters of a postal centre's code are one (UPU)."""
    if report.location and report.location.locode:
        yield "/location/locode", report.location.locode
    for n, leg in enumerate(report.route):
        if leg.locode:
            yield f"/route/{n}/locode", leg.locode
    if report.transport:
        for name in ("impc_origin", "impc_destination"):
            code = getattr(report.transport, name)
            if code:
                yield f"/transport/{name}", code.strip()[:5]


def _substances(report: Report) -> Iterator[tuple[str, str]]:
    for name in ("goods", "identified", "cutting"):
        for n, one in enumerate(getattr(report, name)):
            if one.substance:
                yield f"/{name}/{n}/substance", one.substance


def _owners(report: Report) -> Iterator[tuple[str, frozenset[str]]]:
    """Who bears the CAS numbers and InChIKeys that the report states."""
    stated: Iterator[tuple[str, Goods | Identified]] = (
        (f"/{name}/{n}", one) for name in ("goods", "identified") for n, one in enumerate(getattr(report, name))
    )
    for path, one in stated:
        if one.cas:
            yield f"{path}/cas", bearers(one.cas.strip())
        if one.inchikey:
            yield f"{path}/inchikey", bearers(one.inchikey.strip().upper())


def _quantities(report: Report, substances: dict[str, SubstanceReading]) -> Iterator[tuple[str, QuantityReading]]:
    for n, goods in enumerate(report.goods):
        if goods.quantity:
            reading = substances.get(f"/goods/{n}/substance")
            known = catalogue().entries.get(reading.id) if reading and reading.id else None
            mass = goods.marks.mass_mg if goods.marks else None
            yield (
                f"/goods/{n}/quantity",
                read_quantity(
                    goods.quantity.value, goods.quantity.unit, substance=known, form=goods.form, mass_mg=mass
                ),
            )
    if report.net_mass:
        yield "/net_mass", read_quantity(report.net_mass.value, report.net_mass.unit)
