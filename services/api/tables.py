"""Lists as CSV (RFC 4180). A cell that a spreadsheet would run as a formula is neutralised with an apostrophe."""

from __future__ import annotations

import csv
import io
import re
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
    "links": (
        "link_id", "class", "score", "status", "reason", "reports", "evidence", "decisions", "strength", "coverage",
        "contradiction", "change", *_LABEL,
    ),
    "network": ("link_id", "class", "score", "status", "reports", "why", *_LABEL),
    "alerts": (
        "alert_id", "status", "severity", "rule.id", "rule.version", "title", "reasons", "countries", "reports",
        "links", "raised_at", "updated_at", *_LABEL,
    ),
    "receipts": ("report_id", "national_ref", "version", "stage", "status", "findings", "at"),
    "participants": ("code", "role", "name"),
    "substances": ("id", "kind", "group", "parent", "names.en", "names.fr", "cas", "inchikey", "hs", "control"),
    "places": ("code", "kind", "name", "country", "subdivision", "lat", "lon", "how"),
    "quality": ("administration", "mode", "reports", "retracted", "corrected", "filled", "findings"),
}  # fmt: skip
"""The columns of each list; a point goes into an object."""

_RUNS: Final = r"=+\-@|%\uff1d\uff0b\uff0d\uff20"
"""What a formula may begin with, also in the wide letters of East Asia."""
_UNSEEN: Final = r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\"]*"
_FORMULA: Final = re.compile(f"{_UNSEEN}[{_RUNS}]|[\t\r\n]")
# Where lists are separated by semicolons, a spreadsheet cuts our lines there and at line ends, quotes or not.
# Possessive, and matched with no formula behind it too: the time is linear whatever the text is.
_CUT: Final = re.compile(f"([;\t\r\n]{_UNSEEN}+)([{_RUNS}]?)")


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
    """The text so that no spreadsheet takes it, or what it makes of its parts, for a formula. Numbers stay numbers."""
    safe = _CUT.sub(lambda cut: f"{cut[1]}'{cut[2]}" if cut[2] else cut[0], text)
    return f"'{safe}" if _FORMULA.match(safe) else safe
