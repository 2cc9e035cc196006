"""In which script an administration writes names and addresses."""

from __future__ import annotations

from typing import Final

from services.simulator.pins import Script

_WRITERS: Final[dict[Script, str]] = {
    "Cyrillic": "BG KG KZ MN RS RU UA",
    "Arabic": "AE EG JO MA QA SA TN",
    "Hangul": "KR",
    "Han": "CN HK",
}
_SCRIPT_OF: Final = {code: script for script, codes in _WRITERS.items() for code in codes.split()}


def script_of(administration: str) -> Script:
    """The administration's own script; Latin for those whose own is not simulated."""
    return _SCRIPT_OF.get(administration, "Latin")


def writers_of(script: Script) -> list[str]:
    """The administrations that write this script."""
    return _WRITERS.get(script, "").split()
