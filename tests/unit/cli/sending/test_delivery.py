"""Sending a file to a door that is slow, away, cut off or short of room: everything answered once, nothing lost."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from services.cli.sending.delivery import Delivery, GaveUp, Tally
from services.cli.sending.door import Door, batch_of, wait_of
from services.cli.sending.receipts import ReceiptFault, Receipts
from services.ingest.cloud_events import BATCH, read_body
from services.ingest.formats.answers import Answer
from services.ingest.formats.row_findings import RowCode, row_finding
from services.ingest.shape import read
from tests.unit.ingest.reports import seizure

ADDRESS = "http://door"
Handler = Callable[[list[dict[str, Any]]], httpx.Response]


def answer(number: int, administration: str = "KR", **changes: Any) -> Answer:
    """A row that is fit to be sent."""
    report = seizure(administration=administration, national_ref=f"R-{number}", **changes)
    return Answer(number, "valid", (), orjson.dumps(report), administration, f"R-{number}", 1)


REFUSED = Answer(99, "refused", (row_finding(RowCode.ROW_LONG),), None, None, None, None)


class FakeDoor:
    """Takes every report once, after the given answers; knows what it took and how often it was asked."""

    def __init__(self, *before: httpx.Response | Exception) -> None:
        self.before = list(before)
        self.taken: Counter[str] = Counter()
        self.sizes: list[int] = []
        self.now, self.most = 0, 0

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """What httpx gets."""
        assert request.headers["content-type"] == BATCH
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        if self.before:
            first = self.before.pop(0)
            if isinstance(first, Exception):
                raise first
            return first
        reports = [item["data"] for item in json.loads(request.content)]
        self.sizes.append(len(reports))
        items = []
        for report in reports:
            reference = report["national_ref"]
            items.append(said("duplicate" if self.taken[reference] else "accepted"))
            self.taken[reference] += 1
        return httpx.Response(202, json={"items": items})


def said(status: str, **more: Any) -> dict[str, Any]:
    """One item of a door's answer."""
    return {"report_id": "id", "version": 1, "status": status, "findings": [], **more}


def deliver(door: FakeDoor, path: Path, answers: list[Answer], **options: Any) -> Tally:
    """Send the rows as one run does."""

    async def run() -> Tally:
        transport = httpx.MockTransport(door.answer)
        async with httpx.AsyncClient(base_url=ADDRESS, transport=transport) as client:
            with Receipts(path) as receipts:
                one = Door(client, "key", "en")
                keyed = options.pop("keyed", None)
                delivery = Delivery(
                    "a.jsonl", ADDRESS, lambda code: one if keyed in (None, code) else None, receipts, **options
                )
                await delivery.send(iter(answers))
                return delivery.tally

    return asyncio.run(run())


