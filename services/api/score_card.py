"""How complete and how right an administration's reports are, counted in MongoDB. Pure: a query out, cards in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

Document = dict[str, Any]

FILLED: Final[Mapping[str, str]] = {
    "identifiers": "normalised.identifiers.0",
    "route": "report.route.0",
    "concealment": "report.concealment",
    "cover_load": "report.cover_load",
    "parties": "report.parties.0",
    "place_read": "place_read",
    "substance_read": "substance_read",
}
"""What is counted as filled, and the field that says so."""


def question(administration: str, operation: str | None) -> list[Document]:
    """The pipeline over ``reports``: one document for each mode, and one for each mode and finding."""
    own: Document = {"administration": administration}
    if operation:
        own["operation"] = operation
    prepared = {
        "mode": 1,
        "retracted": 1,
        "version": 1,
        "codes": {"$concatArrays": [{"$ifNull": ["$findings.code", []]}, {"$ifNull": ["$quality.code", []]}]},
        **{f"filled.{name}": _filled(field) for name, field in FILLED.items()},
    }
    counts: Document = {
        "_id": "$mode",
        "reports": {"$sum": 1},
        "retracted": {"$sum": {"$cond": ["$retracted", 1, 0]}},
        "corrected": {"$sum": {"$cond": [{"$gt": ["$version", 1]}, 1, 0]}},
        **{f"filled_{name}": {"$sum": {"$cond": [f"$filled.{name}", 1, 0]}} for name in FILLED},
    }
    findings = [{"$unwind": "$codes"}, {"$group": {"_id": {"mode": "$mode", "code": "$codes"}, "n": {"$sum": 1}}}]
    return [
        {"$match": own},
        {"$project": prepared},
        {"$facet": {"modes": [{"$group": counts}], "findings": findings}},
    ]


def cards(administration: str, counted: Iterable[Mapping[str, Any]]) -> list[Document]:
    """The cards of what ``question`` counted, by mode; what has no mode (feedback, retractions) comes first."""
    found: Mapping[str, Any] = next(iter(counted), {"modes": [], "findings": []})
    return [
        {
            "administration": administration,
            "mode": each["_id"],
            "reports": each["reports"],
            "retracted": each["retracted"],
            "corrected": each["corrected"],
            "filled": {name: round(each[f"filled_{name}"] / each["reports"], 4) for name in FILLED},
            "findings": {
                one["_id"]["code"]: one["n"]
                for one in sorted(found["findings"], key=lambda one: (-one["n"], one["_id"]["code"]))
                if one["_id"].get("mode") == each["_id"]
            },
        }
        for each in sorted(found["modes"], key=lambda each: each["_id"] or "")
    ]


def _filled(field: str) -> Document:
    if field == "place_read":
        return {"$gt": [{"$size": {"$ifNull": [_read("places", "code"), []]}}, 0]}
    if field == "substance_read":
        return {"$gt": [{"$size": {"$ifNull": [_read("goods", "substance.id"), []]}}, 0]}
    name, _, index = field.rpartition(".0")
    if not index and name:
        return {"$gt": [{"$size": {"$ifNull": [f"${name}", []]}}, 0]}
    return {"$ne": [{"$ifNull": [f"${field}", None]}, None]}


def _read(part: str, code: str) -> Document:
    """What of a list of readings has a code."""
    return {
        "$filter": {
            "input": {"$ifNull": [f"$normalised.{part}", []]},
            "cond": {"$ne": [{"$ifNull": [f"$$this.{code}", None]}, None]},
        }
    }
