"""One accepted version of a report becomes the document that is stored: as sent, and what was read from it beside it.

The order: words are read (readings.py), what they tell about themselves is found (quality/), keys are made.
"""

from __future__ import annotations

from typing import Any, Final

from services.contracts.events import Accepted
from services.contracts.identifiers import Identifier, numbers_in
from services.contracts.report import Report
from services.enrich.instants import at_midnight, in_utc, span
from services.enrich.match_keys import match_keys, party_keys
from services.enrich.quality import (
    Distances,
    Normalised,
    examine_normalised,
    history_keys,
    record_of,
    remember,
)
from services.enrich.readings import read_words
from services.enrich.stored_readings import readings_of
from services.enrich.words import fold
from services.reference.countries import read_country
from services.reference.places import Gazetteer, distance_km, least_hours

Document = dict[str, Any]
DISTANCES: Final = Distances(distance_km, least_hours)
_OF_THE_CASE: Final = ("/location/", "/route/")


def enrich(accepted: Accepted, raw: Document, gazetteer: Gazetteer) -> Document:
    """The document of collection ``reports``. ``raw`` is the accepted event's JSON object.

    ``report`` is the report as sent; ``occurred`` holds from when to when it may have occurred; ``answered`` gathers
    whom any version answers; ``quality`` holds findings that need reference data; ``history`` is what the sender's
    later reports are held against. What replies make of it is not here (services/enrich/replies.py).
    """
    report = accepted.report
    normalised = read_words(report, gazetteer)
    numbers = _numbers(report)
    between = span(report.occurred_at, report.precision)
    remembered = remember(normalised, raw["report"])
    found = examine_normalised(normalised, DISTANCES)
    return {
        "_id": accepted.report_id,
        "version": accepted.version,
        "content_hash": accepted.content_hash,
        "kind": report.kind,
        "mode": report.mode,
        "administration": report.administration,
        "national_ref": report.national_ref,
        "operation": report.operation,
        "exercise": report.exercise,
        "received_at": in_utc(accepted.received_at),
        "occurred_at": in_utc(report.occurred_at),
        "occurred": {"from": between[0], "until": between[1]} if between else None,
        "posted_on": at_midnight(report.transport.posted_on if report.transport else None),
        "answers": report.answers,
        "answered": [report.answers] if report.answers else [],
        "retracted": False,
        "sharing": raw["sharing"],
        "findings": raw["findings"],
        "quality": [{"code": one.code, "path": one.path} for one in found],
        "history": {"keys": history_keys(remembered), "record": record_of(remembered)},
        "countries": _countries(report, normalised),
        "substances": _substances(normalised),
        "match_keys": match_keys([number for _, number in numbers], party_keys(raw["report"].get("parties", ()))),
        "normalised": readings_of(normalised, numbers, gazetteer.version),
        "report": raw["report"],
    }


def _numbers(report: Report) -> list[tuple[str, Identifier]]:
    # Equal plates must come out equal, however their country is spelled.
    return list(numbers_in(report.transport, country=_code_or_text)) if report.transport else []


def _code_or_text(country: str) -> str:
    return read_country(country).code or country


def _countries(report: Report, normalised: Normalised) -> list[str]:
    """Whom the case concerns: its owner, where it was found, its route."""
    codes = {one.code for path, one in normalised.countries.items() if path.startswith(_OF_THE_CASE)}
    return sorted({code for code in (read_country(report.administration).code, *codes) if code})


def _substances(normalised: Normalised) -> list[str]:
    """What a list of reports is searched by: entries of the reference list with their parents, else the words."""
    found: set[str] = set()
    for path, reading in normalised.substances.items():
        if not path.startswith("/cutting/"):
            found |= {one for one in (reading.id, reading.parent, *reading.contains) if one} or {fold(reading.raw)}
    return sorted(found - {""})
