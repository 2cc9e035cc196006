"""The client against a server over real sockets: what is repeated, what is refused, what is never shown."""

from __future__ import annotations

import inspect
import json
import logging
import pickle
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from services.client import (
    AsyncTocsin,
    Away,
    BadQuestion,
    Forbidden,
    NotFound,
    PlatformFailed,
    ReportRefused,
    Tocsin,
    Unauthenticated,
    Unexpected,
)
from services.contracts.participants import api_key_text
from tests.unit.client.platform_stub import Asked, Said, Stub, later, listening, problem, written
from tests.unit.ingest.reports import seizure

KEY = api_key_text("abcdefgh", bytes(range(32)))
TAKEN = {"report_id": "id", "version": 1, "status": "accepted", "findings": []}
FINDING = {"code": "unknown_field", "severity": "error", "path": "/x", "message": "No.", "suggestion": "Yes."}


def to(platform: Stub, **options: Any) -> Tocsin:
    return Tocsin(door=platform.url, api=platform.url, key=KEY, **options)


def of_batch(asked: Asked) -> Said:
    """Takes every report of a batch but those of a word."""
    data = [event["data"] for event in json.loads(asked.body)]
    refused = {"report_id": None, "version": None, "status": "refused", "reason": "invalid", "findings": [FINDING]}
    items = [refused if "bad" in one else TAKEN | {"report_id": one["national_ref"]} for one in data]
    return Said(202, json.dumps({"items": items}).encode())


def test_a_report_is_sent_with_key_and_language_and_its_receipt_read(platform: Stub) -> None:
    platform.answers = [written(TAKEN | {"status": "held", "findings": [FINDING], "new_field": 1})]
    with to(platform, language="fr") as tocsin:
        receipt = tocsin.send(seizure())
    assert (receipt.report_id, receipt.version, receipt.status, receipt.taken) == ("id", 1, "held", True)
    assert receipt.findings[0].path == "/x"
    [asked] = platform.asked
    assert (asked.method, asked.path, json.loads(asked.body)) == ("POST", "/v1/reports", seizure())
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert (asked.headers["accept-language"], asked.headers["content-type"]) == ("fr", "application/json")


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize(
    "failure",
    [later(503, "0"), later(429, "0"), Said(502, b"<html>"), Said(None, hang_up=True), Said(200, b"{", hang_up=True)],
    ids=["503", "429", "502", "nothing", "torn"],
)
def test_a_report_is_sent_again_until_there_is_an_answer(platform: Stub, failure: Said) -> None:
    platform.answers = [failure, failure, written(TAKEN | {"status": "duplicate"})]
    with to(platform) as tocsin:
        assert tocsin.send(seizure()).taken
    assert len({asked.body for asked in platform.asked}) == 1
    assert len(platform.asked) == 3


def test_patience_ends_and_says_what_was_said_last(platform: Stub) -> None:
    platform.answers = [later(503, "3600")]
    with to(platform) as tocsin, pytest.raises(Away) as away:
        tocsin.send(seizure())
    assert away.value.retry_after == 3600
    assert away.value.problem is not None
    assert away.value.problem.word == "unavailable"


def test_nobody_there_is_away_too() -> None:
    with listening() as gone:
        url = gone.url
    with Tocsin(door=url, key=KEY, patience=0) as tocsin, pytest.raises(Away, match="ConnectError"):
        tocsin.send(seizure())


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (problem("unauthenticated", 401), Unauthenticated),
        (problem("forbidden", 403), Forbidden),
        (problem("foreign_administration", 403, findings=[FINDING]), ReportRefused),
        (problem("unknown_field", 422, reason="unknown_field", findings=[FINDING] * 9), ReportRefused),
        (problem("oversize", 413), ReportRefused),
        (problem("internal_error", 500), PlatformFailed),
        (Said(404, b"<html>not here</html>"), Unexpected),
        (Said(302, b"", {"location": "http://127.0.0.1:1/"}), Unexpected),
        (Said(200, b"<html>welcome</html>"), Unexpected),
        (written({"status": "accepted"}), Unexpected),
        (written([]), Unexpected),
    ],
)
def test_each_no_has_its_type_and_none_quotes_the_key(platform: Stub, said: Said, kind: type[Exception]) -> None:
    platform.answers = [said]
    with to(platform) as tocsin, pytest.raises(kind) as why:
        tocsin.send(seizure())
    assert len(platform.asked) == 1, "a no is not asked again"
    assert type(why.value) is kind
    assert KEY not in str(why.value) + repr(why.value) + repr(tocsin)
    assert str(pickle.loads(pickle.dumps(why.value))) == str(why.value)  # noqa: S301 -- our own


def test_a_refusal_names_the_place_and_the_finding(platform: Stub) -> None:
    platform.answers = [problem("unknown_field", 422, detail="1 finding", findings=[FINDING])]
    with to(platform) as tocsin, pytest.raises(ReportRefused) as why:
        tocsin.send(seizure())
    assert str(why.value) == "422 unknown_field: title of unknown_field; 1 finding; /x unknown_field: No."
    assert why.value.problem.findings[0].suggestion == "Yes."


