"""What one report tells about itself: values outside their lists, dates to come, numbers that cannot be. Pure.

A finding of severity ``hold`` keeps the report out of links and counts; a warning travels with it. Nothing here
refuses: that is shape's. Which field has which list and which mode is said by the types (contracts/report.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

import pycountry

from services.contracts.code_lists import CODE_LISTS
from services.contracts.findings import Code, Finding, finding
from services.contracts.identifiers import Identifier, awb, compact, container, imo, is_junk, s10
from services.contracts.report import Report
from services.contracts.report_blocks import Transport
from services.contracts.schemas.fields import coded_fields, country_fields, home_modes
from services.contracts.topics import Mode
from services.ingest.shape import MOST_FINDINGS

AHEAD: Final = timedelta(hours=24)
"""How far in the future a date may lie by the platform's clock: time zones and wrong clocks, no more."""

CODED: Final = coded_fields()
"""Which code list holds the values of which field. ``*`` is every item of a list, ``?`` the names of an object."""

COUNTRIES: Final = tuple(spec for spec in country_fields() if spec != "route/*/country")
"""Fields with a country; a leg of the route may say ``unknown`` as well."""
_LEG_COUNTRY: Final = ("route", "*", "country")
_EXTRA_COUNTRIES: Final = frozenset({"XZ", "XK"})
"""The high seas (UN/LOCODE) and Kosovo, which ISO 3166-1 does not hold."""

HOME_MODES: Final = home_modes()
"""Where an identifier is at home; elsewhere it is taken with a warning. What is not here is at home everywhere."""

_CHECKED: Final[tuple[tuple[str, Callable[[str], Identifier]], ...]] = (
    ("items/*", s10),
    ("awb", awb),
    ("containers/*", container),
    ("vessel/imo", imo),
)
_UNCHECKED: Final = (
    "courier/*",
    "receptacle",
    "house_awb",
    "bag_tags/*",
    "seals/*",
    "bills_of_lading/*",
    "plates/*/number",
    "vin",
    "tir",
    "cmr",
    "wagons/*",
    "booking",
    "mrn",
)


Spec = tuple[str, ...]


def _parts(specs: Iterable[str]) -> tuple[Spec, ...]:
    return tuple(tuple(spec.split("/")) for spec in specs)


# Cut once: examine() runs for every report, at the door and in the stream.
_CODED_PARTS: Final = tuple(zip(_parts(CODED), (CODE_LISTS[name] for name in CODED.values()), strict=True))
_COUNTRY_PARTS: Final = _parts(COUNTRIES)
_CHECKED_PARTS: Final = tuple(zip(_parts(s for s, _ in _CHECKED), (check for _, check in _CHECKED), strict=True))
_UNCHECKED_PARTS: Final = _parts(_UNCHECKED)


def examine(report: Report, now: datetime) -> tuple[Finding, ...]:
    """The findings about one report at the instant ``now``: holds first, at most MOST_FINDINGS."""
    found = [
        *(finding(Code.UNLISTED_VALUE, path) for path in _unlisted(report)),
        *(finding(Code.FUTURE_DATE, path) for path in _to_come(report, now)),
    ]
    if report.sharing is None:
        found.append(finding(Code.SHARING_MISSING, "/sharing"))
    if report.transport is not None:
        found += [finding(code, path) for code, path in _numbers(report.transport)]
        found += [finding(Code.UNUSUAL_FOR_MODE, path) for path in _strangers(report.transport, report.mode)]
    return tuple(found[:MOST_FINDINGS])


def _unlisted(report: Report) -> Iterator[str]:
    for spec, values in _CODED_PARTS:
        yield from (path for path, value in _at(report, spec) if value not in values)
    countries = known_countries()
    for spec in _COUNTRY_PARTS:
        yield from (path for path, value in _at(report, spec) if value not in countries)
    for path, value in _at(report, _LEG_COUNTRY):
        if value not in countries and value != "unknown":
            yield path


@cache
def known_countries() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-2, the high seas and Kosovo."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | _EXTRA_COUNTRIES


def _to_come(report: Report, now: datetime) -> Iterator[str]:
    latest = now + AHEAD
    for name in ("occurred_at", "reported_at"):
        instant = getattr(report, name)
        if instant is not None and instant > latest:
            yield f"/{name}"
    # What was seized has been posted; a warning may tell of a posting to come.
    posted = report.transport.posted_on if report.transport else None
    if report.kind == "seizure" and posted is not None and posted > latest.date():
        yield "/transport/posted_on"


def _numbers(transport: Transport) -> Iterator[tuple[Code, str]]:
    for spec, check in _CHECKED_PARTS:
        for path, raw in _at(transport, spec):
            identifier = check(raw)
            if identifier.check == "invalid":
                yield (Code.JUNK_IDENTIFIER if identifier.value is None else Code.CHECK_DIGIT), f"/transport{path}"
    for spec in _UNCHECKED_PARTS:
        for path, raw in _at(transport, spec):
            if is_junk(compact(raw)):
                yield Code.JUNK_IDENTIFIER, f"/transport{path}"


def _strangers(transport: Transport, mode: Mode | None) -> Iterator[str]:
    if mode is not None:
        for name, modes in HOME_MODES.items():
            if mode not in modes and getattr(transport, name):
                yield f"/transport/{name}"


def _at(block: Any, spec: Spec) -> Iterable[tuple[str, Any]]:
    """Every (JSON pointer, value) that ``spec`` names below ``block``; what is absent is left out."""
    value, path = block, ""
    for depth, part in enumerate(spec):
        if part == "*":
            rest = spec[depth + 1 :]
            if not rest:
                return [(f"{path}/{n}", item) for n, item in enumerate(value)]
            return [(f"{path}/{n}{deep}", one) for n, item in enumerate(value) for deep, one in _at(item, rest)]
        if part == "?":
            return [(f"{path}/{name}", name) for name in value]
        value = getattr(value, part)
        if not value:  # absent; no field that is looked at has a meaning when it is empty
            return ()
        path = f"{path}/{part}"
    return ((path, value),)
