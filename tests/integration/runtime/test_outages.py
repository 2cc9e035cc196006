"""MongoDB or Kafka goes away under a running worker: it waits in place, writes no letter, and catches up."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.integration.runtime.conftest import ProvingGround, eventually

Grounds = Callable[[str, str, Path], ProvingGround]


def _orders(first: int, last: int) -> list[dict[str, Any]]:
    return [{"id": f"r{n}", "do": "store"} for n in range(first, last)]


def test_mongodb_away_is_waited_for_in_place(
    ground_on: Grounds, kafka_bootstrap: str, breakable_mongo: Any, tmp_path: Path
) -> None:
    ground = ground_on(kafka_bootstrap, breakable_mongo.node.url, tmp_path)
    worker = ground.work()
    ground.send(*_orders(0, 10))
    eventually(lambda: len(set(ground.sent_on())) == 10)
    breakable_mongo.stop()
    eventually(lambda: ground.status("/readyz") == 503)
    assert ground.status("/livez") == 200, "an outage elsewhere must not restart the worker"
    ground.send(*_orders(10, 20))
    eventually(lambda: "waiting for a store" in ground.log())
    breakable_mongo.start()
    eventually(lambda: len(set(ground.sent_on())) == 20)
    assert worker.poll() is None, "it waited in place"
    assert not ground.letters(), "an outage is nobody's fault"


def test_an_outage_longer_than_the_budget_ends_the_process_without_acknowledging(
    ground_on: Grounds, kafka_bootstrap: str, breakable_mongo: Any, tmp_path: Path
) -> None:
    ground = ground_on(kafka_bootstrap, breakable_mongo.node.url, tmp_path)
    worker = ground.work(TOCSIN_RETRY_BUDGET="2")
    eventually(lambda: ground.status("/readyz") == 200)
    breakable_mongo.stop()
    ground.send(*_orders(0, 5))
    assert worker.wait(60) == 70
    breakable_mongo.start()
    ground.work()
    eventually(lambda: len(set(ground.sent_on())) == 5)
    assert not ground.letters()


def test_kafka_away_loses_nothing_and_work_resumes(
    ground_on: Grounds, breakable_kafka: Any, mongo_url: str, tmp_path: Path
) -> None:
    ground = ground_on(breakable_kafka.node.address, mongo_url, tmp_path)
    ground.work()
    ground.send(*_orders(0, 10))
    eventually(lambda: len(set(ground.sent_on())) == 10)
    breakable_kafka.child.signal(signal.SIGKILL)
    breakable_kafka.child.await_end(5)
    breakable_kafka.start()
    ground.send(*_orders(10, 20))
    eventually(lambda: {f"r{n}" for n in range(20)} == set(ground.sent_on()), within=90)
    assert not ground.letters()
