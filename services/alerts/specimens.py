"""Complete events from the few fields that a rule's test names: the rest is ordinary and never matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from services.contracts.events import Enriched, Link
from services.contracts.identifiers import link_id
from services.contracts.sharing import owned

_SHARING: Final = owned("KR", "AMBER", ["operation"])
_AT: Final = datetime(2021, 2, 11, tzinfo=UTC)
_SIDE: Final[Mapping[str, Any]] = {"administration": "KR", "kind": "seizure", "version": 1}
_BEARER: Final[Mapping[str, Any]] = {"administration": "KR", "occurred_at": _AT, "sharing": _SHARING}
_RECURRENCE: Final[Mapping[str, Any]] = {"matter": "matter", "role": "consignee", "field": "address", "reports": ()}


def link_of(given: Mapping[str, Any]) -> Link:
    """A link with these fields; each side needs only what differs. Raises pydantic.ValidationError."""
    partial: Sequence[Mapping[str, Any]] = given.get("sides", ({}, {"administration": "NL"}))
    sides = [{"report_id": f"report-{n}", **_SIDE, **side} for n, side in enumerate(partial, 1)]
    reports = [side["report_id"] for side in sides]
    link_class = given.get("link_class", "same_object")
    ordinary = {
        "link_id": link_id(str(reports[0]), str(reports[-1]), str(link_class)),
        "link_class": link_class,
        "score": 0.9,
        "evidence": [
            {
                "feature": "s10",
                "left": "RR473124829NL",
                "right": "RR473124829NL",
                "weight": 0.9,
                "text": {"en": "The same parcel number.", "fr": "Le même numéro de colis."},
            }
        ],
        "status": "proposed",
        "reports": reports,
        "countries": sorted({side["administration"] for side in sides}),
        "matter": "matter",
        "rule_version": 1,
        "operation": "goals-2021",
        "exercise": False,
        "sharing": _SHARING,
        "revision": 1,
    }
    return Link.model_validate({**ordinary, **given, "sides": sides})


def report_of(given: Mapping[str, Any]) -> Enriched:
    """An enriched report with these fields; each recurrence needs only what differs. Raises ValidationError."""
    ordinary = {
        "report_id": "report-1",
        "version": 1,
        "kind": "seizure",
        "administration": "KR",
        "operation": "goals-2021",
        "mode": "mail",
        "exercise": False,
        "occurred_at": _AT,
        "received_at": _AT,
        "countries": ["KR"],
        "substances": ["MDMA"],
        "sharing": _SHARING,
        "retracted": False,
    }
    recurrences = [_recurrence(each) for each in given.get("recurrences", ())]
    return Enriched.model_validate({**ordinary, **given, "recurrences": recurrences})


def _recurrence(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**_RECURRENCE, **given, "reports": [{**_BEARER, **bearer} for bearer in given.get("reports", ())]}
