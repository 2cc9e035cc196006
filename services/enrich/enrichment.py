"""One accepted version of a report becomes the document that is stored: as sent, and what was read from it beside it.

The order: words are read (readings.py), what they tell about themselves is found (quality/), keys are made.
"""

from __future__ import annotations

from typing import Any, Final

from services.contracts.events import Accepted
from services.contracts.findings import Code
from services.contracts.identifiers import Identifier, numbers_in
from services.contracts.report import Report
from services.enrich.document_keys import keys_of_document
from services.enrich.features import features_of
from services.enrich.instants import at_midnight, in_utc, span
from services.enrich.quality import (
    Distances,
    examine_normalised,
    history_keys,
    record_of,
    remember,
)
from services.enrich.readings import Words, read_words
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
    words = read_words(report, gazetteer)
    judged = words.judged
    numbers = _numbers(report)
    between = span(report.occurred_at, report.precision)
    remembered = remember(judged, raw["report"])
    found = examine_normalised(judged, DISTANCES)
    stored: Document = {
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
        "countries": _countries(words),
        "substances": _substances(words),
        "features": _compared(accepted, words, numbers),
        "normalised": readings_of(words, numbers, gazetteer.version),
        "report": raw["report"],
    }
    return {**stored, "match_keys": keys_of_document(stored)}


def _compared(accepted: Accepted, words: Words, numbers: list[tuple[str, Identifier]]) -> Document:
    """What is compared of it. Tokens of a key that is none of the operation's say nothing, not even to each other."""
    features = features_of(accepted.report, words, numbers)
    wrong_key = any(one.code == Code.TOKEN_KEY_UNKNOWN for one in accepted.findings)
    return {**features, "parties": []} if wrong_key else features


def _numbers(report: Report) -> list[tuple[str, Identifier]]:
    # Equal plates must come out equal, however their country is spelled.
    return list(numbers_in(report.transport, country=_code_or_text)) if report.transport else []


def _code_or_text(country: str) -> str:
    return read_country(country).code or country


def _countries(words: Words) -> list[str]:
    """Whom the case concerns: its owner, where it was found, its route."""
    codes = {one.code for path, one in words.countries.items() if path.startswith(_OF_THE_CASE)}
    return sorted({code for code in (read_country(words.report.administration).code, *codes) if code})


def _substances(words: Words) -> list[str]:
    """What a list of reports is searched by: entries of the reference list with their parents, else the words."""
    found: set[str] = set()
    for path, reading in words.substances.items():
        if not path.startswith("/cutting/"):
            found |= {one for one in (reading.id, reading.parent, *reading.contains) if one} or {fold(reading.raw)}
    return sorted(found - {""})
