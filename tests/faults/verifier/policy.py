"""Who may read what, as the senders asked: the verifier's own reading of owner, audience and TLP.

An owner reads its own. Whoever the audience names reads, whatever the label. ``operation`` in the audience admits
every participant whose role is trusted with the label, and nobody when the label is RED. What is made of several
reports is for those who may read each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

LEVELS: Final = {"CLEAR": 0, "GREEN": 1, "AMBER": 2, "AMBER+STRICT": 3, "RED": 4}
TRUSTED: Final = {
    "administration": 3,
    "coordination_unit": 3,
    "regional_office": 2,
    "partner": 1,
    "observer": 1,
    "auditor": 1,
}
DEFAULT_SHARING: Final = {"tlp": "AMBER", "audience": ["operation"]}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who asks."""

    code: str
    role: str


def may_read(reader: Reader, report: Mapping[str, Any]) -> bool:
    """May this reader read this report?"""
    if reader.code == report["administration"]:
        return True
    sharing = report.get("sharing") or DEFAULT_SHARING
    audience = sharing.get("audience", ["operation"])
    if reader.code in audience:
        return True
    level = LEVELS.get(str(sharing["tlp"]), LEVELS["RED"])
    return "operation" in audience and level < LEVELS["RED"] and level <= TRUSTED[reader.role]


def may_read_all(reader: Reader, reports: Iterable[Mapping[str, Any]]) -> bool:
    """May this reader read what was made of these reports?"""
    return all(may_read(reader, report) for report in reports)
