"""Values against their lists: code lists, countries, currencies, customs headings; and what codes say together.

Which field has which list is said by the types (services/contracts/report.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import pycountry

from services.contracts.code_lists import CODE_LISTS
from services.contracts.findings import Code
from services.contracts.report import Report
from services.contracts.report_blocks import ContentLine, CoverLoad
from services.contracts.schemas.fields import coded_fields, country_fields
from services.ingest.quality.view import Found, View, known_countries

CODED: Final = coded_fields()
"""Which code list holds the values of which field. ``*`` is every item of a list, ``?`` the names of an object."""

COUNTRIES: Final = tuple(spec for spec in country_fields() if spec != "route/*/country")
"""Fields with a country; a leg of the route may say ``unknown`` as well."""
_LEG_COUNTRY: Final = "route/*/country"

HIGH_SEAS: Final = "XZ"
_HS: Final = re.compile(r"(?!77)(?:0[1-9]|[1-9][0-9])[0-9]{4}")  # chapter 77 is kept free, 98 and 99 are national
_EXERCISES: Final = frozenset(
    {
        "exercise",
        "exercice",
        "ejercicio",
        "training",
        "drill",
        "rehearsal",
        "tabletop",
        "simulation",
        "simex",
        "entrainement",
    }
)

_Step = tuple[str, int, Any]
"""A field, what it is, and below it its list of values or further steps."""
_VALUE, _BLOCK, _VALUES, _BLOCKS, _NAMES = range(5)


def _steps(specs: Mapping[str, frozenset[str]]) -> tuple[_Step, ...]:
    """The specs as one tree, so that each block of a report is entered once: this runs for every report."""
    grouped: dict[str, dict[str, frozenset[str]]] = {}
    for spec, values in specs.items():
        name, _, rest = spec.partition("/")
        grouped.setdefault(name, {})[rest] = values
    return tuple(_step(name, rest) for name, rest in grouped.items())


def _step(name: str, rest: dict[str, frozenset[str]]) -> _Step:
    kinds = {"": _VALUE, "*": _VALUES, "?": _NAMES}
    (first, values), *more = rest.items()
    if first in kinds and not more:
        return name, kinds[first], values
    if first.startswith("*/"):
        return name, _BLOCKS, _steps({spec.removeprefix("*/"): values for spec, values in rest.items()})
    return name, _BLOCK, _steps(rest)


@cache
def _tree() -> tuple[_Step, ...]:
    specs = {spec: CODE_LISTS[name] for spec, name in CODED.items()}
    specs |= dict.fromkeys(COUNTRIES, known_countries())
    specs[_LEG_COUNTRY] = known_countries() | {"unknown"}
    return _steps(specs)


def unlisted(view: View) -> list[Found]:
    """Values outside their code list; countries that are none."""
    found: list[str] = []
    _walk(view.report, _tree(), "", found)
    return [(Code.UNLISTED_VALUE, path) for path in found]


def _walk(block: Any, steps: tuple[_Step, ...], path: str, found: list[str]) -> None:
    for name, kind, below in steps:
        value = getattr(block, name)
        if not value:  # absent; no field that is looked at has a meaning when it is empty
            continue
        if kind == _VALUE:
            if value not in below:
                found.append(f"{path}/{name}")
        elif kind == _BLOCK:
            _walk(value, below, f"{path}/{name}", found)
        elif kind == _BLOCKS:
            for n, item in enumerate(value):
                _walk(item, below, f"{path}/{name}/{n}", found)
        elif kind == _VALUES:
            found += [f"{path}/{name}/{n}" for n, item in enumerate(value) if item not in below]
        else:
            found += [f"{path}/{name}/{key}" for key in value if key not in below]


def cover(view: View) -> Iterator[Found]:
    """What was declared: its headings and its currencies."""
    for path, load in _declared(view.report):
        if load.hs is not None and not _HS.fullmatch(load.hs):
            yield Code.HS_FORM, f"{path}/hs"
        if load.currency is not None and load.currency not in _currencies():
            yield Code.CURRENCY_UNKNOWN, f"{path}/currency"


def _declared(report: Report) -> Iterator[tuple[str, CoverLoad | ContentLine]]:
    if report.cover_load is not None:
        yield "/cover_load", report.cover_load
    if report.transport is not None and report.transport.content is not None:
        for n, line in enumerate(report.transport.content.lines):
            yield f"/transport/content/lines/{n}", line


@cache
def _currencies() -> frozenset[str]:
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def place_country(view: View) -> Iterator[Found]:
    """International waters are at sea; a place abroad is real, and told."""
    location, administration = view.report.location, view.report.administration
    if location is None or location.country is None:
        return
    if location.country == HIGH_SEAS:
        if location.type is not None and location.type != "high_seas":
            yield Code.HIGH_SEAS_COUNTRY, "/location/country"
    elif location.country != administration and {location.country, administration} <= known_countries():
        yield Code.LOCATION_COUNTRY_OTHER, "/location/country"


def exercise(view: View) -> Iterator[Found]:
    """An exercise says so, or it would be mixed with what is real."""
    if not view.report.exercise and not _EXERCISES.isdisjoint(view.report.operation.split("-")):
        yield Code.EXERCISE_UNCLEAR, "/exercise"


RULES: Final = (unlisted, cover, place_country, exercise)
