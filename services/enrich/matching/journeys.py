"""Can one object have been in both places? Distance and time decide, and what cannot be known is possible.

Only a seizure saw the object at its place: a warning speaks of one that is elsewhere or still to come. A coarse date is
an interval, and a journey is impossible only if it is so for every instant of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from services.enrich.matching.pairs import Pair

MODES: Final[Mapping[str, tuple[str, ...]]] = {
    "container": ("sea", "land"),
    "wagon": ("land",),
    "plate": ("land",),
    "vin": ("land",),
    "uld": ("air",),
    "vessel": ("sea",),
    "ship": ("sea",),
}
"""How a lasting object can have travelled; it did not travel faster than the fastest of these."""

HOUR: Final = 3_600_000_000
NEARBY_KM: Final = 100
"""Places as near as this are one area, such as both sides of a border."""


def impossible(pair: Pair, kind: str) -> bool:
    """Is it impossible that one object of this type was where both reports saw it, when they saw it?"""
    a, b, least_hours = pair.a, pair.b, pair.least_hours
    if kind not in MODES or least_hours is None or a.point is None or b.point is None:
        return False
    if not (a.seizure and b.seizure):
        return False
    modes = MODES[kind]
    if kind == "container" and a.mode == b.mode == "sea":
        modes = ("sea",)
    longest = max(a.last - b.first, b.last - a.first)
    return longest < min(least_hours(mode, a.point, b.point) for mode in modes) * HOUR


def nearby(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Do two points lie in one area? By the great circle on a sphere of 6,371 km."""
    latitude_a, longitude_a, latitude_b, longitude_b = map(math.radians, (*a, *b))
    chord = (
        math.sin((latitude_b - latitude_a) / 2) ** 2
        + math.cos(latitude_a) * math.cos(latitude_b) * math.sin((longitude_b - longitude_a) / 2) ** 2
    )
    return 2 * 6_371 * math.asin(math.sqrt(min(1.0, chord))) <= NEARBY_KM
