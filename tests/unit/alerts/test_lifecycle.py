"""One matter is one alert: what raises, changes and withdraws it, and what it tells."""

from __future__ import annotations

from services.contracts.events import Link
from services.contracts.identifiers import alert_id
from services.contracts.sharing import strictest
from tests.unit.alerts.desk import AlertsDesk, alone, between, received_by_one_consignee, shared_by


def test_two_links_of_one_matter_are_one_alert() -> None:
    desk = AlertsDesk()
    desk.hear(between("KR-1", "NL-1"))
    desk.hear(between("DE-1", "NL-1"))
    alert = desk.sent[-1].alert
    assert [event.change for event in desk.sent] == ["raised", "updated"]
    assert alert.reports == ("DE-1", "KR-1", "NL-1")
    assert len(alert.links) == 2
    assert alert.countries == ("DE", "KR", "NL")


def test_links_of_two_matters_are_two_alerts() -> None:
    desk = AlertsDesk()
    desk.hear(between("KR-1", "NL-1"), between("DE-1", "NL-1", matter="other"))
    assert len(desk.alerts) == 2


def test_the_id_of_an_alert_comes_from_rule_version_and_matter() -> None:
    desk = AlertsDesk()
    desk.hear(between("KR-1", "NL-1"))
    assert set(desk.alerts) == {alert_id("link-across-countries", 1, "matter")}


def test_a_batch_makes_one_revision_of_an_alert() -> None:
    desk = AlertsDesk()
    sent = desk.hear(between("KR-1", "NL-1"), between("DE-1", "NL-1"), between("DE-1", "KR-1"))
    assert [(event.change, event.alert.revision) for event in sent] == [("raised", 1)]


def test_an_alert_is_withdrawn_with_its_last_link_and_raised_again_as_updated() -> None:
    desk = AlertsDesk()
    desk.hear(between("KR-1", "NL-1"), between("DE-1", "NL-1"))
    desk.hear(between("KR-1", "NL-1", status="withdrawn", revision=2))
    assert desk.only().content.reports == ("DE-1", "NL-1")
    desk.hear(between("DE-1", "NL-1", status="rejected", revision=2))
    assert desk.only().status == "withdrawn"
    desk.hear(between("DE-1", "NL-1", revision=3))
    assert desk.only().status == "raised"
    assert [event.change for event in desk.sent] == ["raised", "updated", "withdrawn", "updated"]
    assert [event.alert.revision for event in desk.sent] == [1, 2, 3, 4]


def test_a_link_that_moves_to_another_matter_leaves_the_first_alert() -> None:
    desk = AlertsDesk()
    desk.hear(between("KR-1", "NL-1"))
    changes = {event.change for event in desk.hear(between("KR-1", "NL-1", matter="other", revision=2))}
    assert changes == {"withdrawn", "raised"}


def test_a_withdrawal_that_overtakes_its_proposal_still_stands() -> None:
    desk = AlertsDesk()
    desk.hear(between("KR-1", "NL-1", status="withdrawn", revision=2))
    assert desk.hear(between("KR-1", "NL-1")) == []
    assert desk.only().status == "withdrawn"


def test_a_link_that_was_unsure_from_the_start_leaves_no_trace() -> None:
    desk = AlertsDesk()
    desk.hear(between("KR-1", "NL-1", status="unsure"))
    assert desk.alerts == {}


def test_sharing_is_the_strictest_of_all_sources_and_opens_when_the_strict_one_goes() -> None:
    open_, closed = shared_by("KR", "NL"), shared_by("DE", "NL", tlp="RED", audience=["NL"])
    desk = AlertsDesk()
    desk.hear(between("KR-1", "NL-1", sharing=open_))
    desk.hear(between("DE-1", "NL-1", sharing=closed))
    assert desk.only().content.sharing == strictest([open_, closed])
    desk.hear(between("DE-1", "NL-1", sharing=closed, status="withdrawn", revision=2))
    assert desk.only().content.sharing == open_
    assert "DE" not in desk.sent[-1].alert.model_dump_json()


def test_a_withdrawn_alert_keeps_the_restriction_of_what_it_still_shows() -> None:
    closed = shared_by("DE", "NL", tlp="RED", audience=["NL"])
    desk = AlertsDesk()
    desk.hear(between("DE-1", "NL-1", sharing=closed))
    desk.hear(between("DE-1", "NL-1", sharing=closed, status="withdrawn", revision=2))
    assert desk.only().content.sharing == closed


def test_reasons_name_rule_countries_and_evidence_in_both_languages() -> None:
    desk = AlertsDesk()
    (event,) = desk.hear(between("KR-1", "NL-1"))
    (reason,) = event.alert.reasons
    assert set(reason) == {"en", "fr"}
    for text, evidence in ((reason["en"], "The same parcel number."), (reason["fr"], "Le même numéro de colis.")):
        assert "link-across-countries v1" in text
        assert "KR, NL" in text
        assert evidence in text


