"""One seizure, end to end: the walk of the README on the running system."""

from __future__ import annotations

from tests.scenario.cases import parcel, parcel_number
from tests.scenario.coordinator import Watch, a_link, within
from tests.scenario.officers import Officers


def test_a_seized_parcel_that_another_country_warned_of_is_an_urgent_alert(
    officers: Officers, coordinator: Watch
) -> None:
    number = parcel_number("GB")
    warning, seizure = parcel(number).warned_of_by("JP"), parcel(number).seized_in("KR")
    officers.submit(warning)
    officers.submit(seizure)
    alert = coordinator.sees(
        within(30), a_link("KR", "JP").because("same object").about(warning, seizure).of_severity("high")
    )
    assert alert["rule"]["id"] == "seizure-meets-warning"
    assert alert["reasons"], "an alert that does not explain itself"

    link = coordinator.asks(f"/v1/links/{alert['links'][0]}").json()
    assert (link["class"], link["status"]) == ("same_object", "proposed")
    assert set(link["reports"]) == {warning.report_id, seizure.report_id}
    numbers = [line["left"] for line in link["evidence"] if line["feature"] == "s10"]
    assert (numbers, [line["weight"] > 0 for line in link["evidence"][:1]]) == ([number], [True])
    assert coordinator.asks(f"/v1/alerts/{alert['alert_id']}").json()["alert_id"] == alert["alert_id"]
    assert coordinator.asks(f"/v1/reports/{seizure.report_id}").json()["national_ref"] == seizure.body["national_ref"]


def test_the_same_number_in_another_spelling_is_the_same_parcel(officers: Officers, coordinator: Watch) -> None:
    number = parcel_number()
    spaced = " ".join((number[:2], number[2:5], number[5:11], number[11:])).lower()
    officers.submit(parcel(number).warned_of_by("NL"), parcel(spaced).seized_in("FR"))
    coordinator.sees(within(30), a_link("FR", "NL").because("same object"))


def test_a_number_that_fails_its_check_joins_nothing(officers: Officers, coordinator: Watch) -> None:
    number = parcel_number()
    wrong = number[:10] + str((int(number[10]) + 1) % 10) + number[11:]
    reports = parcel(wrong).warned_of_by("DE"), parcel(wrong).seized_in("PL")
    fence = parcel_number()
    officers.submit(*reports, parcel(fence).warned_of_by("DE"), parcel(fence).seized_in("PL"))
    coordinator.sees(within(30), a_link("DE", "PL").because("same object"))
    assert coordinator.was_told_of(*reports) == []


def test_the_same_consignee_in_two_countries_is_an_alert_that_shows_no_token(
    officers: Officers, coordinator: Watch
) -> None:
    token = "hmac:UbsNO2P_n9TOrvVwQDGJtBL6Fi_7CD3mlkekQHZTBUQ="  # noqa: S105 -- of a made-up phone, under a published key
    consignee = [{"role": "consignee", "tokens": {"phone": [token]}}]
    reports = [parcel(parcel_number()).seized_in(code).saying(parties=consignee) for code in ("ES", "PT")]
    officers.submit(*reports)
    alert = coordinator.sees(within(30), a_link("ES", "PT").because("same party").about(*reports))
    link = coordinator.asks(f"/v1/links/{alert['links'][0]}")
    assert link.json()["evidence"]
    assert token not in link.text + str(alert)
