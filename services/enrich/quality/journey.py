"""Journeys that cannot be: a leg left, or an item was posted, too late to be where it was seized.

A day in a report is a day somewhere on earth, so each is as long as it can be: the earliest it can have begun, the
latest it can have ended. A month-precision date is the whole month. An unknown place or date says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from services.contracts.findings import Code
from services.enrich.quality.geography import point_of
from services.enrich.quality.normalised import Distances, Found, Normalised, Point

EARLIEST: Final = timedelta(hours=14)
"""What the first clock on earth is ahead of UTC by."""
LATEST: Final = timedelta(hours=12)
"""What the last one is behind it."""
_ORDER: Final = {"origin": 0, "departure": 1, "transit": 2}
_BY: Final = {"air": "air", "mail": "air", "sea": "sea", "land": "land"}


def journeys(normalised: Normalised, distances: Distances) -> Iterator[Found]:
    """Each dated leg against the seizure, each against the next, and the posting against the seizure."""
    report = normalised.report
    here, at = _seizure(normalised)
    stops = _stops(normalised)
    for (n, mode, place, day), (_, _, after, next_day) in pairwise(stops):
        if _too_soon(distances, mode, (place, _begins(day)), (after, _ends(next_day))):
            yield Code.IMPOSSIBLE_JOURNEY, f"/route/{n}/date"
    if here is None or at is None or report.kind != "seizure":
        return
    for n, mode, place, day in stops:
        if _too_soon(distances, mode, (place, _begins(day)), (here, at)):
            yield Code.IMPOSSIBLE_JOURNEY, f"/route/{n}/date"
    posted = report.transport.posted_on if report.transport else None
    start = _start(normalised)
    if posted is None or start is None or report.mode != "mail":
        return
    if _too_soon(distances, "air", (start, _begins(posted)), (here, at)):
        yield Code.IMPOSSIBLE_JOURNEY, "/transport/posted_on"


def _too_soon(
    distances: Distances, mode: str | None, start: tuple[Point, datetime], end: tuple[Point, datetime]
) -> bool:
    hours = (end[1] - start[1]) / timedelta(hours=1)
    # A date behind the seizure is told elsewhere (departed_after_seizure, posted_after_occurred).
    return 0 <= hours < distances.least_hours(mode, start[0], end[0])


def _seizure(normalised: Normalised) -> tuple[Point | None, datetime | None]:
    """Where and, at the latest, when."""
    report = normalised.report
    at = report.occurred_at
    if report.location is None or at is None:
        return None, None
    place = normalised.codes.get("/location/locode") or normalised.places.get("/location/name")
    point = point_of(place)
    if report.precision == "month":
        first = at.date().replace(day=1)
        return point, _ends(
            (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        ) if first.year < 9999 else None
    return point, _ends(at.date()) if report.precision == "day" else at.astimezone(UTC)


_Stop = tuple[int, str | None, Point, date]


def _stops(normalised: Normalised) -> list[_Stop]:
    """Dated legs with a known place, in the order of travel; how each goes on."""
    report = normalised.report
    found: list[_Stop] = []
    for n, leg in sorted(enumerate(report.route), key=lambda one: _ORDER.get(one[1].role, 3)):
        point = _leg_point(normalised, n)
        if leg.role in _ORDER and leg.date is not None and point is not None:
            found.append((n, _BY.get(leg.transport or report.mode or ""), point, leg.date))
    return found


def _leg_point(normalised: Normalised, n: int) -> Point | None:
    return point_of(normalised.codes.get(f"/route/{n}/locode") or normalised.places.get(f"/route/{n}/place"))


def _start(normalised: Normalised) -> Point | None:
    """Where the item was posted: the departure, else the origin."""
    for role in ("departure", "origin"):
        for n, leg in enumerate(normalised.report.route):
            if leg.role == role and (point := _leg_point(normalised, n)) is not None:
                return point
    return None


def _begins(day: date) -> datetime:
    return datetime.combine(max(day, date(2, 1, 1)), time(), UTC) - EARLIEST


def _ends(day: date) -> datetime:
    return datetime.combine(min(day, date(9998, 12, 31)), time(), UTC) + timedelta(days=1) + LATEST


MEASURED: Final[tuple[Callable[[Normalised, Distances], Iterable[Found]], ...]] = (journeys,)
