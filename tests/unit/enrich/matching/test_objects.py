"""Numbers of one object: until when they count, and when they cannot be what they seem."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.enrich.matching.judging import judge
from services.enrich.matching.weights import weights
from tests.unit.enrich.matching.sides import (
    BUSAN,
    CONTAINER,
    DAY,
    NOON,
    PARCEL,
    ROTTERDAM,
    borne_by,
    have,
    judged,
    lines,
    number,
    rare,
    reasons,
    sea_hours,
    seizure,
    side,
    tokens,
)

BOX = number("container", CONTAINER)
WINDOWS = {
    "s10": PARCEL,
    "courier": "1Z5027180350271844",
    "receptacle": "NLAMSAKRICNAAUN10123001110042",
    "awb": "18050271841",
    "bag_tag": "0180502718",
    "uld": "AKE50271KE",
    "container": CONTAINER,
    "seal": "KR0271843",
    "bill_of_lading": "TOCX5027184",
    "booking": "50271843",
    "vessel": "9123453:112W",
    "ship": "9123453",
    "plate": "NL:AB12",
    "vin": "1FTFW1E59LFA50271",
    "tir": "XB50271843",
    "cmr": "502718",
    "cim": "845027184",
    "wagon": "338450271843",
    "mrn": "21NL5027184300TOM5",
}


def busan_and_rotterdam(days: float, **more: Any) -> list[str]:
    one = seizure("KR", NOON, place=BUSAN, mode="sea", **BOX)
    other = seizure("NL", NOON + days * DAY, place=ROTTERDAM, mode="sea", **BOX, **more)
    return reasons(judge(one, other, rare, sea_hours))


@pytest.mark.parametrize(("kind", "value"), WINDOWS.items(), ids=WINDOWS)
def test_a_number_counts_until_the_last_moment_of_its_window_and_no_longer(kind: str, value: str) -> None:
    window = weights().window_days[kind] * DAY
    warning = side(**number(kind, value))
    assert "same_object" in judged(warning, seizure(at=NOON + window, **number(kind, value)))
    late = judge(warning, seizure(at=NOON + window + timedelta(microseconds=1), **number(kind, value)), rare)
    assert (late.found, reasons(late)) == ((), ["outside_window"])


def test_parcels_are_compared_by_their_days_of_posting_where_both_are_known() -> None:
    number_of = number("s10", PARCEL)
    long_ago = datetime(2020, 1, 5, tzinfo=UTC)
    warning = side(posted=long_ago, **number_of)
    assert not judged(warning, seizure(posted=NOON, **number_of))
    assert judged(warning, seizure(posted=long_ago + 365 * DAY, at=NOON + 300 * DAY, **number_of))
    assert judged(warning, seizure(**number_of))


@pytest.mark.parametrize("kind", ["s10", "courier"])
def test_an_item_seized_once_is_never_the_same_object_as_another_seizure(kind: str) -> None:
    value = number(kind, WINDOWS[kind])
    twice = judge(seizure("NL", **value), seizure("KR", at=NOON + DAY, **value), rare)
    assert (twice.found, reasons(twice)) == ((), ["seized_before"])
    assert judged(side("NL", "warning", **value), seizure("KR", **value))


def test_two_seizures_of_one_parcel_still_have_their_consignee_in_common() -> None:
    both: dict[str, Any] = {**number("s10", PARCEL), "parties": tokens("phone:x")}
    assert list(judged(seizure("NL", **both), seizure("KR", **both))) == ["same_party"]


def test_a_container_cannot_be_in_busan_and_nine_days_later_in_rotterdam() -> None:
    assert busan_and_rotterdam(9) == ["impossible_journey"]
    assert busan_and_rotterdam(15.1) == ["impossible_journey"]


def test_twenty_five_days_later_it_can() -> None:
    assert busan_and_rotterdam(25) == []
    assert busan_and_rotterdam(15.2) == []


def test_the_papers_of_its_journey_still_count_where_the_box_cannot_have_been() -> None:
    papers = {"mode": "sea", "objects": BOX["objects"] + number("bill_of_lading", "TOCX5027184")["objects"]}
    one, other = seizure("KR", place=BUSAN, **papers), seizure("NL", NOON + 9 * DAY, place=ROTTERDAM, **papers)
    (link,) = judge(one, other, rare, sea_hours).found
    assert [line for line in lines(link) if line in ("container", "bill_of_lading")] == ["bill_of_lading"]


def test_a_month_is_an_interval_and_vetoes_only_if_every_day_of_it_is_impossible() -> None:
    month = {"at": datetime(2021, 2, 1, tzinfo=UTC), "until": datetime(2021, 3, 1, tzinfo=UTC)}
    coarse = seizure("NL", place=ROTTERDAM, mode="sea", **month, **BOX)
    for day, vetoed in ((datetime(2021, 2, 10, tzinfo=UTC), False), (datetime(2021, 2, 14, 18, tzinfo=UTC), True)):
        found = reasons(judge(seizure("KR", day, place=BUSAN, mode="sea", **BOX), coarse, rare, sea_hours))
        assert found == (["impossible_journey"] if vetoed else [])


def test_what_is_not_known_is_possible() -> None:
    here = {"mode": "sea", **BOX}
    seen_in_busan = seizure("KR", place=BUSAN, **here)
    for place in (None, {"code": "NLRTM"}, {"lat": "51.9", "lon": 4.5}, {"lat": 51.9, "lon": 400}):
        assert judged(seen_in_busan, seizure("NL", NOON + DAY, place=place, **here), least_hours=sea_hours)
    assert judged(seen_in_busan, seizure("NL", NOON + DAY, place=ROTTERDAM, **here))


def test_a_warning_does_not_say_that_the_object_is_where_it_was_written() -> None:
    warning = side("KR", place=BUSAN, mode="sea", **BOX)
    assert judged(warning, seizure("NL", NOON + DAY, place=ROTTERDAM, mode="sea", **BOX), least_hours=sea_hours)


def test_a_container_on_a_lorry_travels_as_fast_as_lorries_do() -> None:
    box = {"mode": "land", **BOX}
    one, other = seizure("KR", place=BUSAN, **box), seizure("NL", NOON + 9 * DAY, place=ROTTERDAM, **box)
    assert judged(one, other, least_hours=sea_hours)


def test_a_container_on_one_journey_counts_for_as_long_as_its_papers() -> None:
    papers = {"objects": BOX["objects"] + number("bill_of_lading", "TOCX5027184")["objects"]}
    assert "container" in lines(judged(side(**papers), seizure(at=NOON + 100 * DAY, **papers))["same_object"])
    assert not judged(side(**BOX), seizure(at=NOON + 100 * DAY, **BOX))


def test_a_container_with_other_papers_is_on_another_journey_and_ranks_lower() -> None:
    first, second = (
        {"objects": BOX["objects"] + number("bill_of_lading", value)["objects"]} for value in ("TOCX1111", "TOCX2222")
    )
    other = judged(side(**first), seizure(**second))["same_object"]
    assert lines(other)["journey"]["weight"] < 0
    assert other.score < judged(side(**BOX), seizure(**BOX))["same_object"].score


def test_a_ship_without_a_voyage_says_less_than_a_voyage_and_nothing_where_voyages_differ() -> None:
    ship = number("ship", "9123453")
    voyage = have(objects=[*ship["objects"], {"type": "vessel", "value": "9123453:112W"}])
    next_voyage = have(objects=[*ship["objects"], {"type": "vessel", "value": "9123453:113E"}])
    alone = judged(side(**ship), seizure(**voyage))["same_object"]
    assert alone.score < judged(side(**voyage), seizure(**voyage))["same_object"].score - 3
    assert reasons(judge(side(**voyage), seizure(**next_voyage), rare)) == ["second_agreement"]


def test_a_house_waybill_is_its_forwarders_own_and_needs_a_second_agreement() -> None:
    house = number("house_awb", "SEL40217")
    assert reasons(judge(side(**house), seizure(**house), rare)) == ["second_agreement"]
    by_agent = {**house, "parties": tokens("phone:forwarder", role="agent")}
    assert "same_object" in judged(side(**by_agent), seizure(**by_agent), borne_by(None, "party:"))
    with_waybill = {"objects": house["objects"] + number("awb", "18050271841")["objects"]}
    assert {"awb", "house_awb"} <= lines(judged(side(**with_waybill), seizure(**with_waybill))["same_object"]).keys()


@pytest.mark.parametrize("value", ["", " ", "N/A", "UNKNOWN", "000000", "0000000000", "none", "-", "1234567", "\u200b"])
@pytest.mark.parametrize("kind", ["s10", "container", "awb", "seal", "booking", "vessel", "plate", "telex"])
def test_a_value_that_stands_for_none_makes_no_link(kind: str, value: str) -> None:
    for written in (value, f"NL:{value}", f"9123453:{value}"):
        if kind in ("plate", "vessel") or written == value:
            assert not judged(side(**number(kind, written)), seizure(**number(kind, written)))
