"""The live stream is read as the standard says, and a break loses nothing and repeats nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api import sse
from services.api.alert_log import News, Told
from services.client.errors import Unexpected
from services.client.listening import AlertNews, Listening
from tests.integration.api import things


def written(number: int, whole: bool = True, **changes: Any) -> bytes:
    """An event as the api writes it."""
    alert = things.event(number).alert.model_copy(update=changes)
    told = Told("raised" if whole else "withdrawn", whole)
    return sse.alert_event(f"token-{number}", News(number, "raised", alert, None), told, "en")


def cut(raw: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(raw), *(place % (len(raw) + 1) for place in places)})
    return [raw[start:end] for start, end in pairwise(edges)]


def heard(place: Listening, chunks: list[bytes]) -> list[AlertNews]:
    return [news for chunk in chunks for news in place.feed(chunk)]


STREAM = sse.opening("begin") + written(1) + sse.BEAT + written(2) + sse.SOURCE_AWAY + sse.gap("token-3", "retention")


@given(st.lists(st.integers(0, 5000), max_size=30))
def test_however_the_stream_is_cut_it_tells_the_same(places: list[int]) -> None:
    news = heard(Listening(), cut(STREAM, places))
    assert [(one.change, one.token) for one in news] == [
        ("raised", "token-1"),
        ("raised", "token-2"),
        ("gap", "token-3"),
    ]
    assert [one.alert_id for one in news] == [things.alert_id(1), things.alert_id(2), None]
    assert news[2].reason == "retention"


@given(st.integers(0, len(STREAM)), st.lists(st.integers(0, 5000), max_size=5))
def test_after_a_break_anywhere_the_place_is_that_of_the_last_whole_event(end: int, places: list[int]) -> None:
    place = Listening("before")
    news = heard(place, cut(STREAM[:end], places))
    whole = STREAM[:end].count(b"\n\n")
    assert place.token == ["before", "begin", "token-1", "token-2", "token-3"][whole]
    assert [one.token for one in news] == ["token-1", "token-2", "token-3"][: max(0, whole - 1)]
    place.begin()
    assert [one.token for one in heard(place, [written(9)])] == ["token-9"], "the torn event is forgotten"


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_lines_end_as_the_standard_says(end: bytes) -> None:
    raw = STREAM.replace(b"\n", end)
    assert len(heard(Listening(), [raw[at : at + 1] for at in range(len(raw))])) == 3


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"])
def test_a_sign_that_other_readers_take_for_the_end_of_a_line_stands_in_a_title(sign: str) -> None:
    [news] = heard(Listening(), [written(1, title={"en": f"two{sign}parts"})])
    assert news.alert is not None
    assert news.alert.title == f"two{sign}parts"


def test_an_alert_that_may_no_longer_be_seen_is_told_by_its_id_alone() -> None:
    [news] = heard(Listening(), [written(1, whole=False)])
    assert (news.change, news.alert_id, news.alert) == ("withdrawn", things.alert_id(1), None)


def test_the_first_lines_say_where_it_begins_and_how_long_to_wait() -> None:
    place = Listening()
    assert heard(place, [sse.opening("begin")]) == []
    assert (place.token, place.retry) == ("begin", sse.RETRY_MS / 1000)


@pytest.mark.parametrize(
    "raw",
    [
        b"data: \n\n",
        b"data: [\n\n",
        b"data: {}\n\n",
        b"data: []\n\n",
        b"event: gap\ndata: 1\n\n",
        b"data: " + b"[" * 100_000 + b"\n\n",
        b'data: {"title":1,"alert_id":"a"}\n\n',
    ],
)
def test_an_event_that_is_no_news_is_not_passed_on_and_the_place_stays_before_it(raw: bytes) -> None:
    place = Listening("before")
    with pytest.raises(Unexpected):
        heard(place, [b"id: after\n" + raw])
    assert [place.token] == ["before"]


@given(st.lists(st.binary(max_size=60), max_size=10))
def test_no_bytes_raise_anything_else(chunks: list[bytes]) -> None:
    place = Listening()
    with suppress(Unexpected):
        heard(place, chunks)


def test_a_megabyte_in_one_title_arrives() -> None:
    raw = written(1, title={"en": "é" * 500_000})
    [news] = heard(Listening(), [raw[at : at + 65_536] for at in range(0, len(raw), 65_536)])
    assert news.alert is not None
    assert len(news.alert.title) == 500_000


def test_a_token_is_a_text_that_a_header_can_carry() -> None:
    place = Listening()
    heard(place, [b"id: good\ndata: " + json.dumps({"alert_id": "a"}).encode() + b"\n\nid: a\0b\n\n"])
    assert [place.token] == ["good"]
