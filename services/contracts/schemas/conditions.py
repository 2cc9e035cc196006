"""What each kind of report needs and excludes, as JSON Schema conditions made from the lists of report.py."""

from __future__ import annotations

from typing import Any

from services.contracts.report import FOUND_NOTHING, ONLY_IN, REQUIRED, REQUIRED_OF_SEIZED_GOODS, Kind, Report

Schema = dict[str, Any]


def conditions_of_kind() -> list[Schema]:
    """One ``if kind then`` for each kind."""
    return [
        {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": _rules(kind)}
        for kind in REQUIRED
    ]


def _rules(kind: Kind) -> Schema:
    foreign = [name for name, owner in ONLY_IN.items() if owner != kind]
    needed = [name for name in REQUIRED[kind] if name != "identified"]
    rules: Schema = {
        "required": needed,
        "properties": {name: _present(name) for name in needed} | {name: _absent(name) for name in foreign},
    }
    if kind == "lab_result":
        rules["anyOf"] = [
            {"required": ["identified"], "properties": {"identified": _present("identified")}},
            {"required": ["status"], "properties": {"status": {"enum": list(FOUND_NOTHING)}}},
        ]
    if kind == "seizure":
        rules["properties"]["location"] = {"required": ["type"], "properties": {"type": {"type": "string"}}}
        rules["properties"]["goods"] |= {
            "items": {
                "required": list(REQUIRED_OF_SEIZED_GOODS),
                "properties": {name: {"not": {"type": "null"}} for name in REQUIRED_OF_SEIZED_GOODS},
            }
        }
    if kind == "warning":
        filled = {name: {**_present(name), "type": "array"} for name in ("route", "goods", "parties")}
        rules["anyOf"] = [
            {"required": ["transport"], "properties": {"transport": {"type": "object", "minProperties": 1}}},
            {"required": ["route", "goods"], "properties": {name: filled[name] for name in ("route", "goods")}},
            {"required": ["parties"], "properties": {"parties": filled["parties"]}},
        ]
    return rules


def _is_list(name: str) -> bool:
    return isinstance(Report.model_fields[name].default, tuple)


def _present(name: str) -> Schema:
    return {"minItems": 1} if _is_list(name) else {"not": {"enum": [None, ""]}}


def _absent(name: str) -> Schema:
    return {"maxItems": 0} if _is_list(name) else {"enum": [None, ""]}
