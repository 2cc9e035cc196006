"""MongoDB or Kafka away under load: the door says 503, nothing acknowledged is lost, nothing becomes a dead letter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.kafka import KafkaNode
from deploy.local.mongo import MongoNode
from tests.faults.campaign import Campaign
from tests.faults.load.sending import Load
from tests.servers import Server, wait_until

Store = Server[KafkaNode] | Server[MongoNode]
REFUSALS = 20
"""How often the door must have said 503 before the store comes back."""


def state_of(pid: int) -> str:
    """The kernel's word for what a process does: R, S, T (stopped); X when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "X"


def freeze(store: Store) -> Callable[[], None]:
    """It keeps its connections and says nothing. Returns what ends it."""
    pid = store.child.identity.pid
    store.freeze()
    wait_until(lambda: state_of(pid) == "T", 5, "the store stands still")
    return store.thaw


def kill(store: Store) -> Callable[[], None]:
    """It dies as by kill -9. Returns what starts it again on the same data."""
    pid = store.child.identity.pid
    store.kill()
    assert state_of(pid) == "X", "the store still runs"
    return store.start


def outlast(load: Load, end: Callable[[], None]) -> None:
    """Keeps the store away until the door has said 503 often enough, then ends it."""
    before = load.statuses[503]
    wait_until(lambda: load.statuses[503] >= before + REFUSALS, 60, "the door says 503")
    end()


@pytest.mark.timeout(400)
@pytest.mark.parametrize("fault", [freeze, kill], ids=["frozen", "killed"])
@pytest.mark.parametrize("store", ["mongo", "kafka"])
def test_an_outage_of_a_store_is_waited_out(
    campaign: Campaign, store: str, fault: Callable[[Store], Callable[[], None]]
) -> None:
    platform = campaign.stage.platform
    load = campaign.load(600, 100)
    load.await_answers(100)
    outlast(load, fault(platform.mongo_server if store == "mongo" else platform.kafka_server))
    campaign.finish(load)
    verdict = campaign.verify(f"{store} {'frozen' if fault is freeze else 'killed'}", load)
    assert verdict.holds, verdict.told()
    assert all(entry.answer != "failed" for entry in load.sent)
