"""Places as written: what a spreadsheet or a form left in them, and coordinates that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from services.contracts.findings import Code
from services.ingest.quality.view import Found, View

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_FORMULA: Final = re.compile(
    r"\s*[=@]|.*(?:\[[^\]]*\.xls|#(?:REF!|N/A|NAME\?|VALUE!|NULL!|DIV/0!|NUM!))", re.IGNORECASE
)
_SEVERAL: Final = re.compile(r"\w[^;|]*[;|]\s*\w")
_STREETS: Final = (
    r"calle|avenida|carrera|jirón|rue|boulevard|chemin|allée|street|avenue|lane|via|viale|rua|ulica|"
    r"ул|улица|пер|переулок|проспект|пр-т|д|дом"
)
_STREET: Final = re.compile(
    # the word and a house number, either first: CALLE JAPÓN N36-153, 12 rue Neuve, ул. Ленина, д. 5
    rf"(?:^|\W)(?:{_STREETS})\b.*[0-9]|[0-9].*\W(?:{_STREETS})(?:\W|$)|\w(?:straße|strasse|straat)\b.*[0-9]",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"[0-9]")
# Nearly every name has none of these: then there is nothing to look for.
_TELLING: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff=@#;|\[0-9]")


def names(view: View) -> Iterator[Found]:
    """Every name of a place."""
    report = view.report
    if report.location is not None:
        if report.location.name.strip():
            yield from _name(report.location.name, "/location/name")
        elif report.location.lat is None or report.location.lon is None:
            yield Code.PLACE_EMPTY, "/location/name"
    for n, leg in enumerate(report.route):
        if leg.place:
            yield from _name(leg.place, f"/route/{n}/place")
    if report.transport is not None and report.transport.border_post:
        yield from _name(report.transport.border_post, "/transport/border_post")
    if report.detection is not None and report.detection.place:
        yield from _name(report.detection.place, "/detection/place")


def _name(text: str, path: str) -> Iterator[Found]:
    if not _TELLING.search(text):
        if text != text.strip():
            yield Code.PLACE_DIRTY, path
        return
    if _FORMULA.match(text):
        yield Code.PLACE_FORMULA, path
        return
    if text != text.strip() or _CONTROL.search(text):
        yield Code.PLACE_DIRTY, path
    if _SEVERAL.search(text):
        yield Code.PLACE_SEVERAL, path
    if _DIGIT.search(text) and _STREET.search(text):
        yield Code.PLACE_ADDRESS, path


def coordinates(view: View) -> Iterator[Found]:
    """Both or none; never zero and zero, which is a missing value; and with a name."""
    location = view.report.location
    if location is None:
        return
    if (location.lat is None) != (location.lon is None):
        yield Code.COORDINATES_HALF, "/location/lon" if location.lon is None else "/location/lat"
    if location.lat is None or location.lon is None:
        return
    if location.lat == 0 and location.lon == 0:
        yield Code.COORDINATES_ZERO, "/location/lat"
    if not location.name.strip():
        yield Code.COORDINATES_WITHOUT_PLACE, "/location/name"


RULES: Final = (names, coordinates)
