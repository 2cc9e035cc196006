"""Alerts, links, reports and submissions as the services write them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from services.contracts.events import Alert, AlertChange, AlertChanged, Rule
from services.contracts.identifiers import link_id, report_id
from services.contracts.sharing import Sharing, owned

WHEN = datetime(2021, 2, 11, 9, 20, tzinfo=UTC)
OPEN = owned("KR", "GREEN", ["operation"])
TOKEN = "hmac:" + "A" * 43 + "="  # a party token: it must be in no answer
Document = dict[str, Any]


def event(
    number: int, revision: int = 1, sharing: Sharing = OPEN, change: AlertChange | None = None, reasons: int = 1
) -> AlertChanged:
    """One event of alert ``number``."""
    alert = Alert(
        alert_id=alert_id(number),
        status="closed" if change == "closed" else "raised",
        severity="high",
        rule=Rule(id="link-across-countries", version=1),
        title={"en": f"Matter {number}", "fr": f"Affaire {number}"},
        reasons=({"en": "the same parcel", "fr": "le même colis"},) * reasons,
        reports=(report_id("KR", "1"), report_id("NL", "1")),
        links=(link_id(report_id("KR", "1"), report_id("NL", "1"), "same_object"),),
        countries=("KR", "NL"),
        operation="goals-2021",
        exercise=False,
        sharing=sharing,
        raised_at=WHEN + timedelta(seconds=number),
        updated_at=WHEN + timedelta(seconds=number + revision),
        revision=revision,
    )
    return AlertChanged(change=change or ("raised" if revision == 1 else "updated"), alert=alert)


def alert_id(number: int) -> str:
    """The id of alert ``number``."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"alert {number}"))


def alert(number: int, sharing: Sharing = OPEN) -> Document:
    """An alert as it is stored."""
    fields = event(number, sharing=sharing).alert.model_dump()
    return {"_id": fields.pop("alert_id"), **_lists(fields), "members": [TOKEN]}


def link(
    number: int, sharing: Sharing = OPEN, status: str = "proposed", owners: tuple[str, str] = ("KR", "NL")
) -> Document:
    """A link as it is stored."""
    owned_by = {report_id(owner, str(number)): owner for owner in owners}
    sides = sorted(owned_by)
    text = {"en": "The same consignee.", "fr": "Le même destinataire."}
    evidence = {"feature": "party", "left": TOKEN, "right": "token equal", "weight": 4.0, "text": text}
    return {
        "_id": link_id(sides[0], sides[1], "same_party"),
        "link_class": "same_party",
        "status": status,
        "reason": None,
        "reports": sides,
        "sides": [
            {"report_id": side, "administration": owned_by[side], "kind": "seizure", "version": 1} for side in sides
        ],
        "evidence": [evidence],
        "score": 4.0,
        "revision": 1,
        "change": "proposed",
        "changed_at": WHEN + timedelta(seconds=number),
        "countries": sorted(owners),
        "matter": f"matter-{number}",
        "rule_version": 1,
        "operation": "goals-2021",
        "exercise": False,
        "decisions": [],
        "sharing": sharing.model_dump(mode="json"),
    }


def report(number: int, sharing: Sharing = OPEN, administration: str = "KR", **changes: Any) -> Document:
    """A report as it is stored, with a party, tokens and keys."""
    sent = {
        "kind": "seizure",
        "operation": "goals-2021",
        "administration": administration,
        "national_ref": str(number),
        "version": 1,
        "mode": "mail",
        "occurred_at": "2021-02-11T09:20:00+09:00",
        "location": {"name": "Incheon", "locode": "KRICN", "type": "mail_centre"},
        "transport": {"items": ["RR473124829NL"], "courier": ["CX 1"]},
        "goods": [{"substance": "MDMA", "quantity": {"value": 2786, "unit": "tablet"}}],
        "narrative": "inside toy boxes (a|b)",
        "parties": [{"role": "consignee", "tokens": {"phone": [TOKEN]}, "nationality": "NL"}],
    }
    return {
        "_id": report_id(administration, str(number)),
        "version": 1,
        "kind": "seizure",
        "mode": "mail",
        "administration": administration,
        "national_ref": str(number),
        "operation": "goals-2021",
        "exercise": False,
        "received_at": WHEN + timedelta(seconds=number),
        "occurred_at": WHEN,
        "answers": None,
        "answered": [],
        "quality": [],
        "retracted": False,
        "countries": ["DE", "KR", "NL"],
        "substances": ["mdma"],
        "findings": [],
        "match_keys": ["s10:RR473124829NL", f"party:phone:{TOKEN}"],
        "normalised": {
            "identifiers": [
                {"type": "s10", "raw": "rr 473124829 nl", "value": "RR473124829NL"},
                {"type": "courier", "raw": "CX 1", "value": "CX1"},
            ]
        },
        "report": sent,
        "sharing": sharing.model_dump(mode="json"),
        **changes,
    }


def older(number: int, version: int, sharing: Sharing = OPEN, **changes: Any) -> Document:
    """A version of report ``number`` that a later one has replaced, as it is kept."""
    kept = report(number, sharing, version=version, **changes)
    kept["report"] = {**kept["report"], "version": version, "narrative": f"as in version {version}"}
    return {**kept, "_id": f"{kept['_id']}:{version}", "report_id": kept["_id"]}


def submission(number: int, administration: str = "KR", statuses: tuple[str, ...] = ("accepted",)) -> Document:
    """What arrived for a report, one version for each status."""
    entries = [
        {
            "version": version,
            "content_hash": f"{version:064d}",
            "status": status,
            "origin": None,
            "received_at": WHEN + timedelta(seconds=number, minutes=version),
            "findings": [{"code": "unlisted_value", "path": "/goods/0/form"}] if status == "held" else [],
        }
        for version, status in enumerate(statuses, 1)
    ]
    return {
        "_id": report_id(administration, str(number)),
        "administration": administration,
        "national_ref": str(number),
        "entries": entries,
        "revision": len(entries),
        "last_at": entries[-1]["received_at"],
    }


def _lists(fields: Mapping[str, Any]) -> Document:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
