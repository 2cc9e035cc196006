"""Which entries bear a CAS number or an InChIKey: evidence of what is meant, never identity by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from services.reference.substances.catalogue import catalogue


def bearers(number: str) -> frozenset[str]:
    """The ids of the entries that bear this number, and of their parents; empty for a number that none bears."""
    return _index().get(number, frozenset())


@cache
def _index() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entry in catalogue().entries.values():
        for number in (*entry.cas, *([entry.inchikey] if entry.inchikey else [])):
            found[number] |= {one for one in (entry.id, entry.parent) if one}
    return {number: frozenset(ids) for number, ids in found.items()}
