"""One report as its rules look at it: what several of them ask is worked out once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Final

import pycountry

from services.contracts.findings import Code
from services.contracts.identifiers import Identifier, numbers_in
from services.contracts.report import Report
from services.contracts.report_blocks import Goods
from services.reference.quantities import UnitReading, read_quantity, read_unit

Found = tuple[Code, str]
"""A code and the JSON pointer of its place."""

_EXTRA_COUNTRIES: Final = frozenset({"XZ", "XK"})
"""The high seas (UN/LOCODE) and Kosovo, which ISO 3166-1 does not hold."""


@cache
def known_countries() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-2, the high seas and Kosovo."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | _EXTRA_COUNTRIES


@dataclass(frozen=True, slots=True)
class Window:
    """The days of an operation, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of goods: its place, its substance folded, its unit, and its kilograms or its count."""

    path: str
    goods: Goods
    substance: str
    unit: UnitReading | None
    kilograms: Decimal | None
    count: Decimal | None


@dataclass(frozen=True, slots=True)
class View:
    """A report, the clock, and what is known beside it; None (no ``token_keys``) where nothing is known.

    ``own``: the country where it happened. ``first`` to ``last``: the days on which it may have occurred, by its own
    clock. ``departures`` and ``destinations``: countries of the route that are known. ``numbers``: those
    of the transport block with their JSON pointers.
    """

    report: Report
    now: datetime
    window: Window | None
    participants: Collection[str] | None
    token_keys: Collection[str]
    own: str | None
    first: date | None
    last: date | None
    departures: frozenset[str]
    destinations: frozenset[str]
    lines: tuple[Line, ...]
    numbers: tuple[tuple[str, Identifier], ...]


def look_at(
    report: Report,
    now: datetime,
    window: Window | None,
    participants: Collection[str] | None,
    token_keys: Collection[str],
) -> View:
    """The view of a report at the instant ``now``."""
    first, last = _days(report)
    departures, destinations = _ends(report)
    return View(
        report,
        now,
        window,
        participants,
        token_keys,
        _own(report),
        first,
        last,
        departures,
        destinations,
        tuple(_line(n, goods) for n, goods in enumerate(report.goods)),
        _numbers(report),
    )


def _numbers(report: Report) -> tuple[tuple[str, Identifier], ...]:
    if report.transport is None:
        return ()
    return tuple((f"/transport{place}", number) for place, number in numbers_in(report.transport))


def _own(report: Report) -> str | None:
    stated = report.location.country if report.location else None
    code = stated or report.administration
    return code if code in known_countries() else None


def _days(report: Report) -> tuple[date, date] | tuple[None, None]:
    if report.occurred_at is None:
        return None, None
    day = report.occurred_at.date()
    if report.precision != "month":
        return day, day
    first = day.replace(day=1)
    try:
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    except OverflowError:
        return first, date.max


def _ends(report: Report) -> tuple[frozenset[str], frozenset[str]]:
    """Where it left and where it goes, as far as the countries are known; without a departure, where it is from."""
    by_role: dict[str, set[str]] = {}
    countries = known_countries()
    for leg in report.route:
        if leg.country in countries:
            by_role.setdefault(leg.role, set()).add(leg.country)
    departures = by_role.get("departure") or by_role.get("origin") or ()
    return frozenset(departures), frozenset(by_role.get("destination", ()))


def _line(n: int, goods: Goods) -> Line:
    substance = " ".join((goods.substance or "").casefold().split())
    if goods.quantity is None:
        count = Decimal(goods.count) if goods.count is not None else None
        return Line(f"/goods/{n}", goods, substance, None, None, count)
    unit = read_unit(goods.quantity.unit)
    reading = read_quantity(goods.quantity.value, goods.quantity.unit)
    exact = reading.kg_min if reading.kg_min == reading.kg_max else None
    return Line(f"/goods/{n}", goods, substance, unit, exact, reading.count)
