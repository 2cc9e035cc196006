"""When the client tries again: as the platform says, else after growing pauses, and not for ever."""

from __future__ import annotations

import pickle
import ssl
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.client.errors import Away, NotFound, Unauthenticated, Unexpected, refusal
from services.client.questions import Addresses, headers
from services.client.retrying import FIRST_PAUSE, LONGEST_PAUSE, Attempts, Later, accepted, seconds, streams

NOON = datetime(2021, 2, 11, 12, 0, tzinfo=UTC)


def attempts(patience: float | None, at: list[float]) -> Attempts:
    return Attempts(patience, clock=lambda: at[0], chance=lambda: 1.0)


def test_pauses_grow_up_to_a_bound_and_begin_again_after_a_success() -> None:
    tries = attempts(None, [0.0])
    pauses = [tries.pause(httpx.ConnectError("")) for _ in range(20)]
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    tries.went_well()
    assert tries.pause(httpx.ReadTimeout("")) == FIRST_PAUSE
    tries.went_well(first_pause=2.0)
    assert tries.pause(httpx.ReadTimeout("")) == 2.0


def test_what_the_platform_says_about_the_wait_goes_before_the_own_pause() -> None:
    assert attempts(None, [0.0]).pause(Later("HTTP 429", 7.0)) >= 7.0


def test_patience_ends_with_what_was_said_last() -> None:
    at = [0.0]
    tries = attempts(10.0, at)
    tries.pause(httpx.ConnectError(""))
    at[0] = 9.0
    with pytest.raises(Away, match=r"HTTP 503 \(tried 2 times\)") as away:
        tries.pause(Later("HTTP 503", 5.0))
    assert (away.value.attempts, away.value.retry_after) == (2, 5.0)
    assert str(pickle.loads(pickle.dumps(away.value))) == str(away.value)  # noqa: S301 -- our own


def test_what_can_never_work_is_not_tried_again() -> None:
    distrust = httpx.ConnectError("")
    distrust.__cause__ = ssl.SSLCertVerificationError("unknown issuer")
    for failure in (httpx.UnsupportedProtocol(""), httpx.LocalProtocolError(""), distrust):
        with pytest.raises(Unexpected):
            attempts(None, [0.0]).pause(failure)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("0", 0.0),
        ("30", 30.0),
        ("Thu, 11 Feb 2021 12:00:30 GMT", 30.0),
        ("Thu, 11 Feb 2021 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str | None, wait: float | None) -> None:
    assert seconds(text, lambda: NOON) == wait


@given(st.text(max_size=40))
def test_any_retry_after_is_a_wait_or_none(text: str) -> None:
    found = seconds(text, lambda: NOON)
    assert found is None or found >= 0


@given(status=st.integers(400, 599), body=st.binary(max_size=200))
def test_any_answer_that_is_no_yes_becomes_an_exception_of_ours(status: int, body: bytes) -> None:
    with pytest.raises((Later, Unexpected)):
        accepted(httpx.Response(status, content=body))


def test_an_answer_from_elsewhere_is_told_as_such() -> None:
    moved = httpx.Response(302, headers={"location": "http://elsewhere/"})
    with pytest.raises(Unexpected):
        accepted(moved)
    with pytest.raises(Unexpected):
        streams(httpx.Response(200, headers={"content-type": "text/html"}))


def test_a_word_that_is_not_known_yet_goes_by_its_status() -> None:
    body = b'{"type":"urn:tocsin:problem:new","title":"New","status":%d,"more":1}'
    assert isinstance(refusal(401, body % 401), Unauthenticated)
    said = refusal(404, body % 404)
    assert isinstance(said, NotFound)
    assert str(said) == "404 new: New"
    assert str(pickle.loads(pickle.dumps(said))) == str(said)  # noqa: S301 -- our own


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "a\nb", "a\r\nx: y"])
def test_a_text_that_cannot_be_a_key_is_refused_without_being_quoted(key: str) -> None:
    with pytest.raises(ValueError, match="neither an API key nor a token") as why:
        headers(key, "en")
    assert not key.strip() or key.strip() not in str(why.value)


@pytest.mark.parametrize("id_", ["", ".", ".."])
def test_an_id_cannot_lead_to_another_path(id_: str) -> None:
    with pytest.raises(ValueError, match="an id"):
        Addresses(None, "http://api").get("reports", id_)
    assert Addresses(None, "http://api").get("reports", "../x?y#z").url == "http://api/v1/reports/..%2Fx%3Fy%23z"
