"""How far two places are apart, and the least time in which a thing can be brought from one to the other.

The time is a floor: nothing is claimed about how long a journey takes, only that it can't take less. So every speed
is a top speed, and every distance is the shortest that is possible.
"""

from __future__ import annotations

import math
import warnings
from functools import lru_cache
from typing import Any, Final

EARTH_KM: Final = 6371.0088
"""Mean radius (IUGG)."""
KM_PER_KNOT_HOUR: Final = 1.852
SEA_KNOTS: Final = 30
AIR_KMH: Final = 1000
AIR_HANDLING_HOURS: Final = 2
ROAD_KMH: Final = 100
SHORT_SEA_KM: Final = 500
"""Below this the net of sea lanes is too coarse to say more than the great circle does."""
FAR_FROM_LANES_KM: Final = 300
"""A point farther inland than this is not reached by sea, so that the lanes say nothing about it."""

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def distance_km(a: Point, b: Point) -> float:
    """The great circle between two points, in kilometres."""
    latitude_a, longitude_a, latitude_b, longitude_b = map(math.radians, (*a, *b))
    chord = (
        math.sin((latitude_b - latitude_a) / 2) ** 2
        + math.cos(latitude_a) * math.cos(latitude_b) * math.sin((longitude_b - longitude_a) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def sea_distance_km(a: Point, b: Point) -> float:
    """The shortest way by sea lanes, in kilometres; the great circle where the lanes say nothing or are shorter."""
    straight = distance_km(a, b)
    if straight < SHORT_SEA_KM:
        return straight
    one, other = sorted(((round(a[0], 2), round(a[1], 2)), (round(b[0], 2), round(b[1], 2))))
    return max(straight, _by_sea_lanes(one, other))


@lru_cache(maxsize=65_536)
def _by_sea_lanes(a: Point, b: Point) -> float:
    import searoute  # here, since it reads a net of 1.8 MB and brings networkx along

    with warnings.catch_warnings():
        # It warns where no way is left by its restrictions, and then answers infinity or an empty line.
        warnings.simplefilter("ignore")
        route: Any = searoute.searoute([a[1], a[0]], [b[1], b[0]], units="km")
    length = float(route.properties["length"])
    line: list[list[float]] = list(route.geometry["coordinates"])
    if not line or not math.isfinite(length):
        return 0.0
    joined = distance_km(a, (line[0][1], line[0][0])), distance_km(b, (line[-1][1], line[-1][0]))
    return length if max(joined) <= FAR_FROM_LANES_KM else 0.0


def least_hours(mode: str | None, a: Point, b: Point) -> float:
    """The fewest hours in which one object can be at both points; 0 for one point.

    Sea: sea lanes at 30 knots. Air and mail: great circle at 1,000 km/h and 2 hours of handling. Land: great circle at
    100 km/h. Any other mode, or none: as by air, the fastest.
    """
    straight = distance_km(a, b)
    if straight == 0:
        return 0.0
    if mode == "sea":
        return sea_distance_km(a, b) / (SEA_KNOTS * KM_PER_KNOT_HOUR)
    if mode == "land":
        return straight / ROAD_KMH
    return straight / AIR_KMH + AIR_HANDLING_HOURS
