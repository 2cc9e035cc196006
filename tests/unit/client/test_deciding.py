"""Deciding about links and asking for networks through the client, against a server over real sockets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.client import BadQuestion, Conflict, Forbidden, Tocsin
from services.contracts.participants import api_key_text
from tests.unit.client.platform_stub import Said, Stub, later, problem, written

KEY = api_key_text("abcdefgh", bytes(range(32)))
LINK: dict[str, Any] = {
    "link_id": "a:b:same_object", "class": "same_object", "score": 9.5, "evidence": [], "status": "rejected",
    "reports": ["a", "b"], "sharing": {"tlp": "GREEN", "handling": [], "audience": []}, "strength": 9.5,
    "decisions": [{"administration": "KR", "decision": "reject", "reason": "no", "at": "2021-02-12T09:00:00Z",
                   "revision": 1}],
}  # fmt: skip


def to(platform: Stub) -> Tocsin:
    return Tocsin(api=platform.url, key=KEY)


def tagged(tag: str) -> Said:
    """A link with its ETag."""
    return Said(200, json.dumps(LINK).encode(), {"content-type": "application/json", "etag": tag})


def test_a_decision_is_sent_on_what_was_read_and_the_link_comes_back(platform: Stub) -> None:
    platform.answers = [tagged('"one"'), tagged('"two"')]
    with to(platform) as tocsin:
        seen = tocsin.link(LINK["link_id"])
        after = tocsin.decide(seen.link_id, "reject", "n\u00f3n", etag=seen.etag)
    assert (seen.etag, after.etag, after.decisions[0].reason, after.strength) == ('"one"', '"two"', "no", 9.5)
    _, asked = platform.asked
    assert (asked.method, asked.path) == ("POST", "/v1/links/a:b:same_object/decisions")
    assert json.loads(asked.body) == {"decision": "reject", "reason": "n\u00f3n"}
    assert (asked.headers["if-match"], len(asked.headers["idempotency-key"])) == ('"one"', 32)


def test_without_an_etag_a_link_is_decided_about_as_it_now_stands(platform: Stub) -> None:
    platform.answers = [tagged('"now"')]
    with to(platform) as tocsin:
        tocsin.decide(LINK["link_id"], "confirm")
    assert [(asked.method, asked.headers.get("if-match")) for asked in platform.asked] == [
        ("GET", None),
        ("POST", '"now"'),
    ]


@pytest.mark.usefixtures("no_pauses")
def test_a_decision_that_is_not_in_effect_yet_is_asked_for_again_with_the_same_key(platform: Stub) -> None:
    platform.answers = [later(504, "0"), later(503, "0"), Said(None, hang_up=True), tagged('"x"')]
    with to(platform) as tocsin:
        tocsin.decide(LINK["link_id"], "confirm", etag='"x"')
    assert len({asked.headers["idempotency-key"] for asked in platform.asked}) == 1
    assert len(platform.asked) == 4


@pytest.mark.parametrize(
    ("word", "status", "kind"),
    [
        ("precondition_failed", 412, Conflict),
        ("link_withdrawn", 409, Conflict),
        ("a_word_of_tomorrow", 409, Conflict),
        ("forbidden", 403, Forbidden),
        ("precondition_required", 428, BadQuestion),
        ("idempotency_key_reused", 422, BadQuestion),
    ],
)
def test_a_decision_that_is_not_taken_has_its_type(
    platform: Stub, word: str, status: int, kind: type[Exception]
) -> None:
    platform.answers = [problem(word, status)]
    with to(platform) as tocsin, pytest.raises(kind):
        tocsin.decide(LINK["link_id"], "confirm", etag='"x"')
    assert len(platform.asked) == 1


def test_what_no_header_can_carry_is_no_etag(platform: Stub) -> None:
    with to(platform) as tocsin, pytest.raises(ValueError, match="ETag"):
        tocsin.decide(LINK["link_id"], "confirm", etag='"x"\r\nx-evil: 1')


def test_a_network_is_asked_for_with_its_filters(platform: Stub) -> None:
    platform.answers = [
        written(
            {"report_id": "a", "depth": 3, "nodes": [], "edges": [], "routes": [], "countries": [], "truncated": False}
        )
    ]
    with to(platform) as tocsin:
        assert tocsin.network("a", depth=3, class_=["same_object", "reply"], min_score=2.5).first is None
    assert platform.asked[0].path == "/v1/reports/a/network?depth=3&class=same_object&class=reply&min_score=2.5"
