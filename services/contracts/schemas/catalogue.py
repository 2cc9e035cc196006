"""Which class is the body of which event type, and how each becomes a JSON Schema. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

from services.contracts.events import (
    ACCEPTED,
    ALERT_CHANGED,
    ENRICHED,
    LINK_CHANGED,
    LINK_DECIDED,
    RECEIPT,
    SUBMITTED,
    Accepted,
    AlertChanged,
    Enriched,
    Link,
    LinkDecided,
    Receipt,
)
from services.contracts.report import Report
from services.contracts.schemas.conditions import conditions_of_kind

BODIES: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {
        SUBMITTED: Report,
        RECEIPT: Receipt,
        ACCEPTED: Accepted,
        ENRICHED: Enriched,
        LINK_CHANGED: Link,
        LINK_DECIDED: LinkDecided,
        ALERT_CHANGED: AlertChanged,
    }
)
"""The body of every event type that somebody writes."""

FOLDER: Final = Path(__file__).parent
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
# What pydantic calls the bounds of a decimal, and what JSON Schema calls them.
_BOUNDS: Final = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}


def schema_name(event: str) -> str:
    """The file of an event's schema: ``tocsin.report.accepted.v1`` is in ``report.accepted.v1.schema.json``."""
    return f"{event.removeprefix('tocsin.')}.schema.json"


def example_folder(event: str) -> str:
    """The folder of an event's examples, below ``examples``: event and version."""
    name, _, version = event.removeprefix("tocsin.").rpartition(".v")
    return f"{name}/{version}"


def examples_of(event: str) -> list[bytes]:
    """The committed examples of an event's body, by name."""
    folder = FOLDER / "examples" / example_folder(event)
    return [path.read_bytes() for path in sorted(folder.glob("*.json"))]


def schema_of(event: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an event's body; a report's says what each kind needs. Raises KeyError."""
    found = _plain(BODIES[event].model_json_schema(by_alias=True, mode="validation"))
    if BODIES[event] is Report:
        found["allOf"] = conditions_of_kind()
    elif "Report" in found.get("$defs", {}):
        found["$defs"]["Report"]["allOf"] = conditions_of_kind()
    return {"$schema": _DIALECT, "$id": f"urn:tocsin:schema:{event.removeprefix('tocsin.')}", **found}


def text_of(schema: Mapping[str, Any]) -> str:
    """A schema (or another document of this folder) as it is committed."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _plain(node: Any) -> Any:
    """The same schema in JSON Schema's own words, without what only repeats a field's name."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    plain = {_BOUNDS.get(key, key): _plain(value) for key, value in node.items() if not _is_noise(key, value)}
    for bound in _BOUNDS.values():
        if isinstance(plain.get(bound), str):
            plain[bound] = float(plain[bound])
    if "patternProperties" in plain:
        plain["additionalProperties"] = False
    return plain


def _is_noise(key: str, value: Any) -> bool:
    # A field may itself be called "title": its schema is then no text.
    return (key == "title" and isinstance(value, str)) or key == "max_digits"
