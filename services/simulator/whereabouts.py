"""Can one object have been seized in both places? Distances are of countries, with room for their size.

What is surely possible and what is surely impossible are told apart; the rest is not known. Top speeds are those at
which nothing travels faster: 30 knots at sea, 100 km/h on the road, 1,000 km/h in the air and two hours on the ground.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Final, Literal

from services.contracts.topics import Mode

Reach = Literal["possible", "impossible", "unknown"]

# Latitude, longitude and how far from there (km) an office may be. Whole degrees are enough for this.
_TABLE: Final = """
AE 25 55 300|AR -32 -61 1600|AT 48 15 500|AU -34 148 900|BD 23 90 400|BE 51 4 300|BG 43 25 400|BR -25 -48 800
CA 46 -98 2600|CH 47 8 300|CL -28 -71 1200|CN 35 112 3500|CO 6 -75 800|CZ 50 15 400|DE 51 10 500|DK 56 11 400
DO 19 -70 300|EE 59 26 300|EG 30 32 400|ES 39 -4 700|FI 61 26 400|FR 48 3 600|GB 52 -1 400|GE 42 43 400|GH 6 0 400
GR 38 22 500|HK 22 114 200|HR 45 16 400|HU 47 20 400|ID -3 108 1100|IE 53 -7 300|IN 24 80 1300|IT 42 12 800
JO 31 36 400|JP 36 140 500|KE -2 37 600|KG 42 74 400|KH 12 104 400|KR 36 128 400|KZ 44 78 500|LA 18 102 400|LK 7 80 300
LT 55 24 300|LV 57 25 400|MA 33 -8 800|MN 46 110 600|MU -20 58 200|MV 4 73 300|MX 23 -101 900|MY 4 101 500|NG 7 3 400
NL 52 5 300|NO 60 11 300|NP 27 85 400|NZ -37 175 300|PA 9 -80 400|PE -13 -74 800|PH 14 121 300|PK 29 69 900|PL 52 20 600
PT 40 -8 400|QA 25 51 200|RO 45 27 400|RS 45 20 400|RU 56 55 5000|SA 24 46 900|SE 58 14 600|SG 1 104 200|SK 48 19 500
SN 15 -16 400|TH 13 100 900|TN 35 10 600|TR 39 30 900|TZ -8 36 700|UA 49 28 900|US 40 -97 2800|UZ 39 68 500
VN 15 106 900|ZA -29 29 800
"""
_PLACES: Final = {
    code: (float(latitude), float(longitude), float(around))
    for row in _TABLE.strip().splitlines()
    for code, latitude, longitude, around in (cell.split() for cell in row.split("|"))
}

_TOP_SPEED: Final[dict[Mode, float]] = {"sea": 55.56, "land": 100.0, "air": 1000.0, "mail": 1000.0}
_ON_THE_GROUND: Final[dict[Mode, float]] = {"sea": 0.0, "land": 0.0, "air": 2.0, "mail": 2.0}
_DETOUR: Final[dict[Mode, float]] = {"sea": 3.0, "land": 1.8, "air": 1.4, "mail": 1.4}
_EARTH_KM: Final = 6371.0
ROUND_THE_WORLD: Final = 19 * 24
"""Hours in which a fast ship reaches every port from every other."""


def reach(mode: Mode, one: str, other: str, hours: float) -> Reach:
    """Can it have been in both countries ``hours`` apart, travelling by ``mode``?"""
    between = _apart(one, other)
    around = _PLACES[one][2] + _PLACES[other][2]
    if hours < max(0.0, between - around) / _TOP_SPEED[mode] + _ON_THE_GROUND[mode]:
        return "impossible"
    longest = (between + around) * _DETOUR[mode] / _TOP_SPEED[mode] + _ON_THE_GROUND[mode]
    if mode == "sea":
        longest = min(longest, ROUND_THE_WORLD)
    return "possible" if hours >= longest else "unknown"


def centre_of(administration: str) -> tuple[float, float, float]:
    """Latitude and longitude of the middle of its offices, and how far from there one may be, in kilometres."""
    return _PLACES[administration]


def _apart(one: str, other: str) -> float:
    """Kilometres of the great circle."""
    (lat, lon, _), (lat2, lon2, _) = _PLACES[one], _PLACES[other]
    a, b = radians(lat), radians(lat2)
    chord = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))
