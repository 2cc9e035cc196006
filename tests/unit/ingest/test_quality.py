"""What holds a report, and what only travels with it."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.code_lists import CODE_LISTS
from services.contracts.report import Report
from services.contracts.report_blocks import Transport
from services.contracts.topics import MODES
from services.ingest.quality import CODED, HOME_MODES, examine
from services.ingest.shape import MOST_FINDINGS
from tests.unit.ingest.reports import NOW, TOKEN, seizure


def found(**changes: Any) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in examine(Report.model_validate(seizure(**changes)), NOW)]


def test_a_clean_report_has_no_finding() -> None:
    assert found() == []


def test_every_code_list_is_used_somewhere() -> None:
    assert set(CODED.values()) == set(CODE_LISTS)


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("/precision", {"precision": "hour"}),
        ("/direction", {"direction": "sideways"}),
        ("/location/type", {"location": {"name": "x", "type": "moon_base"}}),
        ("/detection/method", {"detection": {"method": "luck"}}),
        ("/illicit_indicators/1", {"illicit_indicators": ["smuggled", "bad"]}),
        ("/route/0/role", {"route": [{"role": "start", "country": "NL"}]}),
        ("/concealment/code", {"concealment": {"code": "inside_the_moon"}}),
        ("/parties/0/role", {"parties": [{"role": "stranger"}]}),
        ("/parties/0/tokens/shoe_size", {"parties": [{"role": "driver", "tokens": {"shoe_size": [TOKEN]}}]}),
        ("/sharing/tlp", {"sharing": {"tlp": "PURPLE"}}),
        ("/sharing/handling/0", {"sharing": {"tlp": "GREEN", "handling": ["H9"]}}),
        ("/grading/source", {"grading": {"source": "Z", "information": "1"}}),
        ("/route/0/country", {"route": [{"role": "departure", "country": "Holland"}]}),
        ("/route/0/country", {"route": [{"role": "departure", "country": "ZZ"}]}),
        ("/location/country", {"location": {"name": "x", "type": "inland", "country": "unknown"}}),
        ("/parties/0/nationality", {"parties": [{"role": "driver", "nationality": "XX"}]}),
    ],
)
def test_a_value_outside_its_list_holds_the_report(path: str, changes: dict[str, Any]) -> None:
    assert ("unlisted_value", path) in found(**changes)


@pytest.mark.parametrize("country", ["NL", "NA", "XZ", "XK", "unknown"])
def test_a_leg_may_name_a_country_the_high_seas_kosovo_or_say_unknown(country: str) -> None:
    assert found(route=[{"role": "departure", "country": country}]) == []


@pytest.mark.parametrize(
    ("instant", "held"),
    [
        ("2021-02-21T12:00:00+00:00", False),
        ("2021-02-21T12:00:01+00:00", True),
        ("2021-02-21T20:59:00+09:00", False),
        ("9999-12-31T23:00:00+00:00", True),
    ],
)
def test_more_than_a_day_ahead_is_the_future(instant: str, held: bool) -> None:
    assert found(occurred_at=instant) == ([("future_date", "/occurred_at")] if held else [])


def test_what_was_seized_has_been_posted_but_a_flight_may_be_to_come() -> None:
    assert found(transport={"items": ["RR473124829NL"], "posted_on": "2021-03-01"}) == [
        ("future_date", "/transport/posted_on")
    ]
    assert found(transport={"flight": "KE926", "flight_date": "2021-03-01"}) == []


@pytest.mark.parametrize(
    ("path", "mode", "transport"),
    [
        ("/transport/items/1", "mail", {"items": ["RR473124829NL", "RR473124828NL"]}),
        ("/transport/awb", "air", {"awb": "180-50271842"}),
        ("/transport/containers/0", "sea", {"containers": ["TOCU5027180"]}),
        ("/transport/vessel/imo", "sea", {"vessel": {"imo": "IMO9123459"}}),
        ("/transport/items/0", "mail", {"items": ["a parcel"]}),
    ],
)
def test_a_wrong_check_digit_is_a_warning(path: str, mode: str, transport: dict[str, Any]) -> None:
    assert found(mode=mode, transport=transport) == [("check_digit", path)]


@pytest.mark.parametrize(
    ("path", "transport"),
    [
        ("/transport/items/0", {"items": ["UNKNOWN"]}),
        ("/transport/courier/0", {"courier": ["0000000"]}),
        ("/transport/seals/0", {"seals": ["n/a"]}),
        ("/transport/booking", {"booking": "TBA"}),
    ],
)
def test_a_word_for_nothing_is_no_number(path: str, transport: dict[str, Any]) -> None:
    assert found(transport=transport) == [("junk_identifier", path)]


def test_a_container_on_a_lorry_and_a_parcel_at_sea_are_unusual_but_taken() -> None:
    plate = {"country": "DE", "number": "B AB 123"}
    assert found(mode="land", transport={"plates": [plate], "containers": ["TOCU5027187"]}) in (
        [("unusual_for_mode", "/transport/containers")],
        [("check_digit", "/transport/containers/0"), ("unusual_for_mode", "/transport/containers")],
    )
    assert found(mode="sea") == [("unusual_for_mode", "/transport/items")]


def test_every_identifier_with_a_home_is_one_of_the_transport_block() -> None:
    assert set(HOME_MODES) <= set(Transport.model_fields)
    assert all(modes <= set(MODES) for modes in HOME_MODES.values())


def test_a_report_without_sharing_is_told_so() -> None:
    assert found(sharing=None) == [("sharing_missing", "/sharing")]


def test_a_hold_is_told_first_and_never_cut_off() -> None:
    many = {"items": ["RR473124828NL"] * 200}
    told = found(transport=many, concealment={"code": "inside_the_moon"})
    assert told[0] == ("unlisted_value", "/concealment/code")
    assert len(told) == MOST_FINDINGS
