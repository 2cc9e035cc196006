"""Raw words of a report become comparable values: numbers with their check, countries, instants, substances.

Nothing is replaced: the raw report stays beside what was read from it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from services.contracts import identifiers
from services.contracts.identifiers import Identifier
from services.contracts.report import Report
from services.contracts.report_blocks import Transport
from services.reference.countries import CountryReading, read_country


def numbers_of(transport: Transport | None) -> Iterator[Identifier]:
    """Every number that can identify a consignment or its means of transport, in the order of the report."""
    if transport is None:
        return
    yield from (identifiers.s10(item) for item in transport.items)
    if transport.awb:
        yield identifiers.awb(transport.awb)
    yield from (identifiers.container(number) for number in transport.containers)
    for plate in transport.plates:
        # The same country must be spelled the same way, or equal plates would differ.
        country = read_country(plate.country).code or identifiers.compact(plate.country)
        yield identifiers.plate(country, plate.number)
    if transport.vessel and transport.vessel.imo:
        yield identifiers.imo(transport.vessel.imo)
    if transport.voyage:
        yield voyage(transport.voyage)


def voyage(raw: str) -> Identifier:
    """A voyage number, folded; it has no form and no check digit, and means nothing without its vessel."""
    value = identifiers.compact(raw)
    return Identifier("voyage", raw, None if identifiers.is_junk(value) else value, "not_checked")


def countries_of(report: Report) -> tuple[CountryReading, ...]:
    """The countries that the report speaks of, each spelling once: its own, the place's, the route's."""
    place = report.location.country if report.location else None
    written = [report.administration, *([place] if place else []), *(leg.country for leg in report.route)]
    return tuple(read_country(raw) for raw in dict.fromkeys(written))


def substances_of(report: Report) -> tuple[str, ...]:
    """Substances as written, folded to one spelling of case and space, sorted."""
    written = [goods.substance for goods in report.goods] + [found.substance for found in report.identified]
    return tuple(sorted({" ".join(unicodedata.normalize("NFKC", s).casefold().split()) for s in written if s} - {""}))


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
