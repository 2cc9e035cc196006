"""One accepted version of a report becomes the document that is stored: as sent, and normalised beside it."""

from __future__ import annotations

from typing import Any

from services.contracts.events import Accepted
from services.enrich.match_keys import match_keys, party_keys
from services.enrich.normalise import at_midnight, countries_of, in_utc, numbers_of, span, substances_of

Document = dict[str, Any]


def enrich(accepted: Accepted, raw: Document) -> Document:
    """The document of collection ``reports``. ``raw`` is the accepted event's JSON object.

    ``report`` is the report as sent; ``occurred`` holds from when to when it may have occurred; ``answered`` gathers
    whom any version answers. What replies make of it is not here (services/enrich/replies.py).
    """
    report = accepted.report
    numbers = tuple(numbers_of(report.transport))
    readings = countries_of(report)
    between = span(report.occurred_at, report.precision)
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
        "quality": [],
        "countries": sorted({reading.code for reading in readings if reading.code}),
        "substances": list(substances_of(report)),
        "match_keys": match_keys(numbers, party_keys(raw["report"].get("parties", ()))),
        "normalised": {
            "identifiers": [{"type": n.type, "raw": n.raw, "value": n.value, "check": n.check} for n in numbers],
            "countries": [{"raw": r.raw, "code": r.code, "how": r.how} for r in readings],
        },
        "report": raw["report"],
    }
