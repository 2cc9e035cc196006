"""Lists as CSV (RFC 4180). A cell that a spreadsheet would run as a formula is neutralised with an apostrophe."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import orjson

_LABEL: Final = ("sharing.tlp", "sharing.handling", "sharing.audience")
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "reports": (
        "report_id", "version", "kind", "mode", "administration", "national_ref", "operation", "occurred_at",
        "received_at", "direction", "location.name", "location.locode", "location.type", "countries", "substances",
        "goods", "route", "transport", "concealment.code", "narrative", "retracted", *_LABEL,
    ),
    "links": ("link_id", "class", "score", "status", "reports", "evidence", *_LABEL),
    "alerts": (
        "alert_id", "status", "severity", "rule.id", "rule.version", "title", "reasons", "countries", "reports",
        "links", "raised_at", "updated_at", *_LABEL,
    ),
    "receipts": ("report_id", "national_ref", "version", "stage", "status", "findings", "at"),
    "participants": ("code", "role", "name"),
}  # fmt: skip
"""The columns of each list; a point goes into an object."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table(columns: Sequence[str], items: Iterable[Mapping[str, Any]]) -> str:
    """The items as CSV with a header line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(_at(item, column)) for column in columns] for item in items)
    return out.getvalue()


def _at(item: Any, column: str) -> Any:
    for name in column.split("."):
        item = item.get(name) if isinstance(item, Mapping) else None
    return item


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return harmless("; ".join(value))
    return harmless(value if isinstance(value, str) else orjson.dumps(value).decode())


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0\u200b\ufeff").startswith(_FORMULA) else text
