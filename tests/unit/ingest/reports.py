"""Reports and participants for tests of ingest: one good seizure, to be changed."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

from services.contracts.participants import Participant
from services.contracts.sharing import Role

NOW = datetime(2021, 2, 20, 12, 0, tzinfo=UTC)
TOKEN = "hmac:" + base64.urlsafe_b64encode(bytes(32)).decode()
KR = Participant(code="KR", role=Role.ADMINISTRATION, name="Korea Customs Service")
JP = Participant(code="JP", role=Role.ADMINISTRATION, name="Japan Customs")


def seizure(**changes: Any) -> dict[str, Any]:
    """A seizure in the post that has no finding at all; a change to None takes the field away."""
    report = {
        "kind": "seizure",
        "operation": "goals-2021",
        "administration": "KR",
        "national_ref": "ICN-2021-000123",
        "version": 1,
        "mode": "mail",
        "occurred_at": "2021-02-11T09:20:00+09:00",
        "precision": "minute",
        "direction": "import",
        "location": {"name": "Incheon International Mail Centre", "locode": "KRICN", "type": "mail_centre"},
        "detection": {"method": "risk_profiling", "aids": ["x_ray"]},
        "route": [{"role": "departure", "country": "NL"}, {"role": "destination", "country": "KR"}],
        "transport": {"items": ["RR473124829NL"], "posted_on": "2021-02-03"},
        "goods": [
            {
                "substance": "MDMA",
                "form": "tablet",
                "quantity": {"value": 2786, "unit": "tablet"},
                "confirmed": False,
            }
        ],
        "concealment": {"code": "postal", "text": "inside toy boxes"},
        "parties": [{"role": "consignee", "tokens": {"address": [TOKEN]}}],
        "sharing": {"tlp": "AMBER", "handling": ["H2"], "audience": ["operation"]},
        "grading": {"source": "A", "information": "1"},
    }
    return {name: value for name, value in (report | changes).items() if value is not None}


def retraction(**changes: Any) -> dict[str, Any]:
    """A retraction of that seizure by its owner."""
    report = {
        "kind": "retraction",
        "operation": "goals-2021",
        "administration": "KR",
        "national_ref": "ICN-2021-000999",
        "version": 1,
        "in_reply_to": {"administration": "KR", "national_ref": "ICN-2021-000123"},
        "reason": "entered twice",
        "sharing": {"tlp": "AMBER"},
    }
    return report | changes


def quantity(text: str) -> bytes:
    """The seizure with this JSON text as its quantity."""
    goods = [{"substance": "MDMA", "confirmed": False, "quantity": {"value": "@", "unit": "gram"}}]
    return encode(seizure(goods=goods)).replace(b'"@"', text.encode())


def encode(report: Any) -> bytes:
    """JSON as a national system sends it."""
    return json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode()
