"""Decisions on a real MongoDB: early, late, twice, by strangers, several at once, and two workers at once."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Sequence
from typing import Any

from services.contracts.events import LinkDecided
from services.contracts.reasons import Reason
from services.enrich.deciding import settle_decisions
from services.enrich.decision_store import DecisionStore
from services.runtime.records import Received
from tests.integration.enrich.desk import Desk, desk_on, links_in
from tests.unit.enrich.decisions import decided
from tests.unit.enrich.reports import parcel, reply_to, report

WARNING = report("NL", "W1", "warning", transport={"items": [parcel(1)]})
SEIZURE = report("KR", "S1", transport={"items": [parcel(1)]})
CORRECTED = report("KR", "S1", transport={"items": [parcel(2)]})
RETRACTION = report("KR", "R1", "retraction", in_reply_to=reply_to("KR", "S1"))
Document = dict[str, Any]


async def linked(desk: Desk) -> Document:
    """The link between the warning and the seizure."""
    await desk.hand(WARNING, SEIZURE)
    return await the_link(desk)


async def the_link(desk: Desk) -> Document:
    [link] = await desk.links()
    return link


async def waiting(desk: Desk) -> int:
    return await desk.database["waiting_decisions"].count_documents({})


async def test_a_decision_is_stored_and_told_as_a_change_of_its_link(desk: Desk) -> None:
    link = await linked(desk)
    handled = await desk.decide(decided(link, "KR", "confirm"))
    assert [told[1:] for told in links_in(handled.sends)] == [("proposed", 2)]
    handled = await desk.decide(decided(link, "NL", "confirm", 1))
    assert [told[1:] for told in links_in(handled.sends)] == [("confirmed", 3)]
    assert desk.registry.get_sample_value(
        "tocsin_links_total", {"link_class": "same_object", "link_status": "confirmed"}
    )


async def test_several_decisions_about_one_link_in_one_batch_are_one_revision(desk: Desk) -> None:
    link = await linked(desk)
    batch = [decided(link, "KR", "reject"), decided(link, "KR", "confirm", 1), decided(link, "NL", "confirm", 2)]
    handled = await desk.decide(*batch, batch[0])
    assert [told[1:] for told in links_in(handled.sends)] == [("confirmed", 2)]
    assert [record.offset for record in handled.duplicates] == [3]
    assert len((await the_link(desk))["decisions"]) == 3


async def test_a_decision_that_comes_again_changes_nothing_and_is_told_again(desk: Desk) -> None:
    link = await linked(desk)
    first = await desk.decide(decided(link, "KR", "confirm"))
    before = await the_link(desk)
    again = await desk.decide(decided(link, "KR", "confirm"))
    assert [(out.id, out.body) for out in again.sends] == [(out.id, out.body) for out in first.sends]
    assert len(again.duplicates) == 1
    assert await the_link(desk) == before


async def test_a_strangers_decision_is_a_dead_letter_and_its_neighbours_pass(desk: Desk) -> None:
    link = await linked(desk)
    stranger = decided(link, "KR", "reject", administration="FR")
    handled = await desk.decide(stranger, decided(link, "NL", "unsure", 1))
    [(record, why)] = handled.refused
    assert (record.offset, why.reason) == (0, Reason.FOREIGN_ADMINISTRATION)
    assert (await the_link(desk))["status"] == "unsure"


async def test_a_decision_waits_for_a_link_that_is_not_there_yet(desk: Desk) -> None:
    link = await linked(desk)
    await desk.database["links"].delete_many({})
    for _ in range(2):
        early = await desk.decide(decided(link, "KR", "confirm"), decided(link, "NL", "confirm", 1))
        assert (len(early.held), early.sends, early.refused) == (2, [], [])
    assert await waiting(desk) == 2
    sends = await desk.hand(SEIZURE)
    assert [told[1:] for told in links_in(sends)] == [("confirmed", 2)]
    assert await waiting(desk) == 0
    assert [(out.id, out.body) for out in await desk.hand(SEIZURE)] == [(out.id, out.body) for out in sends]


async def test_a_strangers_decision_that_waited_is_dropped_when_its_link_comes(desk: Desk) -> None:
    link = await linked(desk)
    await desk.database["links"].delete_many({})
    await desk.decide(decided(link, "KR", "reject", administration="FR"))
    await desk.hand(SEIZURE)
    assert ((await the_link(desk))["status"], await waiting(desk)) == ("proposed", 0)


async def test_a_decision_about_a_withdrawn_link_counts_when_it_returns(desk: Desk) -> None:
    link = await linked(desk)
    await desk.hand(CORRECTED, version=2)
    handled = await desk.decide(decided(link, "KR", "reject"))
    assert [told[1:] for told in links_in(handled.sends)] == [("withdrawn", 3)]
    assert [told[1:] for told in links_in(await desk.hand(SEIZURE, version=3))] == [("rejected", 4)]


async def test_a_confirmed_link_survives_a_correction_and_ends_with_a_retraction(desk: Desk) -> None:
    link = await linked(desk)
    await desk.decide(decided(link, "KR", "confirm"), decided(link, "NL", "confirm", 1))
    await desk.hand(CORRECTED, version=2)
    kept = await the_link(desk)
    assert (kept["status"], kept["reason"]) == ("confirmed", "corrected")
    await desk.hand(RETRACTION)
    assert ((await the_link(desk))["status"], (await the_link(desk))["reason"]) == ("withdrawn", "retracted")
    await desk.hand(report("KR", "RR1", "retraction", in_reply_to=reply_to("KR", "R1")))
    assert (await the_link(desk))["status"] == "confirmed"


async def test_new_evidence_reopens_a_rejected_link_and_the_same_does_not(desk: Desk) -> None:
    link = await linked(desk)
    await desk.decide(decided(link, "NL", "reject", reason="our own test parcel"))
    await desk.hand(report("KR", "S1", transport={"items": [parcel(1)]}, narrative="more words"), version=2)
    assert (await the_link(desk))["status"] == "rejected"
    both = {"items": [parcel(1)], "containers": ["TOCU5027186"]}
    await desk.hand(report("NL", "W1", "warning", transport=both), report("KR", "S1", transport=both), version=3)
    again = await the_link(desk)
    assert (again["status"], again["reason"], again["change"]) == ("proposed", "new_evidence", "reopened")
    assert again["decisions"][0]["reason"] == "our own test parcel"


async def test_comparing_and_deciding_at_once_by_two_workers_lose_nothing(mongo_url: str, database: str) -> None:
    async with desk_on(mongo_url, database) as one, desk_on(mongo_url, database) as other:
        for number in range(15):
            item = {"items": [parcel(100 + number)]}
            warning, seizure = (
                report("NL", f"W{number}", "warning", transport=item),
                report("KR", f"S{number}", transport=item),
            )
            again = report("KR", f"S{number}", transport=item, narrative="corrected")
            await one.hand(warning)
            await other.hand(seizure)
            [link] = [each for each in await one.links() if warning.report_id in each["reports"]]
            await asyncio.gather(
                one.hand(again, version=2),
                other.decide(decided(link, "KR", "confirm")),
                one.decide(decided(link, "NL", "confirm", 1)),
            )
            [link] = [each for each in await one.links() if warning.report_id in each["reports"]]
            assert (link["status"], len(link["decisions"])) == ("confirmed", 2)
            assert {side["version"] for side in link["sides"]} == {1, 2}


async def test_a_link_that_is_made_while_its_decision_is_put_aside_is_seen(mongo_url: str, database: str) -> None:
    async with desk_on(mongo_url, database) as one, desk_on(mongo_url, database) as other:
        link = await linked(one)
        await one.database["links"].delete_many({})

        class Slow(DecisionStore):
            async def keep(self, decisions: Sequence[LinkDecided]) -> None:
                # The other worker makes the link now, and finds no decision that waits.
                await asyncio.create_task(one.hand(SEIZURE), context=contextvars.Context())
                await super().keep(decisions)

        handled = await settle_decisions(
            Slow(other.database), [Received(other.decision(each), each) for each in [decided(link, "KR", "reject")]]
        )
        assert (handled.waiting, (await the_link(one))["status"], await waiting(one)) == ([], "rejected", 0)


async def test_a_link_and_its_decision_at_once_by_two_workers_meet(mongo_url: str, database: str) -> None:
    async with desk_on(mongo_url, database) as one, desk_on(mongo_url, database) as other:
        for number in range(30):
            item = {"items": [parcel(200 + number)]}
            warning, seizure = (
                report("NL", f"W{number}", "warning", transport=item),
                report("KR", f"S{number}", transport=item),
            )
            await one.hand(warning, seizure)
            [link] = [each for each in await one.links() if warning.report_id in each["reports"]]
            await one.database["links"].delete_one({"_id": link["_id"]})
            await asyncio.gather(one.hand(seizure), other.decide(decided(link, "KR", "reject")))
            [link] = [each for each in await one.links() if warning.report_id in each["reports"]]
            assert link["status"] == "rejected"
        assert await waiting(one) == 0
