"""The small parts of the door: rate, memory of what was just taken, turns, language."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from starlette.requests import Request

from services.contracts.findings import Language
from services.contracts.reasons import Reason
from services.ingest.problems import STATUS, refusal
from services.ingest.rate import Buckets
from services.ingest.recent import Recent, Turns
from services.ingest.request import language, trace
from services.ingest.submission import Entry, Submission
from tests.unit.ingest.reports import NOW


def asked(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": raw})


def test_a_bucket_empties_and_fills_again() -> None:
    buckets = Buckets(per_second=10, burst=20)
    assert [buckets.take("KR", 10, 0.0) for _ in range(3)] == [0.0, 0.0, 1.0]
    assert buckets.take("JP", 20, 0.0) == 0.0
    assert buckets.take("KR", 10, 1.0) == 0.0


def test_a_batch_beyond_the_burst_waits_for_a_full_bucket_and_not_for_ever() -> None:
    buckets = Buckets(per_second=10, burst=20)
    assert buckets.take("KR", 1_000, 0.0) == 0.0
    assert buckets.take("KR", 1, 0.0) == pytest.approx(0.1)


def test_what_was_just_acknowledged_is_known_beside_what_is_stored() -> None:
    recent = Recent(most=2)
    one, two = Entry(1, "a", "accepted", NOW), Entry(2, "b", "held", NOW + timedelta(seconds=1))
    recent.remember(Submission("r", "KR", "x"), two)
    seen = recent.overlay("r", Submission("r", "KR", "x", (one,), 1))
    assert seen is not None
    assert (seen.entries, seen.revision) == ((one, two), 1)
    unseen = recent.overlay("r", None)
    assert unseen is not None
    assert unseen.entries == (two,)


def test_an_entry_that_the_stream_has_stored_counts_once() -> None:
    recent = Recent(most=2)
    recent.remember(Submission("r", "KR", "x"), Entry(1, "a", "accepted", NOW))
    stored = Submission("r", "KR", "x", (Entry(1, "a", "accepted", NOW, ("reports-mail", 0, 0)),), 1)
    assert recent.overlay("r", stored) == stored


def test_the_oldest_are_forgotten_first() -> None:
    recent = Recent(most=2)
    for report_id in ("a", "b", "c"):
        recent.remember(Submission(report_id, "KR", "x"), Entry(1, "h", "accepted", NOW))
    assert [recent.overlay(report_id, None) is None for report_id in ("a", "b", "c")] == [True, False, False]


async def test_requests_about_one_report_take_turns_and_leave_nothing_behind() -> None:
    turns, order = Turns(), list[str]()
    inside = asyncio.Event()

    async def first() -> None:
        async with turns.of(["a", "b"]):
            inside.set()
            await asyncio.sleep(0)
            order.append("first")

    async def second() -> None:
        await inside.wait()
        async with turns.of(["b", "a"]):
            order.append("second")

    await asyncio.gather(second(), first())
    assert order == ["first", "second"]
    assert turns._waiting == {}


@pytest.mark.parametrize(
    ("given", "spoken"),
    [
        ("fr", "fr"),
        ("fr-CA, en;q=0.5", "fr"),
        ("en;q=0.4, fr;q=0.9", "fr"),
        ("de, en;q=0.3", "en"),
        ("de", "en"),
        ("fr;q=x", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_best_liked_of_the_two(given: str, spoken: Language) -> None:
    assert language(asked(accept_language=given)) == spoken


def test_a_trace_travels_only_when_it_is_one() -> None:
    good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    assert trace(asked(traceparent=good)) == good
    assert trace(asked(traceparent="x\r\ny")) is None


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_problem_in_two_languages(reason: Reason) -> None:
    english, french = (refusal(reason, "", [], speech) for speech in ("en", "fr"))
    assert english.body != french.body
    assert english.status == STATUS.get(reason, 422)
