"""How far places are apart, and what no journey can undercut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reference.places import distance_km, least_hours
from services.reference.places.distance import sea_distance_km

BUSAN = (35.1, 129.04)
ROTTERDAM = (51.95, 4.14)
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_great_circle_is_as_long_as_known() -> None:
    assert distance_km((51.47, -0.45), (40.64, -73.78)) == pytest.approx(5_540, rel=0.01)
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20_015, rel=0.001)


def test_sea_way_goes_around_the_land() -> None:
    assert sea_distance_km(BUSAN, ROTTERDAM) == pytest.approx(20_200, rel=0.01)
    assert sea_distance_km(BUSAN, ROTTERDAM) == sea_distance_km(ROTTERDAM, BUSAN)


def test_sea_lanes_say_nothing_about_neighbours_and_inland_places() -> None:
    tangier, malaga, samarkand, novosibirsk = (35.8, -5.8), (36.7, -4.4), (39.65, 66.96), (55.0, 82.9)
    assert sea_distance_km(tangier, malaga) == distance_km(tangier, malaga)
    assert sea_distance_km(samarkand, novosibirsk) == distance_km(samarkand, novosibirsk)


def test_one_container_is_not_in_busan_and_nine_days_later_in_rotterdam() -> None:
    assert least_hours("sea", BUSAN, ROTTERDAM) > 9 * 24
    assert least_hours("air", BUSAN, ROTTERDAM) < 24


def test_mail_and_the_unknown_mode_are_as_fast_as_the_air() -> None:
    by_air = least_hours("air", BUSAN, ROTTERDAM)
    assert least_hours("mail", BUSAN, ROTTERDAM) == least_hours(None, BUSAN, ROTTERDAM) == by_air


def test_land_is_slower_than_the_air_over_a_long_way() -> None:
    assert least_hours("land", (52.5, 13.4), (48.9, 2.3)) == pytest.approx(8.8, rel=0.02)


@given(POINTS, POINTS)
def test_distance_is_symmetric_and_on_earth(a: tuple[float, float], b: tuple[float, float]) -> None:
    assert 0 <= distance_km(a, b) <= 20_016
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-6)
    assert least_hours("land", a, a) == least_hours("air", a, a) == 0
