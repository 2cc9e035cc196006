"""Alerts on a real MongoDB: raised, updated, withdrawn, told again after a crash, by several workers at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import cel
import pytest

from services.alerts.rule_files import load_rules
from services.alerts.store import AlertStore
from services.contracts.events import ALERT_CHANGED, Alert
from services.contracts.identifiers import event_id
from tests.integration.alerts.desk import Desk, desk_on, told
from tests.unit.alerts.desk import alone, between, received_by_one_consignee
from tests.unit.enrich.reports import document, report


async def test_an_alert_is_raised_updated_and_withdrawn(desk: Desk) -> None:
    sent = [
        *await desk.hear(between("KR-1", "NL-1")),
        *await desk.hear(between("DE-1", "NL-1")),
        *await desk.hear(
            between("KR-1", "NL-1", status="withdrawn", revision=2),
            between("DE-1", "NL-1", status="withdrawn", revision=2),
        ),
    ]
    assert [(event.change, event.alert.revision) for event in sent] == [("raised", 1), ("updated", 2), ("withdrawn", 3)]
    (stored,) = await desk.alerts()
    assert (stored["status"], stored["revision"]) == ("withdrawn", 3)
    assert [step["change"] for step in stored["history"]] == ["raised", "updated", "withdrawn"]
    assert stored["history"][1]["causes"] == [{"id": "DE-1:NL-1:same_object", "revision": 1}]


async def test_what_is_stored_is_what_was_told(desk: Desk) -> None:
    await desk.hear(between("KR-1", "NL-1"))
    (event,) = await desk.hear(between("DE-1", "NL-1"))
    (stored,) = await desk.alerts()
    shown = event.alert.model_dump(mode="json")
    written = {name: value for name, value in stored.items() if name in shown}
    assert Alert.model_validate({**written, "alert_id": stored["_id"]}) == event.alert


async def test_a_batch_that_comes_again_sends_the_same_event_and_stores_nothing(desk: Desk, other_desk: Desk) -> None:
    records = [desk.record(between("KR-1", "NL-1")), desk.record(between("DE-1", "NL-1"))]
    first = await desk.take(records)
    before = await desk.alerts()
    again = await other_desk.take(records)
    assert [(out.id, out.key, out.body) for out in again.sends] == [(out.id, out.key, out.body) for out in first.sends]
    (out,) = first.sends
    assert out.id == event_id(ALERT_CHANGED, out.key, 1)
    assert await desk.alerts() == before


async def test_a_batch_cut_otherwise_after_a_crash_tells_the_stored_revision_and_then_the_next(desk: Desk) -> None:
    records = [desk.record(between(f"KR-{n}", "NL-1")) for n in range(3)]
    (first,) = (await desk.take(records[:2])).sends
    sends = (await desk.take(records[1:])).sends
    assert sends[0].body == first.body
    assert [event.alert.revision for event in told(sends)] == [1, 2]


async def test_a_crash_in_the_middle_of_an_update_is_told_by_the_cause_of_the_update(desk: Desk) -> None:
    await desk.hear(between("KR-1", "NL-1"))
    cause = desk.record(between("DE-1", "NL-1"))
    (first,) = (await desk.take([cause])).sends
    assert [out.body for out in (await desk.take([cause])).sends] == [first.body]


async def test_a_retraction_that_comes_again_is_told_again(desk: Desk) -> None:
    await desk.hear(received_by_one_consignee("FR-1", "DE-1", "KR-1", "NL-1"))
    retraction = desk.record(alone("KR-1", retracted=True))
    (first,) = (await desk.take([retraction])).sends
    assert told([first])[0].alert.reports == ("DE-1", "FR-1", "NL-1")
    assert [out.body for out in (await desk.take([retraction])).sends] == [first.body]


def retracted(report_id: str) -> dict[str, Any]:
    """A report as enrich has stored it once it was taken back."""
    return {**document(report(report_id[:2], report_id)), "_id": report_id, "retracted": True}


async def test_a_retraction_that_was_read_before_the_alert_is_there_is_not_forgotten(desk: Desk) -> None:
    await desk.database["reports"].insert_one(retracted("KR-1"))
    assert await desk.hear(alone("KR-1", retracted=True)) == []
    (event,) = await desk.hear(received_by_one_consignee("FR-1", "DE-1", "KR-1", "NL-1"))
    assert event.alert.reports == ("DE-1", "FR-1", "NL-1")
    assert "KR" not in event.model_dump_json()


async def test_a_retraction_that_another_worker_reads_while_the_alert_is_written_is_not_forgotten(
    desk: Desk, other_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = AlertStore.save

    async def overtaken(store: AlertStore, matters: Any) -> set[str]:
        monkeypatch.setattr(AlertStore, "save", save)
        await desk.database["reports"].insert_one(retracted("KR-1"))
        assert await other_desk.hear(alone("KR-1", retracted=True)) == []
        return await store.save(matters)

    monkeypatch.setattr(AlertStore, "save", overtaken)
    sent = await desk.hear(received_by_one_consignee("FR-1", "DE-1", "KR-1", "NL-1"))
    assert sent[-1].alert.reports == ("DE-1", "FR-1", "NL-1")
    (stored,) = await desk.alerts()
    assert stored["reports"] == ["DE-1", "FR-1", "NL-1"]


async def test_two_workers_at_once_leave_one_alert_with_every_link(desk: Desk, other_desk: Desk) -> None:
    links = [between(f"KR-{n}", f"NL-{n}") for n in range(40)]
    answers = await asyncio.gather(
        *(worker.hear(link) for n, link in enumerate(links) for worker in [(desk, other_desk)[n % 2]])
    )
    (stored,) = await desk.alerts()
    assert stored["links"] == sorted(link.link_id for link in links)
    revisions = [event.alert.revision for sent in answers for event in sent]
    assert sorted(revisions) == list(range(1, 41))


async def test_a_rule_that_fails_is_counted_and_the_others_go_on(mongo_url: str, database: str) -> None:
    (good,) = (rule for rule in load_rules() if rule.id == "link-across-countries")
    broken = replace(good, id="broken", when=cel.compile("link.no_such_field"))
    async with desk_on(mongo_url, database, (broken, good)) as desk:
        (event,) = await desk.hear(between("KR-1", "NL-1"))
        assert event.alert.rule.id == "link-across-countries"
        assert desk.registry.get_sample_value("tocsin_rule_failures_total") == 1
        assert desk.registry.get_sample_value("tocsin_alerts_total", {"change": "raised"}) == 1
