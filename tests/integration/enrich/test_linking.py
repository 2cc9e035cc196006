"""Linking on a real MongoDB: redelivery, corrections, retractions, hubs, and two workers at once."""

from __future__ import annotations

import asyncio

from tests.integration.enrich.desk import Desk, desk_on, enriched_in, links_in
from tests.unit.enrich.reports import parcel, party, reply_to, report

ONE, OTHER = parcel(1), parcel(2)
WARNING = report("NL", "W1", "warning", transport={"items": [ONE]})
SEIZURE = report("KR", "S1", transport={"items": [ONE]})
CORRECTED = report("KR", "S1", transport={"items": [OTHER]})
RETRACTION = report("KR", "R1", "retraction", in_reply_to=reply_to("KR", "S1"))


async def test_the_second_report_finds_the_first(desk: Desk) -> None:
    assert links_in(await desk.hand(WARNING)) == []
    (link,) = links_in(await desk.hand(SEIZURE))
    assert link[1:] == ("proposed", 1)


async def test_a_pair_inside_one_batch_is_found(desk: Desk) -> None:
    assert len(links_in(await desk.hand(WARNING, SEIZURE))) == 1


async def test_a_redelivery_sends_the_same_events_again_and_writes_nothing_new(desk: Desk) -> None:
    await desk.hand(WARNING)
    first = await desk.hand(SEIZURE)
    before = await desk.links()
    assert [(out.id, out.body) for out in await desk.hand(SEIZURE)] == [(out.id, out.body) for out in first]
    assert await desk.links() == before
    assert links_in(await desk.hand(WARNING)) == links_in(first)


async def test_a_correction_moves_a_link_from_one_report_to_another(desk: Desk) -> None:
    right = report("DE", "W2", "warning", transport={"items": [OTHER]})
    await desk.hand(WARNING, right, SEIZURE)
    sent = sorted(link[1:] for link in links_in(await desk.hand(CORRECTED, version=2)))
    assert sent == [("proposed", 1), ("withdrawn", 2)]
    assert await desk.standing() == {("same_object", *sorted((SEIZURE.report_id, right.report_id)))}
    (gone,) = [link for link in await desk.links() if link["status"] == "withdrawn"]
    assert gone["reason"] == "corrected"


async def test_a_redelivered_correction_sends_the_withdrawal_again(desk: Desk) -> None:
    await desk.hand(WARNING, SEIZURE)
    first = links_in(await desk.hand(CORRECTED, version=2))
    assert links_in(await desk.hand(CORRECTED, version=2)) == first


async def test_a_later_version_may_bring_a_withdrawn_link_back(desk: Desk) -> None:
    await desk.hand(WARNING, SEIZURE)
    await desk.hand(CORRECTED, version=2)
    assert [link[1:] for link in links_in(await desk.hand(SEIZURE, version=3))] == [("proposed", 3)]


async def test_an_older_version_that_comes_late_changes_nothing_and_tells_what_stands(desk: Desk) -> None:
    await desk.hand(WARNING, CORRECTED, version=2)
    sends = await desk.hand(SEIZURE)
    assert enriched_in(sends)[SEIZURE.report_id].version == 2
    assert await desk.standing() == set()


async def test_of_two_versions_in_one_batch_the_newer_counts(desk: Desk) -> None:
    await desk.hand(WARNING)
    for order in ((1, 2), (2, 1)):
        await desk.take(desk.record({1: SEIZURE, 2: CORRECTED}[version], version) for version in order)
        assert await desk.standing() == set()


async def test_a_retraction_withdraws_every_link_of_its_target(desk: Desk) -> None:
    await desk.hand(WARNING, SEIZURE)
    sends = await desk.hand(RETRACTION)
    assert [link[1:] for link in links_in(sends)] == [("withdrawn", 2)]
    assert enriched_in(sends)[SEIZURE.report_id].retracted
    assert (await desk.links())[0]["reason"] == "retracted"
    assert links_in(await desk.hand(RETRACTION)) == links_in(sends)


