"""A correction or a retraction reaches the links and alerts that were made of what it takes back."""

from __future__ import annotations

from tests.scenario.cases import parcel, parcel_number
from tests.scenario.coordinator import Watch, a_link, within
from tests.scenario.officers import Officers


def test_a_corrected_number_moves_the_link_to_the_right_warning(officers: Officers, coordinator: Watch) -> None:
    wrong, right = parcel_number(), parcel_number()
    wrongly, rightly = parcel(wrong).warned_of_by("GR"), parcel(right).warned_of_by("BG")
    seizure = parcel(wrong).seized_in("TR")
    officers.submit(wrongly, rightly, seizure)
    mistaken = coordinator.sees(within(30), a_link("GR", "TR").about(wrongly, seizure))

    officers.submit(seizure.corrected(transport={"items": [right]}))
    coordinator.sees(within(30), a_link("BG", "TR").about(rightly, seizure))
    gone = coordinator.sees(within(30), a_link("GR", "TR").about(wrongly, seizure).that_is("withdrawn"))
    assert gone["alert_id"] == mistaken["alert_id"]
    assert coordinator.asks(f"/v1/links/{mistaken['links'][0]}").json()["status"] == "withdrawn"


def test_a_retraction_withdraws_the_links_and_alerts_of_its_report(officers: Officers, coordinator: Watch) -> None:
    number = parcel_number()
    warning, seizure = parcel(number).warned_of_by("HR"), parcel(number).seized_in("RS")
    officers.submit(warning, seizure)
    alert = coordinator.sees(within(30), a_link("HR", "RS").about(warning, seizure))
    officers.submit(warning.retracted())
    gone = coordinator.sees(within(30), a_link("HR", "RS").about(warning, seizure).that_is("withdrawn"))
    assert (gone["alert_id"], gone["status"]) == (alert["alert_id"], "withdrawn")
    assert coordinator.asks(f"/v1/reports/{warning.report_id}").json()["retracted"] is True


def test_a_retraction_that_comes_first_leaves_nothing_to_find(officers: Officers, coordinator: Watch) -> None:
    number, fence = parcel_number(), parcel_number()
    warning, seizure = parcel(number).warned_of_by("EE"), parcel(number).seized_in("LV")
    officers.submit(warning.retracted(), warning, seizure)
    officers.submit(parcel(fence).warned_of_by("EE"), parcel(fence).seized_in("LV"))
    coordinator.sees(within(30), a_link("EE", "LV"))
    assert coordinator.was_told_of(seizure) == []


def test_a_later_version_that_came_first_stays(officers: Officers, coordinator: Watch) -> None:
    wrong, right = parcel_number(), parcel_number()
    first = parcel(wrong).seized_in("US")
    second = first.corrected(transport={"items": [right]})
    officers.submit(second, first)
    officers.submit(parcel(wrong).warned_of_by("MX"), parcel(right).warned_of_by("CA"))
    coordinator.sees(within(30), a_link("US", "CA"))
    stored = coordinator.asks(f"/v1/reports/{first.report_id}").json()
    assert (stored["version"], stored["transport"]["items"]) == (2, [right])


def test_only_the_owner_may_take_a_report_back(officers: Officers, coordinator: Watch) -> None:
    number = parcel_number()
    warning, seizure = parcel(number).warned_of_by("LT"), parcel(number).seized_in("DK")
    officers.submit(warning, seizure)
    coordinator.sees(within(30), a_link("LT", "DK").about(warning, seizure))
    foreign = seizure.retracted().saying(in_reply_to=warning.reference)
    answer = officers.post(foreign)
    assert (answer.status_code, answer.json()["reason"]) == (403, "foreign_administration")
    assert coordinator.asks(f"/v1/reports/{warning.report_id}").json()["retracted"] is False
