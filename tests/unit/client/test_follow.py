"""Following the alerts over connections that break, end, hang and refuse."""

from __future__ import annotations

from contextlib import aclosing, closing
from itertools import islice

import pytest

from services.client import AsyncTocsin, Away, BadQuestion, Tocsin, Unauthenticated, Unexpected
from tests.unit.client.platform_stub import Said, Stub, later, problem, stream
from tests.unit.client.test_listening import written
from tests.unit.client.test_tocsin import KEY

SOON = "retry: 10\nid: begin\n\n"
ONE, TWO, THREE = (written(number).decode() for number in (1, 2, 3))
BROKEN = [
    stream(SOON + ONE + TWO[:200]),  # torn in the middle of an event
    Said(None, hang_up=True),
    later(503, "0"),
    stream(SOON + ": beat\n", whole=True),  # the platform stops
    stream(SOON + TWO + THREE),
]


@pytest.mark.usefixtures("no_pauses")
def test_over_every_kind_of_break_each_event_is_told_once(platform: Stub) -> None:
    platform.answers = list(BROKEN)
    with Tocsin(api=platform.url, key=KEY) as tocsin, closing(tocsin.follow()) as news:
        assert [one.token for one in islice(news, 3)] == ["token-1", "token-2", "token-3"]
    resumed = [asked.headers.get("last-event-id") for asked in platform.asked]
    assert resumed == [None, "token-1", "token-1", "token-1", "begin"]


async def test_the_client_for_asyncio_follows_the_same(platform: Stub, no_pauses: None) -> None:
    platform.answers = list(BROKEN)
    async with AsyncTocsin(api=platform.url, key=KEY) as tocsin, aclosing(tocsin.follow("before")) as news:
        told = [(await anext(news)).token for _ in range(3)]
    assert told == ["token-1", "token-2", "token-3"]
    assert platform.asked[0].headers["last-event-id"] == "before"


def test_what_the_platform_refuses_for_good_ends_it(platform: Stub) -> None:
    for said, kind in (
        (problem("unauthenticated", 401), Unauthenticated),
        (problem("bad_resume_token", 400), BadQuestion),
        (Said(200, b"<html>", {"content-type": "text/html"}), Unexpected),
    ):
        platform.answers = [said]
        with Tocsin(api=platform.url, key=KEY) as tocsin, pytest.raises(kind):
            next(tocsin.follow())


def test_whoever_does_not_want_to_wait_for_ever_says_so(platform: Stub) -> None:
    platform.answers = [later(429, "3600")]
    with Tocsin(api=platform.url, key=KEY) as tocsin, pytest.raises(Away):
        next(tocsin.follow(patience=60))


def test_a_connection_without_a_sign_of_life_counts_as_broken(platform: Stub) -> None:
    platform.answers = [stream(SOON, hangs=True), stream(ONE)]
    with Tocsin(api=platform.url, key=KEY) as tocsin, closing(tocsin.follow(silence=0.05)) as news:
        assert [next(news).token] == ["token-1"]
    assert platform.asked[1].headers["last-event-id"] == "begin"


def test_a_token_that_no_header_can_carry_is_refused_before_anything_is_sent() -> None:
    with Tocsin(api="http://127.0.0.1:1", key=KEY) as tocsin, pytest.raises(ValueError, match="no resume token"):
        next(tocsin.follow("a\r\nx: y"))
