"""HTTP and Kafka lead to the same place, and both say what became of a report."""

from __future__ import annotations

from tests.scenario.cases import parcel, parcel_number
from tests.scenario.coordinator import Watch, a_link, within
from tests.scenario.officers import Officers


def test_a_warning_by_http_meets_a_seizure_by_kafka(officers: Officers, coordinator: Watch) -> None:
    number = parcel_number()
    warning, seizure = parcel(number).warned_of_by("BE"), parcel(number).seized_in("AT")
    officers.submit(warning)
    officers.submit_to_kafka(seizure)
    coordinator.sees(within(30), a_link("AT", "BE").because("same object").about(warning, seizure))
    assert officers.receipt(seizure)["status"] == "accepted"


def test_what_kafka_cannot_refuse_is_answered_on_the_senders_own_topic(officers: Officers, coordinator: Watch) -> None:
    number = parcel_number()
    refused = parcel(parcel_number()).seized_in("CH").saying(severity="high")
    neighbour, warning = parcel(number).seized_in("CH"), parcel(number).warned_of_by("IT")
    officers.submit_to_kafka(refused, neighbour, warning)
    coordinator.sees(within(30), a_link("CH", "IT").about(neighbour, warning))
    assert officers.receipt(neighbour)["status"] == "accepted"
    assert coordinator.asks(f"/v1/reports/{refused.report_id}").status_code == 404


def test_the_door_refuses_with_findings_and_takes_the_neighbour(officers: Officers) -> None:
    report = parcel(parcel_number()).seized_in("SE")
    answer = officers.post(report.saying(severity="high"))
    assert answer.status_code == 422
    assert [(finding["code"], finding["path"]) for finding in answer.json()["findings"]] == [
        ("unknown_field", "/severity")
    ]
    officers.submit(report)


def test_the_same_report_twice_is_one_report(officers: Officers, coordinator: Watch) -> None:
    number = parcel_number()
    seizure = parcel(number).seized_in("FI")
    officers.submit(seizure)
    assert officers.post(seizure).json()["status"] == "duplicate"
    officers.submit_to_kafka(seizure)
    officers.submit(parcel(number).warned_of_by("NO"))
    coordinator.sees(within(30), a_link("FI", "NO"))
    history = coordinator.asks(f"/v1/reports/{seizure.report_id}/history").json()
    assert [version["version"] for version in history["versions"]] == [1]
