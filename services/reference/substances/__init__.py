"""The reference list of substances: names in many languages, numbers, groups, and how a written name is read into it.

The list is YAML (``entries/``, one or more files for each group), reviewed like code and checked by ``checking.py``.
"""

from __future__ import annotations

from services.reference.substances.catalogue import Catalogue, catalogue
from services.reference.substances.reading import SubstanceReading, read_substance
from services.reference.substances.substance import Alias, Control, Substance, same_substance

__all__ = [
    "Alias",
    "Catalogue",
    "Control",
    "Substance",
    "SubstanceReading",
    "catalogue",
    "read_substance",
    "same_substance",
    "search",
]


def search(text: str, limit: int = 20) -> tuple[Substance, ...]:
    """Entries that this text names, begins, or is part of a name of, the nearest first."""
    return catalogue().search(text, limit)
