"""On the live stream a reader gets what every owner allowed, and no trace of anything else."""

from __future__ import annotations

from tests.scenario.cases import parcel, parcel_number
from tests.scenario.coordinator import Watching, a_link, within
from tests.scenario.officers import Officers


def test_a_reader_outside_the_audience_gets_nothing(officers: Officers, watching: Watching) -> None:
    insider, outsider, observer = watching("KR"), watching("BR"), watching("OBSERVER")
    secret, open_ = parcel_number(), parcel_number()
    hidden = [
        parcel(secret).warned_of_by("NL").shared("RED", "KR"),
        parcel(secret).seized_in("KR").shared("RED", "NL"),
    ]
    officers.submit(*hidden)
    alert = insider.sees(within(30), a_link("KR", "NL").about(*hidden))

    # What comes after it on the stream has passed everybody: whoever sees this was not told of the other.
    shown = [
        parcel(open_).warned_of_by("NL").shared("GREEN", "operation"),
        parcel(open_).seized_in("KR").shared("CLEAR", "operation"),
    ]
    officers.submit(*shown)
    for reader in (outsider, observer):
        reader.sees(within(30), a_link("KR", "NL").about(*shown))
        assert reader.was_told_of(*hidden) == []
        for path in (f"/v1/alerts/{alert['alert_id']}", f"/v1/links/{alert['links'][0]}"):
            assert reader.asks(path).status_code == 404
        assert reader.asks(f"/v1/reports/{hidden[0].report_id}").status_code == 404


def test_an_alert_is_only_for_those_who_may_read_each_of_its_reports(officers: Officers, watching: Watching) -> None:
    owner, named = watching("DE"), watching("PL")
    number, fence = parcel_number(), parcel_number()
    reports = [
        parcel(number).warned_of_by("DE").shared("AMBER", "PL", "CZ"),
        parcel(number).seized_in("CZ").shared("AMBER", "DE"),
    ]
    officers.submit(*reports)
    owner.sees(within(30), a_link("CZ", "DE").about(*reports))
    after = [parcel(fence).warned_of_by("DE"), parcel(fence).seized_in("CZ")]
    officers.submit(*after)
    named.sees(within(30), a_link("CZ", "DE").about(*after))
    assert named.was_told_of(reports[1]) == []
    assert named.asks(f"/v1/reports/{reports[0].report_id}").status_code == 200


def test_who_loses_the_right_is_told_that_the_alert_is_gone(officers: Officers, watching: Watching) -> None:
    reader = watching("SK")
    number = parcel_number()
    warning, seizure = parcel(number).warned_of_by("HU"), parcel(number).seized_in("RO")
    officers.submit(warning, seizure)
    alert = reader.sees(within(30), a_link("HU", "RO").about(warning, seizure))
    officers.submit(seizure.corrected().shared("RED", "HU"))
    told = reader.sees(within(30), a_link().that_is("withdrawn"))
    assert told == {"alert_id": alert["alert_id"], "status": "withdrawn"}
    assert reader.asks(f"/v1/alerts/{alert['alert_id']}").status_code == 404


def test_nothing_is_readable_without_a_key(watching: Watching) -> None:
    reader = watching("OCU")
    for path in ("/v1/reports", "/v1/links", "/v1/alerts", "/v1/alerts/stream", "/v1/receipts"):
        assert reader.asks_as_nobody(path).status_code == 401
