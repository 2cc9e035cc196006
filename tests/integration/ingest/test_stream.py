"""The Kafka door: who signed, what is it, is it known; neighbours pass, and nothing is lost when a worker dies."""

from __future__ import annotations

import hashlib
import json
import signal
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from services.contracts.events import SUBMITTED
from services.contracts.identifiers import report_id
from services.contracts.participants import SIGNATURE_HEADER, signature_header
from services.contracts.topics import REPORT_BYTES
from tests.integration.ingest.conftest import MakeGround
from tests.integration.ingest.ground import Ground, accepted, fresh, letters, receipts
from tests.platform import tocsin, wait_until
from tests.unit.ingest.reports import encode, quantity


def id_of(report: dict[str, Any]) -> str:
    return report_id(report["administration"], report["national_ref"])


def letter_of(ground: Ground, since: Any, sent: Any) -> tuple[dict[str, str], bytes]:
    found: list[tuple[dict[str, str], bytes]] = wait_until(lambda: letters(ground, since, sent), 30, "a dead letter")
    assert len(found) == 1
    return found[0]


def test_a_signed_report_is_stored_accepted_and_answered(ground: Ground) -> None:
    since, report = ground.ends(), fresh(version=None)
    sent = ground.produce(encode(report))
    [receipt] = wait_until(lambda: receipts(ground, since, id_of(report)), 30, "a receipt")
    assert (receipt["administration"], receipt["status"], receipt["version"]) == ("KR", "accepted", 1)
    [record] = accepted(ground, since, id_of(report), least=1)
    assert json.loads(record.value)["report"]["version"] == 1
    stored = ground.submission(id_of(report))
    assert stored is not None
    [entry] = stored["entries"]
    assert entry["origin"] == {"topic": sent.topic, "partition": sent.partition, "offset": sent.offset}
    assert stored["last_at"] == entry["received_at"]


def test_the_same_report_by_both_doors_is_accepted_once(ground: Ground) -> None:
    since, report = ground.ends(), fresh()
    assert ground.post(report).json()["status"] == "accepted"
    ground.produce(encode(report))
    told = wait_until(lambda: (got := receipts(ground, since, id_of(report))) and len(got) == 2 and got, 30)
    assert sorted(one["status"] for one in told) == ["accepted", "duplicate"]
    assert len(accepted(ground, since, id_of(report), least=1)) == 1


def test_a_held_report_is_stored_and_answered_but_not_passed_on(ground: Ground) -> None:
    since, report = ground.ends(), fresh(occurred_at="2099-01-01T00:00:00Z")
    ground.produce(encode(report))
    [receipt] = wait_until(lambda: receipts(ground, since, id_of(report)), 30, "a receipt")
    assert (receipt["status"], receipt["findings"][0]["code"]) == ("held", "future_date")
    assert accepted(ground, since, id_of(report)) == []
    stored = ground.submission(id_of(report))
    assert stored is not None
    assert stored["entries"][0]["status"] == "held"


def test_a_version_that_contradicts_another_is_held_told_and_links_nothing(ground: Ground) -> None:
    since, report = ground.ends(), fresh()
    ground.produce(encode(report))
    ground.produce(encode(report | {"transport": {"items": ["CP502718433KR"]}}))
    told = wait_until(lambda: (got := receipts(ground, since, id_of(report))) and len(got) == 2 and got, 30)
    assert sorted(one["status"] for one in told) == ["accepted", "held"]
    [held] = [one for one in told if one["status"] == "held"]
    assert held["findings"][0]["code"] == "version_conflict"
    [record] = accepted(ground, since, id_of(report), least=1)
    assert json.loads(record.value)["report"]["transport"]["items"] == report["transport"]["items"]


@pytest.mark.parametrize(
    ("reason", "body"),
    [
        ("not_json", encode(fresh())[:-1]),
        ("not_utf8", b'{"a":"\xff"}'),
        ("duplicate_key", encode(fresh())[:-1] + b',"version":2}'),
        ("not_finite", quantity("NaN")),
        ("too_deep", b"[" * 10_000),
        ("null_byte", encode(fresh(narrative="\x00"))),
        ("empty", b""),
        ("oversize", encode(fresh()) + b" " * REPORT_BYTES),
        ("invalid", quantity("0")),
        ("unknown_field", encode(fresh(severity=1))),
        ("wrong_topic", encode(fresh(mode="sea"))),
        ("foreign_administration", encode(fresh(administration="JP"))),
    ],
)
def test_poison_is_a_dead_letter_with_a_refused_receipt_and_its_neighbour_passes(
    ground: Ground, reason: str, body: bytes
) -> None:
    since, neighbour = ground.ends(), fresh()
    sent = ground.produce(body)
    ground.produce(encode(neighbour))
    words, value = letter_of(ground, since, sent)
    assert words["tocsin-letter-reason"] == reason
    assert value == body
    [told] = wait_until(lambda: receipts(ground, since, id_of(neighbour)), 30, "the neighbour's receipt")
    assert told["status"] == "accepted"
    refused = [one for one in _all_receipts(ground, since) if one["status"] == "refused"]
    assert [one["administration"] for one in refused] == ["KR"]


def test_a_tombstone_and_a_foreign_event_are_dead_letters(ground: Ground) -> None:
    since = ground.ends()
    tombstone = ground.produce(None)
    strange = ground.produce(encode(fresh()), headers=[("ce_type", b"x")])
    assert letter_of(ground, since, tombstone)[0]["tocsin-letter-reason"] == "empty"
    assert letter_of(ground, since, strange)[0]["tocsin-letter-reason"] == "unknown_event"


