"""Officers of two countries decide about what joins their reports, and everybody concerned sees what follows."""

from __future__ import annotations

from tests.scenario.cases import parcel, parcel_number
from tests.scenario.coordinator import Watch, Watching, a_link, within
from tests.scenario.officers import Officers


def test_a_link_is_confirmed_by_both_sides_and_shown_as_a_network(
    officers: Officers, coordinator: Watch, watching: Watching
) -> None:
    number = parcel_number("NL")
    warning, seizure = parcel(number).warned_of_by("NL"), parcel(number).seized_in("KR")
    officers.submit(warning, seizure)
    alert = coordinator.sees(within(30), a_link("KR", "NL").about(warning, seizure))
    link = alert["links"][0]
    assert coordinator.decides(link, "confirm").status_code == 403
    assert watching("NL").decides(link, "confirm").json()["status"] == "proposed"
    confirmed = watching("KR").decides(link, "confirm").json()
    assert (confirmed["status"], [each["administration"] for each in confirmed["decisions"]]) == (
        "confirmed",
        ["NL", "KR"],
    )
    assert coordinator.asks(f"/v1/links/{link}").json()["status"] == "confirmed"
    network = coordinator.asks(f"/v1/reports/{seizure.report_id}/network").json()
    assert {node["report_id"] for node in network["nodes"]} == {warning.report_id, seizure.report_id}
    assert [(edge["link_id"], edge["status"]) for edge in network["edges"]] == [(link, "confirmed")]


def test_an_alert_on_a_link_that_an_owner_rejects_is_withdrawn(
    officers: Officers, coordinator: Watch, watching: Watching
) -> None:
    number = parcel_number("DE")
    warning, seizure = parcel(number).warned_of_by("DE"), parcel(number).seized_in("PL")
    officers.submit(warning, seizure)
    alert = coordinator.sees(within(30), a_link("DE", "PL").about(warning, seizure))
    rejected = watching("DE").decides(alert["links"][0], "reject", "our own test parcel").json()
    assert (rejected["status"], rejected["decisions"][0]["reason"]) == ("rejected", "our own test parcel")
    coordinator.sees(within(30), a_link("DE", "PL").about(warning, seizure).that_is("withdrawn"))
