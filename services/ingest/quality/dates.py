"""Dates against the clock, the operation, and each other. Day and month precision hold every day that they cover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from services.contracts.findings import Code
from services.ingest.quality.view import Found, View

AHEAD: Final = timedelta(hours=24)
"""How far in the future a date may lie by the platform's clock: time zones and wrong clocks, no more."""
OLDEST_YEARS: Final = 30
"""Years after which a date is taken for a slip of the year."""
ZONES: Final = timedelta(days=1)
"""What two local calendars may differ by."""
_MIDNIGHT: Final = time()
_LEG_ORDER: Final = {"origin": 0, "departure": 1, "transit": 2, "destination": 3}


def to_come(view: View) -> Iterator[Found]:
    """More than a day ahead of the clock; what was seized has been posted, a warning may tell of a posting to come."""
    report, latest = view.report, view.now + AHEAD
    if report.occurred_at is not None and report.occurred_at > latest:
        yield Code.FUTURE_DATE, "/occurred_at"
    if report.reported_at is not None and report.reported_at > latest:
        yield Code.FUTURE_DATE, "/reported_at"
    posted = report.transport.posted_on if report.transport else None
    if report.kind == "seizure" and posted is not None and posted > latest.date():
        yield Code.FUTURE_DATE, "/transport/posted_on"


def decades_ago(view: View) -> Iterator[Found]:
    """A year so far back that it is a slip."""
    report, oldest = view.report, view.now.year - OLDEST_YEARS
    if report.occurred_at is not None and report.occurred_at.year < oldest:
        yield Code.DATE_IMPROBABLE, "/occurred_at"
    if report.reported_at is not None and report.reported_at.year < oldest:
        yield Code.DATE_IMPROBABLE, "/reported_at"
    if report.transport is not None:
        for name in ("posted_on", "flight_date"):
            day: date | None = getattr(report.transport, name)
            if day is not None and day.year < oldest:
                yield Code.DATE_IMPROBABLE, f"/transport/{name}"


def finer_than_known(view: View) -> Iterator[Found]:
    """Midnight is what a system writes that knows only the day; midnight of the first, only the month."""
    at, precision = view.report.occurred_at, view.report.precision
    if at is None or at.time() != _MIDNIGHT:
        return
    if at.day == 1 and precision in ("minute", "day"):
        yield Code.MONTH_AS_DAY, "/precision"
    elif precision == "minute":
        yield Code.DAY_AS_MINUTE, "/precision"


def after_reported(view: View) -> Iterator[Found]:
    """Nothing is reported before it happens, in whatever precision; a warning reports what is to come."""
    at, reported = view.report.occurred_at, view.report.reported_at
    if at is None or reported is None or view.first is None or view.report.kind == "warning":
        return
    exact = view.report.precision not in ("day", "month")
    if at > reported if exact else view.first > _later(reported.date()):
        yield Code.OCCURRED_AFTER_REPORTED, "/occurred_at"


def outside(view: View) -> Iterator[Found]:
    """Seizures and answers belong into the days of the operation; laboratories may come later."""
    if view.window is None or view.first is None or view.last is None:
        return
    if view.report.kind in ("seizure", "feedback") and (view.last < view.window.first or view.first > view.window.last):
        yield Code.OUTSIDE_OPERATION, "/occurred_at"


def posted(view: View) -> Iterator[Found]:
    """What was seized was posted before."""
    transport = view.report.transport
    if transport is None or transport.posted_on is None or view.last is None or view.report.kind != "seizure":
        return
    if transport.posted_on > view.last:
        yield Code.POSTED_AFTER_OCCURRED, "/transport/posted_on"


def flight(view: View) -> Iterator[Found]:
    """A flight is its number and its day; one that was seized on arrival left before."""
    transport = view.report.transport
    if transport is None:
        return
    if transport.flight and transport.flight_date is None:
        yield Code.FLIGHT_WITHOUT_DATE, "/transport/flight"
    if transport.flight_date is None:
        return
    if not transport.flight:
        yield Code.DATE_WITHOUT_FLIGHT, "/transport/flight_date"
    imported = view.report.kind == "seizure" and view.report.direction == "import"
    if imported and view.last is not None and transport.flight_date > _later(view.last):
        yield Code.FLIGHT_AFTER_IMPORT, "/transport/flight_date"


def legs(view: View) -> Iterator[Found]:
    """The dates of the legs go forward, and nothing departs once it is seized."""
    dated = [(n, leg) for n, leg in enumerate(view.report.route) if leg.date is not None]
    if not dated:
        return
    before: date | None = None
    for n, leg in sorted(dated, key=lambda one: _LEG_ORDER.get(one[1].role, 2)):
        if before is not None and leg.date is not None and leg.date < before:
            yield Code.ROUTE_DATES_REVERSED, f"/route/{n}/date"
        before = leg.date
    if view.last is None or view.report.kind != "seizure":
        return
    for n, leg in dated:
        if leg.role in ("origin", "departure") and leg.date is not None and leg.date > _later(view.last):
            yield Code.DEPARTED_AFTER_SEIZURE, f"/route/{n}/date"


def _later(day: date) -> date:
    return day + ZONES if day < date.max else day


RULES: Final = (to_come, decades_ago, finer_than_known, after_reported, outside, posted, flight, legs)
