"""Reading and following through the client at the real api."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, closing
from itertools import islice
from typing import Any

import pytest

from services.client import AsyncTocsin, BadQuestion, NotFound, Tocsin, Unauthenticated
from services.contracts.sharing import owned
from tests.integration.api import things
from tests.integration.api.serving import Stage
from tests.integration.client.wire import wire
from tests.platform import wait_until


def reader(stage: Stage, code: str = "KR", **options: Any) -> Tocsin:
    return Tocsin(api=stage.url, key=stage.keys[code], **options)


def listens(stage: Stage) -> Callable[[], bool]:
    return lambda: stage.metric("tocsin_sse_connections") == 1


def publish_to_a_listener(stage: Stage) -> None:
    wait_until(listens(stage), 20, "somebody listens")
    stage.publish(things.event(5))


def test_every_kind_of_thing_is_read_typed_over_all_pages(stage: Stage) -> None:
    stage.store("reports", *(things.report(number) for number in range(7)))
    stage.store("links", *(things.link(number) for number in range(7)))
    stage.store("alerts", *(things.alert(number) for number in range(7)))
    stage.store("submissions", *(things.submission(number, statuses=("accepted", "held")) for number in range(7)))
    with reader(stage) as tocsin:
        reports = list(tocsin.reports(limit=3, mode="mail", country="KR"))
        assert sorted(one.national_ref for one in reports) == [str(number) for number in range(7)]
        assert reports[0].sharing.tlp == "GREEN"
        assert reports[0].received_at.tzinfo is not None
        assert (reports[0].model_extra or {})["goods"][0]["substance"] == "MDMA"
        assert tocsin.report(reports[0].report_id) == reports[0]
        assert list(tocsin.reports(from_=things.WHEN.replace(year=2022))) == []
        history = tocsin.history(reports[0].report_id)
        assert [(one.version, one.status, len(one.findings)) for one in history.versions] == [
            (1, "accepted", 0),
            (2, "held", 1),
        ]
        links = list(tocsin.links(limit=2, class_="same_party", status=["proposed", "confirmed"]))
        assert {one.class_ for one in links} == {"same_party"}
        assert len(links) == 7
        assert tocsin.link(links[0].link_id).evidence[0].left == "token equal"
        alerts = list(tocsin.alerts(severity="high"))
        assert tocsin.alert(alerts[0].alert_id).rule.id == "link-across-countries"
        receipts = list(tocsin.receipts(limit=5))
        assert len(receipts) == 14
        assert receipts[0].at >= receipts[-1].at
        assert {one.code for one in tocsin.participants()} == set(stage.keys)
    with reader(stage, "KR", language="fr") as tocsin:
        assert next(tocsin.alerts()).title.startswith("Affaire")


def test_what_may_not_be_read_and_what_is_asked_wrongly_is_told_in_types(stage: Stage) -> None:
    stage.store("reports", things.report(1, owned("KR", "RED", [])))
    with reader(stage, "NL") as tocsin:
        with pytest.raises(NotFound):
            tocsin.report(things.report(1)["_id"])
        with pytest.raises(BadQuestion, match="country"):
            next(tocsin.reports(country="Korea"))
        with pytest.raises(BadQuestion, match="resume token"):
            next(tocsin.follow(after="somebody-else's"))
    with Tocsin(api=stage.url, key=stage.keys["KR"][:-2] + "AA") as tocsin:
        for asked in (tocsin.receipts(), tocsin.follow()):
            with pytest.raises(Unauthenticated):
                next(asked)


def test_following_over_a_wire_that_breaks_anywhere_misses_nothing_and_repeats_nothing(stage: Stage) -> None:
    chance, wanted = random.Random(7), [things.alert_id(number) for number in range(60)]
    budgets = [chance.randint(300, 5000) for _ in range(6)]
    with wire(stage.port, budgets) as broken, ThreadPoolExecutor(1) as pool:
        with Tocsin(api=broken.url, key=stage.keys["KR"]) as tocsin, reader(stage) as direct:
            with closing(direct.follow()) as first:
                begin = pool.submit(next, first)
                wait_until(listens(stage), 20, "somebody listens")
                stage.publish(things.event(1000))
                token = begin.result(20).token
            told = pool.submit(lambda: list(islice(tocsin.follow(token), len(wanted))))
            for number in range(60):
                stage.publish(things.event(number))
            found = told.result(100)
        assert broken.connections > 6, "it did break"
    assert [one.alert_id for one in found] == wanted
    assert {one.change for one in found} == {"raised"}
    assert len({one.token for one in found}) == len(wanted)


def test_following_goes_on_after_the_api_was_away(stage: Stage) -> None:
    with reader(stage) as tocsin, ThreadPoolExecutor(1) as pool, closing(tocsin.follow()) as news:
        first = pool.submit(next, news)
        wait_until(listens(stage), 20, "it listens")
        stage.publish(things.event(1))
        assert first.result(20).alert_id == things.alert_id(1)
        stage.halt()
        rest = pool.submit(lambda: [next(news).alert_id for _ in range(2)])
        stage.publish(things.event(2), things.event(1), things.event(3))
        stage.start()
        assert rest.result(60) == [things.alert_id(2), things.alert_id(3)]


async def test_the_client_for_asyncio_reads_and_follows_the_same(stage: Stage) -> None:
    stage.store("alerts", things.alert(1))
    async with AsyncTocsin(api=stage.url, key=stage.keys["KR"]) as tocsin, aclosing(tocsin.follow()) as news:
        assert [one.alert_id async for one in tocsin.alerts()] == [things.alert_id(1)]
        assert (await tocsin.alert(things.alert_id(1))).severity == "high"
        with pytest.raises(NotFound):
            await tocsin.history("nothing")
        with ThreadPoolExecutor(1) as pool:
            pool.submit(publish_to_a_listener, stage)
            told = await anext(news)
    assert told.alert is not None
    assert told.alert.title == "Matter 5"


def test_a_key_that_is_taken_away_ends_the_following(stage: Stage) -> None:
    with reader(stage) as tocsin, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: next(tocsin.follow()))
        wait_until(listens(stage), 20, "it listens")
        stage.revoke("KR")
        stage.halt()
        stage.start()
        with pytest.raises(Unauthenticated):
            waiting.result(60)
