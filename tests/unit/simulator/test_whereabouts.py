"""What can have been in two places: sure where it is sure, and silent where it is not."""

from __future__ import annotations

import csv
import gzip
import re
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest

from services.contracts.topics import MODES, Mode
from services.simulator.planting.objects import PORT_POOLS, ROAD_POOLS
from services.simulator.roster import BY_CODE
from services.simulator.whereabouts import ROUND_THE_WORLD, centre_of, reach

UNLOCODE = Path(__file__).parents[4] / "shared" / "data" / "unlocode-2025.csv.gz"


@pytest.mark.parametrize(
    ("mode", "one", "other", "hours", "found"),
    [
        ("land", "CL", "PL", 48, "impossible"),
        ("land", "NL", "BE", 48, "possible"),
        ("land", "NL", "BE", 0, "unknown"),
        ("sea", "KR", "NL", 48, "impossible"),
        ("sea", "KR", "NL", 9 * 24, "unknown"),
        ("sea", "KR", "NL", ROUND_THE_WORLD, "possible"),
        ("air", "NZ", "ES", 5, "impossible"),
        ("air", "NZ", "ES", 48, "possible"),
    ],
)
def test_distance_and_time_decide(mode: Mode, one: str, other: str, hours: float, found: str) -> None:
    assert reach(mode, one, other, hours) == reach(mode, other, one, hours) == found


def test_everything_is_possible_in_time_and_nothing_becomes_impossible_later() -> None:
    order = ("impossible", "unknown", "possible")
    for one, other in combinations(sorted(BY_CODE), 2):
        for mode in MODES:
            found = [order.index(reach(mode, one, other, hours)) for hours in (0, 5, 24, 72, 240, 2_000)]
            assert found == sorted(found)
            assert found[-1] == 2


def test_what_is_planted_as_one_object_can_have_made_the_way() -> None:
    for pool in ROAD_POOLS:
        assert all(reach("land", one, other, 6 * 24) == "possible" for one, other in combinations(pool, 2))
    for ports in PORT_POOLS:
        assert all(reach("sea", one, other, 7 * 24) == "possible" for one, other in combinations(ports, 2))


@pytest.mark.skipif(not UNLOCODE.exists(), reason=f"needs {UNLOCODE}: UN/LOCODE of 2025, read in place")
def test_every_office_lies_as_near_to_the_middle_of_its_country_as_is_said() -> None:
    places = {}
    with gzip.open(UNLOCODE, "rt", encoding="utf-8") as file:
        for row in csv.reader(file):
            found = re.fullmatch(r"(\d\d)(\d\d)([NS]) (\d\d\d)(\d\d)([EW])", row[10])
            if found:
                north, east = int(found[1]) + int(found[2]) / 60, int(found[4]) + int(found[5]) / 60
                places[row[1] + row[2]] = north * (1 if found[3] == "N" else -1), east * (1 if found[6] == "E" else -1)
    looked_at = 0
    for code, administration in BY_CODE.items():
        latitude, longitude, around = centre_of(code)
        for mode in MODES:
            place = administration.place(mode)
            if place and place.locode in places:
                looked_at += 1
                assert kilometres((latitude, longitude), places[place.locode]) <= around, place.locode
    assert looked_at > 150


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (a, b), (c, d) = (tuple(map(radians, point)) for point in (one, other))
    return 2 * 6371 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))
