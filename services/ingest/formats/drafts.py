"""The draft of one report, and the two readings that all of a mapping shares: its constants, and countries. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from services.contracts.findings import Severity
from services.ingest.formats.cells import Habits, Precision, Value, value_of
from services.ingest.formats.definition import Definition
from services.ingest.formats.report_paths import Kind, Leaf, leaf, pointer_of
from services.ingest.formats.row_findings import RowCode, RowFinding, row_finding
from services.ingest.quality import known_countries
from services.reference.countries import read_country


@dataclass(slots=True)
class Draft:
    """What a row comes to. ``flat``: values by dotted path; ``columns``: which column each came from.

    ``failed``: paths whose cells could not be read. ``precision``: how exact the cell of ``occurred_at`` is.
    """

    flat: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    findings: list[RowFinding] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    precision: Precision | None = None

    def put(self, path: str, value: Any, column: str | None = None) -> None:
        """Set a value; what stands already stays."""
        if path not in self.flat:
            self.flat[path] = value
            if column is not None:
                self.columns[path] = column

    def say(self, code: RowCode, column: str | None, path: str | None, severity: Severity | None = None) -> None:
        """Tell a finding."""
        self.findings.append(row_finding(code, column, pointer_of(path) if path else "", severity))


@lru_cache(maxsize=16384)
def country_code(text: str) -> str | None:
    """The code of a country as written, or None. A state that is no more has none: its code would hold the report."""
    code = read_country(text).code
    return code if code in known_countries() else None


def constant(path: str, text: str, mapping: Definition) -> Any:
    """The value that a text of the mapping is at this path. The mapping was checked: it can be read."""
    found = leaf(path) or Leaf("text")
    if found.listed:
        return [_constant(part.strip(), found.kind, mapping) for part in text.split(";")]
    return _constant(text, found.kind, mapping)


def _constant(text: str, kind: Kind, mapping: Definition) -> Value:
    # Constants are written as the mapping's own file is, not as the sender's numbers are.
    return text if kind == "country" else value_of(text, kind, Habits(zone=mapping.zone))[0]