def test_who_did_not_sign_is_not_believed_and_gets_no_receipt(ground: Ground) -> None:
    since, body = ground.ends(), encode(fresh())
    named = [("ce_type", SUBMITTED.encode())]
    other = ground.signing["KR"].sign(b"another body")
    signature = (SIGNATURE_HEADER, signature_header("kr-1", other).encode())
    sent = {
        "unsigned": ground.produce(body, code=None),
        "bad_signature": ground.produce(body, headers=[*named, signature]),
        "unknown_participant": ground.produce(body, headers=[*named, (SIGNATURE_HEADER, b"xx-1:AAAA")]),
    }
    for reason, place in sent.items():
        assert letter_of(ground, since, place)[0]["tocsin-letter-reason"] == reason
    assert _all_receipts(ground, since) == []


def test_a_letter_for_nominal_data_keeps_a_hash_and_nobody_learns_the_name(ground: Ground) -> None:
    since = ground.ends()
    body = encode(fresh(parties=[{"role": "consignee", "name": "Name In Clear"}]))
    words, value = letter_of(ground, since, ground.produce(body))
    assert words["tocsin-letter-reason"] == "nominal_data"
    assert value == hashlib.sha256(body).hexdigest().encode()
    everything = json.dumps([words, *_all_receipts(ground, since)]) + ground.log("stream") + ground.log("door")
    assert "Name In Clear" not in everything


def test_a_report_recorded_before_a_kill_is_produced_when_it_is_redelivered(
    ground_on: MakeGround, breakable_kafka: Any, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(breakable_kafka.node.address, mongo_url, tmp_path)
    since, report = ground.ends(), fresh()
    ground.run("stream", ready=False, TOCSIN_FAILPOINT="after_store_before_produce:1")
    ground.produce(encode(report))
    assert ground.processes["stream"].wait(60) == -signal.SIGKILL
    ground.run("stream")
    [receipt] = wait_until(lambda: receipts(ground, since, id_of(report)), 60, "a receipt after the kill")
    stored = ground.submission(id_of(report))
    assert stored is not None
    assert (receipt["status"], len(stored["entries"])) == ("accepted", 1)
    [record] = accepted(ground, since, id_of(report), least=1)
    body = json.loads(record.value)
    assert body["received_at"] == receipt["at"], "the instant that was recorded first"


def test_effects_repeated_after_a_kill_have_the_same_ids(
    ground_on: MakeGround, breakable_kafka: Any, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(breakable_kafka.node.address, mongo_url, tmp_path)
    since, report = ground.ends(), fresh()
    ground.run("stream", ready=False, TOCSIN_FAILPOINT="after_produce_before_ack:1")
    ground.produce(encode(report))
    assert ground.processes["stream"].wait(60) == -signal.SIGKILL
    ground.run("stream")
    records = accepted(ground, since, id_of(report), least=2)
    ids = {dict(record.headers)["ce_id"] for record in records}
    assert (len(ids), len({record.value for record in records})) == (1, 1)


def test_the_demo_profile_takes_unsigned_reports_with_a_warning(
    ground_on: MakeGround, breakable_kafka: Any, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(breakable_kafka.node.address, mongo_url, tmp_path)
    since, report, stranger = ground.ends(), fresh(), fresh(administration="ZZ")
    ground.run("stream", TOCSIN_PROFILE="demo")
    sent = ground.produce(encode(stranger), code=None)
    ground.produce(encode(report), code=None)
    [receipt] = wait_until(lambda: receipts(ground, since, id_of(report)), 30, "a receipt")
    assert (receipt["status"], [one["code"] for one in receipt["findings"]]) == ("accepted", ["unsigned"])
    assert letter_of(ground, since, sent)[0]["tocsin-letter-reason"] == "unknown_participant"


def test_a_report_whose_owner_was_not_registered_yet_is_accepted_once_its_letter_is_replayed(
    ground_on: MakeGround, breakable_kafka: Any, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(breakable_kafka.node.address, mongo_url, tmp_path)
    since, report = ground.ends(), fresh()
    with MongoClient[dict[str, Any]](mongo_url) as client:
        participants = client[ground.database]["participants"]
        owner = participants.find_one_and_delete({"_id": "KR"}) or {}
        stream = ground.run("stream")
        words, _ = letter_of(ground, since, ground.produce(encode(report)))
        assert words["tocsin-letter-reason"] == "unknown_participant"
        participants.insert_one(owner)
    stream.terminate()  # it would remember for some seconds that there is no such participant
    stream.wait(30)
    ground.run("stream")
    tocsin("dead-letters", "replay", words["tocsin-letter-id"], "--kafka", ground.kafka)
    [record] = accepted(ground, since, id_of(report), least=1)
    assert json.loads(record.value)["version"] == 1
    tocsin("dead-letters", "replay", words["tocsin-letter-id"], "--kafka", ground.kafka, "--again")
    statuses = wait_until(lambda: _two(ground, since, report), 30, "a receipt for each")
    assert statuses == ["accepted", "duplicate"], "what was accepted is not accepted again"


def _two(ground: Ground, since: Any, report: dict[str, Any]) -> list[str] | None:
    told = [one["status"] for one in receipts(ground, since, id_of(report))]
    return told if len(told) == 2 else None


def _all_receipts(ground: Ground, since: Any) -> list[dict[str, Any]]:
    return [json.loads(record.value) for record in ground.records("receipts", since)]