async def test_what_was_retracted_before_it_came_makes_no_link(desk: Desk) -> None:
    await desk.hand(RETRACTION)
    sends = await desk.hand(WARNING, SEIZURE)
    assert links_in(sends) == []
    assert enriched_in(sends)[SEIZURE.report_id].retracted
    assert links_in(await desk.hand(report("DE", "W3", "warning", transport={"items": [ONE]}))) != []


async def test_a_retracted_report_stays_retracted_when_it_is_corrected(desk: Desk) -> None:
    await desk.hand(WARNING, SEIZURE)
    await desk.hand(RETRACTION)
    await desk.hand(SEIZURE, version=2)
    await desk.hand(WARNING)
    assert await desk.standing() == set()


async def test_nobody_retracts_the_report_of_another(desk: Desk) -> None:
    await desk.hand(WARNING, SEIZURE)
    await desk.hand(report("FR", "R1", "retraction", in_reply_to=reply_to("KR", "S1")))
    assert len(await desk.standing()) == 1


async def test_a_hub_makes_no_further_link_and_earlier_ones_stand(desk: Desk) -> None:
    phone = [party("phone", "forwarder")]
    codes = ["NL", "KR"] * 10
    for number, code in enumerate(codes):
        await desk.hand(report(code, f"H{number}", parties=phone))
    at_the_limit = await desk.standing()
    assert len(at_the_limit) == 100
    sends = await desk.hand(report("DE", "H20", parties=phone))
    assert links_in(sends) == []
    assert [event.recurrences for event in enriched_in(sends).values()] == [()]
    assert desk.registry.get_sample_value("tocsin_keys_parked_total") == 1
    await desk.hand(report("KR", "H1", parties=phone), version=2)
    assert await desk.standing() == at_the_limit


async def test_a_hub_larger_than_any_look_hides_no_pair_beside_it(desk: Desk) -> None:
    crowd = [report("NL", f"H{n}", parties=[party("phone", "forwarder")]) for n in range(60)]
    await desk.hand(*crowd)
    await desk.hand(report("NL", "P", parties=[party("email", "rare")]))
    both = report("KR", "S9", parties=[party("phone", "forwarder"), party("email", "rare")])
    for _ in range(2):  # the second time the hub is remembered
        assert len(links_in(await desk.hand(both))) == 1


async def test_a_consignee_seen_again_is_told_even_within_one_administration(desk: Desk) -> None:
    phone = [party("phone", "p")]
    await desk.hand(report("KR", "S1", parties=phone))
    second = report("KR", "S2", parties=phone)
    (recurrence,) = enriched_in(await desk.hand(second))[second.report_id].recurrences
    assert {bearer.administration for bearer in recurrence.reports} == {"KR"}
    assert len(recurrence.reports) == 2
    assert await desk.standing() == set()


async def test_of_two_workers_at_once_at_least_one_sees_the_pair(desk: Desk, mongo_url: str, database: str) -> None:
    async with desk_on(mongo_url, database) as neighbour:
        for number in range(30):
            item = {"items": [parcel(100 + number)]}
            one = report("NL", f"W{number}", "warning", transport=item)
            other = report("KR", f"S{number}", transport=item)
            sends = await asyncio.gather(desk.hand(one), neighbour.hand(other))
            told = {link for sent in sends for link in links_in(sent)}
            assert [link[1:] for link in told] == [("proposed", 1)]


async def test_a_correction_racing_with_a_new_report_leaves_no_stale_link(
    desk: Desk, mongo_url: str, database: str
) -> None:
    async with desk_on(mongo_url, database) as neighbour:
        for number in range(30):
            item, corrected = ({"items": [parcel(200 + 2 * number + n)]} for n in (0, 1))
            await desk.hand(report("KR", f"S{number}", transport=item))
            await asyncio.gather(
                desk.hand(report("KR", f"S{number}", transport=corrected), version=2),
                neighbour.hand(report("NL", f"W{number}", "warning", transport=item)),
            )
        assert await desk.standing() == set()
