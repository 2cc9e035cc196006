"""What a reader sees of the reference lists."""

from __future__ import annotations

from typing import Any

from services.reference.places import PlaceReading
from services.reference.substances import Substance


def substance(entry: Substance) -> dict[str, Any]:
    """One entry: its names, numbers, control and every other word for it."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "group": entry.group,
        "parent": entry.parent,
        "contains": list(entry.contains),
        "names": dict(entry.names),
        "inn": entry.inn,
        "cas": list(entry.cas),
        "inchikey": entry.inchikey,
        "hs": entry.hs,
        "control": [one.list for one in entry.control],
        "aliases": [{"text": one.text, "kind": one.kind, "lang": one.lang} for one in entry.aliases],
    }


def places(reading: PlaceReading) -> list[dict[str, Any]]:
    """The place if it is certain, else every place that may be meant; ``how`` says which."""
    if reading.code:
        return [_place(reading, reading.how, reading.country)]
    return [_place(one, reading.how, reading.country) for one in reading.candidates]


def _place(found: Any, how: str, country: str | None) -> dict[str, Any]:
    fields = ("code", "kind", "name", "subdivision", "lat", "lon")
    return {**{name: getattr(found, name) for name in fields}, "country": country, "how": how}