def lines(path: Path) -> list[dict[str, Any]]:
    """The receipts."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def test_every_row_gets_its_receipt(tmp_path: Path) -> None:
    door, path = FakeDoor(), tmp_path / "r"
    tally = deliver(door, path, [answer(n) for n in range(1, 1204)])
    assert (tally.statuses, tally.whole) == ({"accepted": 1203}, True)
    assert sorted(one["row"] for one in lines(path)) == list(range(1, 1204))
    assert max(door.sizes) <= 200
    first = lines(path)[0]
    assert set(first) >= {"file", "row", "national_ref", "report_id", "version", "status", "findings", "at", "key"}


def test_a_second_run_sends_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "r"
    deliver(FakeDoor(), path, [answer(n) for n in range(5)])
    door = FakeDoor()
    tally = deliver(door, path, [answer(n) for n in range(8)])
    assert sorted(door.taken) == ["R-5", "R-6", "R-7"]
    assert (tally.before, tally.statuses) == (5, {"accepted": 3})


def test_a_row_that_was_corrected_is_sent_again(tmp_path: Path) -> None:
    path, door = tmp_path / "r", FakeDoor()
    deliver(FakeDoor(), path, [answer(1)])
    deliver(door, path, [answer(1, precision="day")])
    assert door.taken == {"R-1": 1}


def test_half_a_receipt_left_by_a_kill_counts_for_nothing(tmp_path: Path) -> None:
    path, door = tmp_path / "r", FakeDoor()
    deliver(FakeDoor(), path, [answer(1), answer(2)])
    path.write_bytes(path.read_bytes()[:-9])
    deliver(door, path, [answer(1), answer(2)])
    assert door.taken == {"R-2": 1}
    assert [one["row"] for one in lines(path)] == [1, 2]


def test_another_door_knows_nothing_of_what_the_first_one_took(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, door = tmp_path / "r", FakeDoor()
    deliver(FakeDoor(), path, [answer(1)])
    monkeypatch.setattr("tests.unit.cli.sending.test_delivery.ADDRESS", "http://other")
    deliver(door, path, [answer(1)])
    assert door.taken == {"R-1": 1}


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(503, headers={"retry-after": "0"}),
        httpx.Response(429, headers={"retry-after": "0"}),
        httpx.Response(500),
        httpx.Response(202, json={"items": []}),
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("gone"),
        httpx.RemoteProtocolError("cut off"),
    ],
    ids=lambda one: getattr(one, "status_code", None) or type(one).__name__,
)
def test_what_may_pass_is_repeated_until_it_is_answered(tmp_path: Path, trouble: httpx.Response | Exception) -> None:
    door = FakeDoor(trouble)
    tally = deliver(door, tmp_path / "r", [answer(1), answer(2)])
    assert (tally.statuses, tally.retries) == ({"accepted": 2}, 1)


def test_a_door_that_stays_away_ends_the_run_and_what_was_answered_is_kept(tmp_path: Path) -> None:
    door, path = FakeDoor(), tmp_path / "r"
    deliver(door, path, [answer(1)])
    door.before = [httpx.Response(503, headers={"retry-after": "3600"})]
    with pytest.raises(GaveUp, match="HTTP 503"):
        deliver(door, path, [answer(1), answer(2)], patience=1)
    assert [one["row"] for one in lines(path)] == [1]


@pytest.mark.parametrize("status", [401, 403, 404, 415])
def test_a_door_that_says_no_to_the_sender_is_not_asked_again(tmp_path: Path, status: int) -> None:
    door = FakeDoor(*[httpx.Response(status, json={"title": "No valid API key"})] * 9)
    with pytest.raises(GaveUp, match=f"HTTP {status}: No valid API key"):
        deliver(door, tmp_path / "r", [answer(n) for n in range(300)], in_flight=1)
    assert len(door.before) == 8


def test_a_batch_that_is_too_large_goes_in_halves_and_a_report_that_is_gets_a_receipt(tmp_path: Path) -> None:
    door = FakeDoor(httpx.Response(413), httpx.Response(413))
    tally = deliver(door, tmp_path / "r", [answer(1), answer(2), answer(3)])
    assert tally.statuses == {"refused": 1, "accepted": 2}
    assert [one.get("reason") for one in lines(tmp_path / "r")] == ["oversize", None, None]
    assert not tally.whole


def test_refusals_of_the_door_are_receipts_too(tmp_path: Path) -> None:
    found = {
        "code": "check_digit",
        "severity": "warning",
        "path": "/transport/items/0",
        "message": "m",
        "suggestion": "s",
    }
    body = {"items": [said("refused", reason="invalid", findings=[found])]}
    tally = deliver(FakeDoor(httpx.Response(422, json=body)), tmp_path / "r", [answer(1)])
    assert (tally.statuses, tally.whole) == ({"refused": 1}, False)
    assert lines(tmp_path / "r")[0]["findings"][0]["code"] == "check_digit"


def test_a_row_that_is_refused_before_sending_has_one_receipt_however_often_it_is_tried(tmp_path: Path) -> None:
    for _ in range(2):
        tally = deliver(FakeDoor(), tmp_path / "r", [REFUSED])
        assert (tally.statuses, tally.whole) == ({"refused_here": 1}, False)
    assert [(one["row"], one["status"]) for one in lines(tmp_path / "r")] == [(99, "refused_here")]


def test_rows_without_a_key_are_counted_and_left(tmp_path: Path) -> None:
    door = FakeDoor()
    tally = deliver(door, tmp_path / "r", [answer(1), answer(2, "JP"), answer(3)], keyed="KR")
    assert sorted(door.taken) == ["R-1", "R-3"]
    assert (tally.keyless, tally.whole) == ({"JP": 1}, False)


def test_no_more_batches_are_under_way_than_allowed(tmp_path: Path) -> None:
    door = FakeDoor()
    deliver(door, tmp_path / "r", [answer(n) for n in range(2_000)], in_flight=2)
    assert door.most <= 2
    assert sum(door.taken.values()) == 2_000


def test_two_versions_of_one_case_are_never_under_way_at_once(tmp_path: Path) -> None:
    cases = [answer(n) for n in range(200)] + [answer(n, version=2) for n in range(200)]
    door = FakeDoor()
    deliver(door, tmp_path / "r", cases)
    assert door.most == 1


def test_a_receipt_file_belongs_to_one_run_and_is_never_another_file(tmp_path: Path) -> None:
    with Receipts(tmp_path / "r"), pytest.raises(ReceiptFault, match="another `tocsin send`"):
        Receipts(tmp_path / "r")
    for content in (b'{"status": "accepted"}\n', b"Case,Day\n", b"[]\n", b"\xff\n", b'{"kind": "seizure"}'):
        (tmp_path / "data").write_bytes(content)
        with pytest.raises(ReceiptFault, match="no receipt file"):
            Receipts(tmp_path / "data")
        assert (tmp_path / "data").read_bytes() == content
    with pytest.raises(ReceiptFault, match="cannot write"):
        Receipts(tmp_path)


def test_the_door_reads_a_batch_as_it_is_written() -> None:
    body = orjson.dumps(seizure())
    assert read_body(BATCH, None, batch_of("KR", [body, body])) == [read(body), read(body)]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (None, None, None),
        ("7", 7, 7),
        ("99999", 300, 300),
        ("soon", None, None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str | None, least: float | None, most: float | None) -> None:
    wait = wait_of(text)
    assert (wait is None) == (least is None)
    assert wait is None or (least or 0) <= wait <= (most or 0)
