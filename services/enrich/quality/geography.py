"""Countries, places and their codes: what could not be read, and what does not go together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from services.contracts.findings import Code
from services.enrich.quality.normalised import Distances, Found, Normalised, PlaceLike, Point

_UNCERTAIN: Final = {
    "unread": Code.PLACE_UNREAD,
    "ambiguous": Code.PLACE_AMBIGUOUS,
    "suggested": Code.PLACE_SUGGESTED,
}
NEAR_KM: Final = 150.0
"""How far a place's code may be from its name: an airport from its city, a port from its roads."""
BESIDE_KM: Final = 500.0
"""How far stated coordinates may be from the place that is named: a region has one point only."""
_KOSOVO: Final = {"XK", "RS"}
"""The place list has Kosovo's places under RS; the report's country wins."""


def countries(normalised: Normalised) -> Iterator[Found]:
    """Countries that could not be read, and states that are no more."""
    for path, reading in normalised.countries.items():
        if reading.how == "historic":
            yield Code.COUNTRY_HISTORIC, path
        elif reading.code is None and reading.raw.strip().casefold() != "unknown":
            yield Code.COUNTRY_UNREAD, path


def places(normalised: Normalised) -> Iterator[Found]:
    """Places that could not be read with certainty."""
    for path, reading in normalised.places.items():
        code = _UNCERTAIN.get(reading.how)
        if code is not None and reading.reason != "empty":
            yield code, path


def codes(normalised: Normalised) -> Iterator[Found]:
    """Codes of no place, and of a place in another country."""
    for path, reading in normalised.codes.items():
        postal = path.startswith("/transport/impc_")
        if reading is None:
            yield Code.IMPC_UNKNOWN if postal else Code.LOCODE_UNKNOWN, path
            continue
        stated = _stated_country(normalised, path)
        if stated is not None and reading.country not in (None, stated) and {stated, reading.country} != _KOSOVO:
            yield Code.LOCODE_COUNTRY, path


def names_and_codes(normalised: Normalised, distances: Distances) -> Iterator[Found]:
    """A code and a name that are two places; coordinates that are nowhere near."""
    for path, coded in normalised.codes.items():
        named = normalised.places.get(_name_beside(path))
        if coded is None or named is None or named.code is None or named.code == coded.code:
            continue
        if _apart(distances.km, point_of(coded), point_of(named), NEAR_KM):
            yield Code.LOCODE_NAME, path
    location = normalised.report.location
    if location is None or location.lat is None or location.lon is None or (location.lat == 0 and location.lon == 0):
        return
    stated = (float(location.lat), float(location.lon))
    known = (normalised.codes.get("/location/locode"), normalised.places.get("/location/name"))
    points = [point for place in known if place is not None and (point := point_of(place)) is not None]
    if points and all(distances.km(stated, point) > BESIDE_KM for point in points):
        yield Code.PLACE_OUTSIDE_COUNTRY, "/location/lat"


def point_of(place: PlaceLike | None) -> Point | None:
    """Where a place lies, if that is known."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return float(place.lat), float(place.lon)


def _apart(km: Callable[[Point, Point], float], one: Point | None, other: Point | None, limit: float) -> bool:
    return one is not None and other is not None and km(one, other) > limit


def _name_beside(path: str) -> str:
    return path.replace("/location/locode", "/location/name").replace("/locode", "/place")


def _stated_country(normalised: Normalised, path: str) -> str | None:
    """The country that the report gives for the place of this code."""
    report = normalised.report
    if path == "/location/locode":
        stated = normalised.countries.get("/location/country")
        if stated is not None:
            return stated.code
        own = report.location.country if report.location else None
        return own or (report.administration if len(report.administration) == 2 else None)
    read = normalised.countries.get(path.replace("/locode", "/country"))
    return read.code if read is not None and path.startswith("/route/") else None


RULES: Final[tuple[Callable[[Normalised], Iterable[Found]], ...]] = (countries, places, codes)
MEASURED: Final[tuple[Callable[[Normalised, Distances], Iterable[Found]], ...]] = (names_and_codes,)
