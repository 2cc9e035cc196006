"""Instants of a report as they are stored and compared: in UTC, whole milliseconds, coarse dates as what they bound."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta


def in_utc(instant: datetime | None) -> datetime | None:
    """The instant in UTC and whole milliseconds, as it is stored; None outside the years that can be stored."""
    try:
        return _stored(instant) if instant else None
    except OverflowError:
        return None


def at_midnight(day: date | None) -> datetime | None:
    """A day as the instant at which it begins in UTC."""
    return datetime.combine(day, time(), UTC) if day else None


def span(occurred: datetime | None, precision: str | None) -> tuple[datetime, datetime] | None:
    """From when to when (UTC) it may have occurred: a day or a month for coarse dates, else one instant."""
    if occurred is None:
        return None
    try:
        first = occurred
        if precision in ("day", "month"):
            first = occurred.replace(hour=0, minute=0, second=0, microsecond=0)
        last = first
        if precision == "month":
            first = first.replace(day=1)
            last = (first + timedelta(days=31)).replace(day=1)
        elif precision == "day":
            last = first + timedelta(days=1)
        return _stored(first), _stored(last)
    except OverflowError:
        return None


def _stored(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=instant.microsecond // 1000 * 1000)
