"""Which values of a report may meet those of another."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.enrich.reports import CONTAINER, PARCEL, SHIP, WAYBILL, document, party, report, token


def keys(**fields: Any) -> list[str]:
    """The keys of numbers and parties, without those of runs."""
    return [key for key in document(report("KR", "1", **fields))["match_keys"] if not key.startswith("run:")]


@pytest.mark.parametrize(
    ("transport", "key"),
    [
        ({"items": ["cp 5027 1843 3 kr"]}, "s10:CP502718433KR"),
        ({"awb": "180 5027-1841"}, "awb:18050271841"),
        ({"containers": ["TOCU 502718-6"]}, "container:TOCU5027186"),
        ({"plates": [{"country": "Germany", "number": "b-ab 123"}]}, "plate:DE:BAB123"),
        ({"vessel": {"imo": "IMO 9123453"}, "voyage": "112-w"}, "vessel:9123453:112W"),
        ({"vin": "wdb 9634031 l214807"}, "vin:WDB9634031L214807"),
    ],
)
def test_spelling_makes_no_difference(transport: dict[str, Any], key: str) -> None:
    assert [each for each in keys(transport=transport) if not each.startswith("ship:")] == [key]


def test_a_parcel_and_a_waybill_are_found_by_their_runs_too() -> None:
    runs = [document(report("KR", "1", transport=one))["match_keys"] for one in ({"items": [PARCEL]}, {"awb": WAYBILL})]
    assert runs == [["run:s10:CP:KR:502718", f"s10:{PARCEL}"], ["awb:18050271841", "run:awb:180:50271"]]


@pytest.mark.parametrize(
    "transport",
    [
        {"items": ["CP502718434KR"]},
        {"awb": "180-50271842"},
        {"containers": ["TOCU5027187"]},
        {"vessel": {"imo": "9123454"}, "voyage": "112W"},
    ],
    ids=["parcel", "waybill", "container", "ship"],
)
def test_a_number_whose_check_digit_fails_is_kept_but_makes_no_key(transport: dict[str, Any]) -> None:
    made = document(report("KR", "1", transport=transport))
    assert made["match_keys"] == []
    assert made["normalised"]["identifiers"][0]["check"] == "invalid"


def test_junk_makes_no_key() -> None:
    transport = {
        "items": ["UNKNOWN"],
        "plates": [{"country": "DE", "number": "N/A"}],
        "vessel": {"imo": SHIP},
        "voyage": "TBA",
    }
    assert keys(transport=transport) == [f"ship:{SHIP}"]


def test_a_vessel_is_a_key_by_itself_and_a_voyage_only_with_its_vessel() -> None:
    assert keys(transport={"vessel": {"imo": SHIP}}) == [f"ship:{SHIP}"]
    assert keys(transport={"voyage": "112W"}) == []


def test_parts_of_names_make_no_key_but_sounds_and_addresses_do() -> None:
    parties = [party(field, "x") for field in ("name_parts", "name_phonetic", "address_parts")]
    assert keys(parties=parties) == [f"party:{field}:{token('x')}" for field in ("address_parts", "name_phonetic")]


def test_exact_tokens_make_keys_whatever_the_role() -> None:
    parties = [party("phone", "x", "consignee"), party("phone", "x", "notify"), party("name", "y", "driver")]
    assert keys(parties=parties) == [f"party:name:{token('y')}", f"party:phone:{token('x')}"]


def test_feedback_with_transport_bears_keys_and_without_has_none() -> None:
    about = {"administration": "NL", "national_ref": "W1"}
    assert keys(kind="feedback", in_reply_to=about) == []
    assert keys(kind="feedback", in_reply_to=about, transport={"awb": WAYBILL}) == ["awb:18050271841"]


def test_the_report_stays_as_sent_beside_what_was_read_from_it() -> None:
    sent = report(
        "KR",
        "1",
        at=None,
        kind="warning",
        transport={"items": ["cp-502718433-kr"], "containers": [CONTAINER]},
        goods=[{"substance": " Mdma  HCl"}],
        route=[{"role": "departure", "country": "The Netherlands"}, {"role": "transit", "country": "unknown"}],
    )
    made = document(sent, version=3)
    assert made["report"]["transport"]["items"] == ["cp-502718433-kr"]
    assert made["normalised"]["identifiers"][0] == {
        "path": "/transport/items/0",
        "type": "s10",
        "raw": "cp-502718433-kr",
        "value": PARCEL,
        "check": "valid",
        "shown": "CP 502 718 433 KR",
    }
    assert made["countries"] == ["KR", "NL"]
    assert "mdma" in made["substances"]
    assert made["normalised"]["goods"][0]["substance"]["raw"] == " Mdma  HCl"
    unknown = {"path": "/route/1/country", "raw": "unknown", "code": None, "how": "unread"}
    assert made["normalised"]["countries"][-1] == unknown
    assert (made["version"], made["occurred_at"], made["retracted"]) == (3, None, False)
