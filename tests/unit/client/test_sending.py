"""Reports become bodies and batches: nothing is lost, doubled or out of order; the door judges what JSON can say."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.client.answers import Receipt
from services.client.errors import ReportRefused, Unexpected, refusal
from services.client.sending import BATCH_BYTES, Batch, Packer, body_of
from services.contracts.report import Report
from services.contracts.topics import REPORT_BYTES
from services.ingest.cloud_events import BATCH, read_body
from services.ingest.shape import Unfit
from services.ingest.submission import canonical, content_hash
from tests.unit.ingest.reports import seizure

REFUSED: dict[str, Any] = {"report_id": None, "version": None, "status": "refused", "reason": "invalid", "findings": []}


def parcels(packer: Packer, reports: list[dict[str, Any]]) -> list[Batch | Receipt]:
    return [one for report in reports for one in packer.add(report)] + packer.rest()


def test_a_report_as_class_and_as_mapping_has_the_same_content_for_the_door() -> None:
    report = Report.model_validate(seizure())
    [one] = read_body("application/json", None, body_of(report))
    [other] = read_body("application/json", None, body_of(seizure()))
    assert isinstance(one, Report)
    assert isinstance(other, Report)
    assert content_hash(canonical(one)) == content_hash(canonical(other))


def test_instants_dates_and_decimals_may_stand_in_a_mapping_as_they_are() -> None:
    report = seizure(
        occurred_at=datetime(2021, 2, 11, 9, 20, tzinfo=UTC), transport={"posted_on": date(2021, 2, 3)}
    ) | {"goods": [{"substance": "MDMA", "confirmed": False, "quantity": {"value": Decimal("2.50"), "unit": "gram"}}]}
    [read] = read_body("application/json", None, body_of(report))
    assert isinstance(read, Report)
    assert read.transport is not None
    assert read.transport.posted_on == date(2021, 2, 3)
    assert read.goods[0].quantity is not None
    assert read.goods[0].quantity.value == Decimal("2.5")


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        (seizure(narrative="\ud800"), "not_utf8"),
        (seizure(narrative="\x00"), "null_byte"),
        (seizure(goods=[{"quantity": {"value": float("nan"), "unit": "gram"}}]), "not_finite"),
        (seizure(goods=[{"quantity": {"value": Decimal("sNaN"), "unit": "gram"}}]), "not_finite"),
        (seizure(goods=[{"quantity": {"value": Decimal("Infinity"), "unit": "gram"}}]), "not_finite"),
        (seizure(goods=[{"quantity": {"value": Decimal("1e999999999"), "unit": "gram"}}]), "not_finite"),
        ({}, "invalid"),
    ],
    ids=["surrogate", "null", "nan", "snan", "infinity", "beyond", "empty"],
)
def test_what_json_can_say_is_left_to_the_door(report: dict[str, Any], reason: str) -> None:
    with pytest.raises(Unfit) as why:
        read_body("application/json", None, body_of(report))
    assert why.value.reason.value == reason


@pytest.mark.parametrize("report", [None, [], "text", b"{}", 1])
def test_what_is_no_report_at_all_is_a_mistake_of_the_program(report: Any) -> None:
    with pytest.raises(TypeError):
        body_of(report)


def test_a_set_has_no_order_and_so_no_content_that_could_come_again() -> None:
    with pytest.raises(TypeError, match="set"):
        body_of({"illicit_indicators": {"smuggled", "not_declared"}})


@given(sizes=st.lists(st.integers(0, REPORT_BYTES + 2000), max_size=40), most=st.integers(1, 7))
def test_batches_hold_every_report_once_and_in_order(sizes: list[int], most: int) -> None:
    reports = [{"n": number, "text": "x" * size} for number, size in enumerate(sizes)]
    numbers: list[int] = []
    for parcel in parcels(Packer(most, "en"), reports):
        if isinstance(parcel, Receipt):
            assert (parcel.status, parcel.reason) == ("refused", "oversize")
            numbers.append(parcel.number)
            continue
        assert len(parcel.content) <= BATCH_BYTES + most + 2
        assert 1 <= len(parcel.events) <= most
        held = [json.loads(event)["data"]["n"] for event in parcel.events]
        assert held[0] == parcel.first
        numbers += held
    assert numbers == list(range(len(reports)))


def test_a_batch_is_one_that_the_door_reads_whatever_stands_in_the_reports() -> None:
    odd = [seizure(), seizure(narrative='"}],[{"'), seizure(administration='K"R'), seizure(administration=None), {}]
    [batch] = parcels(Packer(10, "en"), odd)
    assert isinstance(batch, Batch)
    read = read_body(BATCH, None, batch.content)
    assert [isinstance(one, Report) for one in read] == [True, True, False, False, False]


def test_the_same_report_is_the_same_event_however_often_it_is_sent() -> None:
    [one], [other] = (parcels(Packer(10, "en"), [seizure()]) for _ in range(2))
    assert one == other


def test_receipts_that_do_not_fit_the_batch_are_not_believed() -> None:
    batch = Batch(7, (b"{}", b"{}"))
    good = batch.receipts(json.dumps({"items": [REFUSED, REFUSED]}).encode())
    assert [one.number for one in good] == [7, 8]
    for wrong in (b"", b"{}", b"[]", b"<html>", json.dumps({"items": [REFUSED]}).encode()):
        with pytest.raises(Unexpected):
            batch.receipts(wrong)


def test_a_batch_of_which_nothing_was_taken_still_has_a_receipt_for_each() -> None:
    body = {"type": "urn:tocsin:problem:invalid", "title": "", "status": 422, "detail": "", "reason": "invalid"}
    why = refusal(422, json.dumps(body | {"items": [REFUSED]}).encode())
    assert isinstance(why, ReportRefused)
    assert [one.taken for one in Batch(0, (b"{}",)).all_refused(why)] == [False]
    whole = refusal(413, json.dumps(body | {"status": 413}).encode())
    assert isinstance(whole, ReportRefused)
    with pytest.raises(ReportRefused):
        Batch(0, (b"{}",)).all_refused(whole)