@pytest.mark.usefixtures("no_pauses")
def test_many_reports_have_one_receipt_each_in_order_over_refusals_and_outages(platform: Stub) -> None:
    reports = [seizure(national_ref=str(n)) | ({"bad": 1} if n % 10 == 3 else {}) for n in range(25)]
    reports[7]["narrative"] = "x" * 300_000
    platform.answers = [of_batch, later(503, "0"), Said(None, hang_up=True), of_batch]
    with to(platform) as tocsin:
        receipts = list(tocsin.send_many((one for one in reports), batch=5))
    assert [one.number for one in receipts] == list(range(25))
    assert [one.number for one in receipts if not one.taken] == [3, 7, 13, 23]
    assert [one.report_id for one in receipts if one.taken] == [str(n) for n in range(25) if n not in (3, 7, 13, 23)]
    assert [one.reason for one in receipts if one.number == 7] == ["oversize"]


def test_a_list_is_walked_over_all_its_pages(platform: Stub) -> None:
    def page(asked: Asked) -> Said:
        at = int(dict(httpx.QueryParams(asked.path.partition("?")[2])).get("cursor", "0"))
        items = [{"code": f"P{at}", "role": "partner", "name": ""}] if at < 3 else []
        return written({"items": items, "next": str(at + 1) if at < 3 else None})

    platform.answers = [page]
    with to(platform) as tocsin:
        assert [one.code for one in tocsin.participants(limit=1)] == ["P0", "P1", "P2"]
    assert platform.asked[1].path == "/v1/participants?limit=1&cursor=1"


def test_filters_are_written_as_the_api_reads_them(platform: Stub) -> None:
    platform.answers = [written({"items": [], "next": None})]
    with to(platform) as tocsin:
        assert list(tocsin.links(status=["confirmed", "unsure"], class_="same_object", country="KR")) == []
        assert list(tocsin.reports(retracted=False, q="a&b=c", identifier="RR 473")) == []
    assert platform.asked[0].path == "/v1/links?limit=1000&status=confirmed&status=unsure&class=same_object&country=KR"
    assert platform.asked[1].path == "/v1/reports?limit=1000&retracted=false&q=a%26b%3Dc&identifier=RR+473"


@pytest.mark.parametrize(("word", "status", "kind"), [("not_found", 404, NotFound), ("bad_cursor", 400, BadQuestion)])
def test_the_api_says_no_in_types_too(platform: Stub, word: str, status: int, kind: type[Exception]) -> None:
    platform.answers = [problem(word, status)]
    with to(platform) as tocsin, pytest.raises(kind):
        tocsin.report("id")
    with to(platform) as tocsin, pytest.raises(kind):
        next(tocsin.alerts())


def test_without_an_address_it_is_said_which_one_is_missing() -> None:
    with Tocsin(key=KEY) as tocsin:
        with pytest.raises(ValueError, match="the door"):
            tocsin.send(seizure())
        with pytest.raises(ValueError, match="the api"):
            next(tocsin.follow())


async def test_the_client_for_asyncio_does_the_same(platform: Stub, no_pauses: None) -> None:
    async def trickle() -> AsyncIterator[dict[str, Any]]:
        for number in range(3):
            yield seizure(national_ref=str(number))

    async with AsyncTocsin(door=platform.url, api=platform.url, key=KEY) as tocsin:
        platform.answers = [later(503, "0"), written(TAKEN)]
        assert (await tocsin.send(seizure())).taken
        platform.answers = [Said(None, hang_up=True), of_batch]
        assert [one.report_id async for one in tocsin.send_many(trickle(), batch=2)] == ["0", "1", "2"]
        assert [one.number async for one in tocsin.send_many([seizure()])] == [0]
        platform.answers = [problem("unauthenticated", 401)]
        with pytest.raises(Unauthenticated):
            await tocsin.send(seizure())
        platform.answers = [written({"items": [{"code": "KR", "role": "new", "name": ""}], "next": None})]
        assert [one.code async for one in tocsin.participants()] == ["KR"]


def test_both_clients_offer_the_same() -> None:
    def offered(client: type) -> dict[str, list[str]]:
        public = {name: getattr(client, name) for name in dir(client) if not name.startswith("_")}
        return {name.removeprefix("a"): list(inspect.signature(one).parameters) for name, one in public.items()}

    assert offered(Tocsin) == offered(AsyncTocsin)
    assert set(Tocsin.__init__.__annotations__) == set(AsyncTocsin.__init__.__annotations__)


def test_nothing_that_is_logged_holds_the_key(platform: Stub, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    platform.answers = [Said(None, hang_up=True)]
    with to(platform, patience=0) as tocsin, pytest.raises(Away):
        tocsin.send(seizure())
    assert KEY not in caplog.text
