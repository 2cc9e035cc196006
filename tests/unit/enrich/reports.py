"""Small accepted reports for tests: only what linking looks at is given, the rest is plausible."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import orjson

from services.contracts.events import Accepted
from services.contracts.findings import Finding
from services.contracts.identifiers import s10_check_digit
from services.contracts.report import Report
from services.contracts.sharing import owned
from services.enrich.enrichment import Document, enrich
from services.enrich.matching.judging import Found, judge
from services.enrich.sides import Side, side_of
from services.reference.places import Gazetteer

DAY = timedelta(days=1)
NOON = datetime(2021, 2, 10, 12, tzinfo=UTC)
PARCEL = "CP502718433KR"
WAYBILL = "180-50271841"
CONTAINER = "TOCU5027186"
SHIP = "9123453"


def parcel(serial: int) -> str:
    """A postal item number with a right check digit."""
    return f"RR{serial:08d}{s10_check_digit(f'{serial:08d}')}NL"


def token(value: str) -> str:
    """A token that has the form of a real one."""
    return "hmac:" + base64.urlsafe_b64encode(hashlib.sha256(value.encode()).digest()).decode()


def party(field: str, value: str, role: str = "consignee") -> dict[str, Any]:
    """A party that is known by one token."""
    return {"role": role, "tokens": {field: [token(value)]}}


def report(administration: str, ref: str, kind: str = "seizure", at: datetime | None = NOON, **more: Any) -> Report:
    """A report of this kind with what it must have; ``more`` are its other fields."""
    fields: dict[str, Any] = {"mode": "mail"}
    if at:
        fields |= {"occurred_at": at.isoformat(), "precision": "minute"}
    if kind == "seizure":
        fields |= {
            "direction": "import",
            "location": {"name": "Somewhere", "type": "mail_centre"},
            "detection": {"method": "risk_profiling"},
            "goods": [{"substance": "MDMA", "quantity": {"value": 1, "unit": "kilogram"}, "confirmed": False}],
        }
    if kind == "warning":
        fields |= {"route": [{"role": "departure", "country": "NL"}], "goods": [{"substance": "MDMA"}]}
    if kind == "retraction":
        fields |= {"reason": "reported in error"}
    if kind == "feedback":
        fields |= {"result": "not_found"}
    header = {"kind": kind, "operation": "goals-2021", "administration": administration, "national_ref": ref}
    return Report.model_validate_json(orjson.dumps(header | fields | more))


def accepted(
    what: Report,
    version: int = 1,
    received_at: datetime = NOON,
    tlp: str = "AMBER",
    findings: Sequence[Finding] = (),
) -> bytes:
    """The body of the event with which ingest hands it over."""
    event = Accepted(
        report_id=what.report_id,
        version=version,
        content_hash=f"{what.report_id}-{version}",
        received_at=received_at,
        findings=tuple(findings),
        sharing=owned(what.administration, tlp, ["operation"]),
        report=what,
    )
    return event.model_dump_json(exclude_none=True, by_alias=True).encode()


@cache
def gazetteer() -> Gazetteer:
    """The places list that is made from packages."""
    return Gazetteer.open()


def document(what: Report, version: int = 1, received_at: datetime = NOON, tlp: str = "AMBER") -> Document:
    """The document that enrich makes of it."""
    body = accepted(what, version, received_at, tlp)
    return enrich(Accepted.model_validate_json(body), orjson.loads(body), gazetteer())


def side(*positional: Any, version: int = 1, received_at: datetime = NOON, tlp: str = "AMBER", **named: Any) -> Side:
    """The side that a report of these fields is in linking."""
    return side_of(document(report(*positional, **named), version, received_at, tlp))


def reply_to(administration: str, ref: str) -> dict[str, str]:
    """The reference to another report."""
    return {"administration": administration, "national_ref": ref}


def compare(one: Side, other: Side, parked: Collection[str] = frozenset()) -> list[Found]:
    """The links between two reports whose values these two alone bear, apart from ``parked`` ones."""
    return list(judge(one, other, lambda key: None if key in parked else 2).found)
