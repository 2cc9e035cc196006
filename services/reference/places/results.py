"""What reading a place gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from services.reference.places.kinds import Kind

How = Literal["exact", "folded", "alias", "romanised", "suggested", "ambiguous", "unread"]
"""Only the first four carry a code."""
Reason = Literal[
    "empty",
    "no_country",
    "no_place",
    "country",
    "no_letters",
    "formula",
    "too_long",
    "address",
    "not_found",
    "same_name",
    "several_places",
    "outside_division",
    "finer_part_unread",
    "spelling",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant."""

    code: str
    name: str
    kind: Kind
    subdivision: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """A place as written, and what it was read as. ``code`` is None unless it is certain."""

    raw: str
    code: str | None
    kind: Kind | None
    name: str | None
    country: str | None
    subdivision: str | None
    lat: float | None
    lon: float | None
    how: How
    candidates: tuple[Candidate, ...] = ()
    reason: Reason | None = None
