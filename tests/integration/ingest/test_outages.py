"""MongoDB or Kafka goes away: the door says 503 and Retry-After, and takes reports again by itself."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import httpx

from services.contracts.topics import REPORTS
from tests.integration.ingest.conftest import MakeGround
from tests.integration.ingest.ground import Ground, fresh
from tests.platform import wait_until


def takes(ground: Ground, report: dict[str, Any]) -> bool:
    return ground.post(report).status_code == 202


def assert_away(ground: Ground, report: dict[str, Any]) -> None:
    answer = ground.post(report)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.headers["content-type"] == "application/problem+json"


def test_while_mongodb_is_away_the_door_promises_nothing(
    ground_on: MakeGround, kafka_bootstrap: str, breakable_mongo: Any, tmp_path: Path
) -> None:
    ground = ground_on(kafka_bootstrap, breakable_mongo.node.url, tmp_path)
    ground.run("door")
    report = fresh()
    assert takes(ground, report)
    breakable_mongo.stop()
    assert_away(ground, fresh())
    wait_until(lambda: ground.status("door") == 503, 30, "not ready")
    assert ground.status("door", "/livez") == 200
    breakable_mongo.start()
    wait_until(lambda: takes(ground, fresh()), 60, "takes reports again")
    assert ground.post(report).json()["status"] == "duplicate", "what was acknowledged is still known"


def test_while_kafka_is_away_the_door_promises_nothing_and_loses_nothing(
    ground_on: MakeGround, breakable_kafka: Any, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(breakable_kafka.node.address, mongo_url, tmp_path)
    ground.run("door")
    since, safe, unsafe = ground.ends(), fresh(), fresh()
    assert takes(ground, safe)
    breakable_kafka.child.signal(signal.SIGKILL)
    breakable_kafka.child.await_end(5)
    assert_away(ground, unsafe)
    breakable_kafka.start()
    wait_until(lambda: takes(ground, unsafe), 90, "takes reports again")
    refs = [record.value for record in ground.records(REPORTS["mail"].name, since)]
    for report in (safe, unsafe):
        assert any(report["national_ref"].encode() in value for value in refs)


def test_a_frozen_kafka_is_answered_in_time_too(
    ground_on: MakeGround, breakable_kafka: Any, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(breakable_kafka.node.address, mongo_url, tmp_path)
    ground.run("door")
    breakable_kafka.child.signal(signal.SIGSTOP)
    try:
        assert_away(ground, fresh())
    finally:
        breakable_kafka.child.signal(signal.SIGCONT)
    wait_until(lambda: takes(ground, fresh()), 60, "takes reports again")


def test_a_door_that_starts_before_kafka_waits_for_it(
    ground_on: MakeGround, breakable_kafka: Any, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(breakable_kafka.node.address, mongo_url, tmp_path)
    breakable_kafka.stop()
    ground.run("door", ready=False)
    wait_until(lambda: ground.status("door", "/livez") == 200, 30, "door lives")
    wait_until(lambda: _answers(ground), 30, "door answers")
    assert_away(ground, fresh())
    breakable_kafka.start()
    wait_until(lambda: ground.status("door") == 200, 60, "door is ready")
    assert takes(ground, fresh())


def test_a_sender_that_is_too_fast_is_told_when_to_come_again(
    ground_on: MakeGround, kafka_bootstrap: str, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(kafka_bootstrap, mongo_url, tmp_path)
    ground.run("door", TOCSIN_DOOR_RATE_PER_SECOND="0.01", TOCSIN_DOOR_BURST="2")
    answers = [ground.post(fresh()) for _ in range(3)]
    assert [one.status_code for one in answers] == [202, 202, 429]
    assert int(answers[2].headers["retry-after"]) >= 1


def _answers(ground: Ground) -> bool:
    try:
        return ground.post(fresh(), code="nobody").status_code == 401
    except httpx.TransportError:
        return False