def test_no_token_and_no_compared_value_is_told() -> None:
    keyed = "hmac:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    spoken = {"en": f"token {keyed}", "fr": f"jeton {keyed}"}
    evidence = [{"feature": "party", "left": keyed, "right": keyed, "weight": 0.8, "text": spoken}]
    desk = AlertsDesk()
    (event,) = desk.hear(between("KR-1", "NL-1", link_class="same_party", evidence=evidence))
    assert "hmac:" not in event.model_dump_json()


def test_braces_in_evidence_stay_as_they_are() -> None:
    evidence = [{"feature": "x", "left": "a", "right": "a", "weight": 0.8, "text": {"en": "{count} {0}", "fr": "{}"}}]
    (event,) = AlertsDesk().hear(between("KR-1", "NL-1", evidence=evidence))
    assert "{count} {0}" in event.alert.reasons[0]["en"]


def test_an_alert_with_very_many_links_lists_fifty_reasons() -> None:
    desk = AlertsDesk()
    links: list[Link] = []
    for number in range(80):
        said = {"en": f"Parcel {number}.", "fr": f"Colis {number}."}
        evidence = [{"feature": "s10", "left": "a", "right": "a", "weight": 0.9, "text": said}]
        links.append(between("KR-1", f"NL-{number}", evidence=evidence))
    (event,) = desk.hear(*links)
    assert len(event.alert.links) == 80
    assert len(event.alert.reasons) == 50
    assert event.alert.reasons[-1]["en"].startswith("31 further")


def test_the_third_report_raises_and_the_fourth_joins() -> None:
    desk = AlertsDesk()
    desk.hear(alone("KR-1"))
    desk.hear(received_by_one_consignee("NL-1", "KR-1"))
    assert desk.sent == []
    desk.hear(received_by_one_consignee("DE-1", "KR-1", "NL-1"))
    desk.hear(received_by_one_consignee("FR-1", "DE-1", "KR-1", "NL-1"))
    assert [event.change for event in desk.sent] == ["raised", "updated"]
    assert desk.only().content.reports == ("DE-1", "FR-1", "KR-1", "NL-1")
    assert "4 reports of DE, FR, KR, NL" in desk.only().content.reasons[0]["en"]


def test_a_retracted_report_leaves_and_below_three_the_alert_is_withdrawn() -> None:
    desk = AlertsDesk()
    desk.hear(received_by_one_consignee("DE-1", "KR-1", "NL-1"))
    desk.hear(received_by_one_consignee("FR-1", "DE-1", "KR-1", "NL-1"))
    desk.hear(alone("KR-1", retracted=True))
    assert desk.only().content.reports == ("DE-1", "FR-1", "NL-1")
    assert "KR" not in desk.sent[-1].alert.model_dump_json()
    desk.hear(alone("DE-1", retracted=True))
    assert desk.only().status == "withdrawn"


def test_a_retraction_that_is_read_before_its_alert_is_there_is_not_forgotten() -> None:
    desk = AlertsDesk()
    desk.hear(alone("KR-1", retracted=True))
    desk.hear(received_by_one_consignee("FR-1", "DE-1", "KR-1", "NL-1"))
    assert desk.only().content.reports == ("DE-1", "FR-1", "NL-1")
    assert "KR" not in desk.sent[-1].alert.model_dump_json()


def test_an_alert_that_would_need_a_retracted_report_is_never_raised() -> None:
    desk = AlertsDesk()
    desk.hear(alone("KR-1", retracted=True))
    desk.hear(received_by_one_consignee("FR-1", "KR-1", "NL-1"))
    assert [event.change for event in desk.sent] == ["withdrawn"]


def test_an_early_report_that_is_heard_of_late_stays_in_the_alert() -> None:
    # KR-1 was looked at first and shared nothing yet; its partition is read last.
    desk = AlertsDesk()
    early = desk.clock
    desk.hear(received_by_one_consignee("DE-1", "KR-1", "NL-1"))
    assert desk.take([(alone("KR-1"), early)]) == []
    assert desk.take([(alone("KR-1", version=2), early)]) == []


def test_a_corrected_report_without_the_consignee_leaves() -> None:
    desk = AlertsDesk()
    desk.hear(received_by_one_consignee("FR-1", "DE-1", "KR-1", "NL-1"))
    desk.hear(alone("KR-1", version=2))
    assert desk.only().content.reports == ("DE-1", "FR-1", "NL-1")


def test_a_rule_that_cannot_be_asked_takes_nothing_out_of_its_alert() -> None:
    desk = AlertsDesk()
    desk.hear(between("KR-1", "NL-1"))
    before = desk.only()
    desk.rules = tuple(rule.__class__(**{**_fields(rule), "when": rule.group}) for rule in desk.rules)
    desk.hear(between("KR-1", "NL-1", revision=2))
    assert desk.only() == before


def _fields(rule: object) -> dict[str, object]:
    return {name: getattr(rule, name) for name in rule.__class__.__dataclass_fields__}  # type: ignore[attr-defined] # a dataclass
