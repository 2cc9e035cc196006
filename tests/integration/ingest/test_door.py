"""The HTTP door on real Kafka and MongoDB: each answer, and what is in the log when it is given."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from services.contracts.events import SUBMITTED
from services.contracts.participants import SIGNATURE_HEADER
from services.contracts.topics import REPORTS
from services.ingest.cloud_events import BATCH, MOST_EVENTS, STRUCTURED
from tests.integration.ingest.conftest import MakeGround
from tests.integration.ingest.ground import Ground, accepted, fresh, receipts
from tests.platform import wait_until
from tests.unit.ingest.reports import encode, quantity, retraction


def event(data: Any, **changes: Any) -> dict[str, Any]:
    return {"specversion": "1.0", "type": SUBMITTED, "id": "1", "source": "/administrations/KR", "data": data} | changes


def test_a_report_is_in_the_log_signed_by_the_door_when_it_is_answered(ground: Ground) -> None:
    since, report = ground.ends(), fresh()
    answer = ground.post(report, traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    assert answer.status_code == 202
    body = answer.json()
    assert (body["version"], body["status"], body["findings"]) == (1, "accepted", [])
    [record] = [one for one in ground.records(REPORTS["mail"].name, since) if one.key.decode() == body["report_id"]]
    words = {name: value.decode() for name, value in record.headers}
    assert words[SIGNATURE_HEADER].startswith("door:")
    assert words["ce_source"] == "/administrations/KR"
    assert {"tocsin-origin-time", "traceparent", "ce_id"} <= set(words)
    assert json.loads(record.value)["national_ref"] == report["national_ref"]


def test_what_the_door_took_the_stream_accepts_with_sharing_and_a_receipt(ground: Ground) -> None:
    since = ground.ends()
    report_id = ground.post(fresh(sharing=None)).json()["report_id"]
    [receipt] = wait_until(lambda: receipts(ground, since, report_id), 30, "a receipt")
    assert (receipt["status"], receipt["stage"], receipt["version"]) == ("accepted", "accepted", 1)
    [body] = [json.loads(one.value) for one in accepted(ground, since, report_id, least=1)]
    assert body["sharing"]["tlp"] == "AMBER"
    assert [one["code"] for one in body["findings"]] == ["sharing_missing"]


def test_without_a_version_the_door_gives_the_next_and_writes_it_into_the_log(ground: Ground) -> None:
    since, report = ground.ends(), fresh(version=None)
    first = ground.post(report).json()
    second = ground.post(report | {"narrative": "corrected"}).json()
    third = ground.post(report).json()
    assert [(one["version"], one["status"]) for one in (first, second, third)] == [
        (1, "accepted"),
        (2, "accepted"),
        (1, "duplicate"),
    ]
    records = [one for one in ground.records(REPORTS["mail"].name, since) if one.key.decode() == first["report_id"]]
    assert [json.loads(one.value)["version"] for one in records] == [1, 2]


def test_a_re_send_is_a_duplicate_at_once_and_other_content_is_held(ground: Ground) -> None:
    report = fresh()
    answers = [ground.post(report), ground.post(report), ground.post(report | {"narrative": "other"})]
    assert [(one.status_code, one.json()["status"]) for one in answers] == [
        (202, "accepted"),
        (202, "duplicate"),
        (202, "held"),
    ]
    assert answers[2].json()["findings"][0]["code"] == "version_conflict"


def test_findings_are_told_in_the_language_that_is_asked_for(ground: Ground) -> None:
    report = fresh(concealment={"code": "inside_the_moon"})
    english, french = ground.post(report), ground.post(fresh(severity=1), accept_language="fr")
    assert english.json()["findings"][0]["message"] == "The value is not in the code list."
    assert french.json()["findings"][0]["message"] == "Ce champ n'existe pas."
    assert french.json()["title"] == "Un champ n'existe pas"
    japanese = ground.post(fresh(administration="JP", severity=1), code="JP")
    assert japanese.json()["title"] == "Un champ n'existe pas", "JP's own language is French here"


@pytest.mark.parametrize(
    ("status", "reason", "body"),
    [
        (422, "not_json", encode(fresh())[:-1]),
        (422, "not_utf8", b'{"a":"\xff"}'),
        (422, "duplicate_key", encode(fresh())[:-1] + b',"version":2}'),
        (422, "not_finite", quantity("NaN")),
        (422, "too_deep", b"[" * 10_000),
        (422, "null_byte", encode(fresh(narrative="\x00"))),
        (422, "empty", b""),
        (422, "invalid", quantity("0")),
        (422, "invalid", encode(fresh(goods=[]))),
        (422, "unknown_field", encode(fresh(severity="high"))),
        (422, "nominal_data", encode(fresh(parties=[{"role": "consignee", "name": "Name In Clear"}]))),
        (413, "oversize", encode(fresh()) + b" " * 300_000),
        (413, "oversize", encode(fresh()) + b" " * 10_000_000),
        (403, "foreign_administration", encode(fresh(administration="JP"))),
        (403, "foreign_administration", encode(retraction(in_reply_to={"administration": "JP", "national_ref": "x"}))),
    ],
)
def test_a_refusal_says_why_as_a_problem(ground: Ground, status: int, reason: str, body: bytes) -> None:
    answer = ground.post(body)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "detail", "reason", "findings"}
    assert "Name In Clear" not in answer.text
    assert f'tocsin_refused_total{{reason="{reason}"}}' in ground.metrics("door")


@pytest.mark.parametrize("key", ["-", "nonsense", "tocsin_0123456789abcdef_" + "A" * 43])
def test_without_a_live_key_nothing_is_read(ground: Ground, key: str) -> None:
    answer = ground.post(fresh(), code=key)
    assert (answer.status_code, answer.json()["reason"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("code", ["OBSERVER", "AUDITOR"])
def test_who_only_reads_may_not_report(ground: Ground, code: str) -> None:
    answer = ground.post(fresh(administration=code), code=code)
    assert (answer.status_code, answer.json()["reason"]) == (403, "forbidden")


def test_other_media_types_and_encodings_are_not_taken(ground: Ground) -> None:
    assert ground.post(fresh(), media="text/csv").status_code == 415
    assert ground.post(fresh(), content_encoding="gzip").status_code == 415


def test_a_report_comes_as_a_cloud_event_too(ground: Ground) -> None:
    structured = ground.post(event(fresh()), media=STRUCTURED)
    binary = ground.post(fresh(), ce_specversion="1.0", ce_type=SUBMITTED, ce_id="1", ce_source="/x")
    strange = ground.post(fresh(), ce_specversion="1.0", ce_type="x", ce_id="1", ce_source="/x")
    assert [one.status_code for one in (structured, binary, strange)] == [202, 202, 422]
    assert strange.json()["reason"] == "unknown_event"


def test_neighbours_of_bad_events_in_a_batch_pass(ground: Ground) -> None:
    good, other = fresh(), fresh(mode="sea", transport={"containers": ["CSQU3054383"]})
    bad = [event(fresh(severity=1)), event(fresh(administration="JP")), 7, event(fresh(), type="x")]
    raw = b"[" + b",".join([encode(event(good)), *map(encode, bad), b'{"a":"\xff"}', encode(event(other))]) + b"]"
    answer = ground.post(raw, media=BATCH)
    assert answer.status_code == 202
    assert [(item["status"], item.get("reason")) for item in answer.json()["items"]] == [
        ("accepted", None),
        ("refused", "unknown_field"),
        ("refused", "foreign_administration"),
        ("refused", "invalid"),
        ("refused", "unknown_event"),
        ("refused", "not_utf8"),
        ("accepted", None),
    ]


def test_one_report_twice_and_changed_in_one_batch_is_decided_in_order(ground: Ground) -> None:
    report = fresh()
    events = [event(report), event(report), event(report | {"narrative": "x"}), event(report | {"version": 2})]
    answer = ground.post(events, media=BATCH)
    assert [item["status"] for item in answer.json()["items"]] == ["accepted", "duplicate", "held", "accepted"]


def test_a_batch_of_which_nothing_is_taken_is_a_problem_with_the_same_items(ground: Ground) -> None:
    answer = ground.post([event(fresh(severity=1)), event(fresh(phone=1))], media=BATCH)
    assert answer.status_code == 422
    assert [item["reason"] for item in answer.json()["items"]] == ["unknown_field", "nominal_data"]


def test_a_full_batch_is_taken_and_a_larger_one_is_not(ground: Ground) -> None:
    full = ground.post([event(fresh()) for _ in range(MOST_EVENTS)], media=BATCH)
    assert {item["status"] for item in full.json()["items"]} == {"accepted"}
    for answer in (
        ground.post(b"[" + b",".join([b"{}"] * 10_001) + b"]", media=BATCH),
        ground.post(b"[" + b" " * 9_000_000 + b"]", media=BATCH),
    ):
        assert (answer.status_code, answer.json()["reason"]) == (413, "oversize_batch")


def test_a_body_too_large_is_never_held_even_when_it_does_not_say_how_large_it_is(ground: Ground) -> None:
    head = (
        "POST /v1/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {ground.keys['KR']}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", ground.port), 20) as line:
        line.sendall(head.encode())
        for _ in range(160):
            line.sendall(b"10000\r\n" + b" " * 65_536 + b"\r\n")
        line.sendall(b"0\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_the_openapi_document_holds_the_report_schema(ground: Ground) -> None:
    document = ground.client.get(f"http://127.0.0.1:{ground.port}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["components"]["schemas"]["Report"]["additionalProperties"] is False
    assert set(document["paths"]["/v1/reports"]["post"]["responses"]) >= {"202", "401", "413", "422", "503"}


def test_tokens_of_a_key_that_is_none_of_the_operations_are_told_at_the_door_and_travel_with_the_report(
    ground_on: MakeGround, kafka_bootstrap: str, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(kafka_bootstrap, mongo_url, tmp_path)
    ours, other = ({"token_key": check} for check in ("873dab4b743d89e7", "0123456789abcdef"))
    for process in ("door", "stream"):
        ground.run(process, TOCSIN_KEY_CHECKS=ours["token_key"])
    since = ground.ends()
    assert ground.post(fresh(**ours)).json()["findings"] == []
    answer = ground.post(fresh(**other)).json()
    assert [(one["code"], one["path"]) for one in answer["findings"]] == [("token_key_unknown", "/token_key")]
    [body] = [json.loads(one.value) for one in accepted(ground, since, answer["report_id"], least=1)]
    assert [one["code"] for one in body["findings"]] == ["token_key_unknown"]
