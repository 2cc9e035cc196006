"""A platform with its own Kafka and MongoDB: start, stop, start again with data kept, two at once."""

from __future__ import annotations

import os
import signal
import socket
from typing import Any

import pytest
from kafka import KafkaAdminClient
from pymongo import MongoClient

from deploy.local.folder import StateFolder
from deploy.local.launch import NotStartedError, take_down
from deploy.local.plan import PlannedProcess, PublicPort
from deploy.local.ports import is_free
from deploy.local.state import PlatformState, read_state
from tests.integration.platform.platforms import Platforms, stand_in
from tests.platform import wait_until


def leave_traces(state: PlatformState) -> None:
    """Makes a topic and a document."""
    with KafkaAdminClient(bootstrap_servers=state.addresses["kafka"]) as admin:
        admin.create_topics({"kept": {"num_partitions": 3}}, wait_for_metadata=True)
    with MongoClient[dict[str, Any]](state.addresses["mongo"]) as client:
        client.kept.things.insert_one({"_id": "kept"})


def traces(state: PlatformState) -> tuple[int, list[str]]:
    """The number of partitions of the topic, and the documents."""
    with KafkaAdminClient(bootstrap_servers=state.addresses["kafka"]) as admin:
        partitions = len(admin.describe_topics(["kept"])[0]["partitions"])
    with MongoClient[dict[str, Any]](state.addresses["mongo"]) as client:
        return partitions, [document["_id"] for document in client.kept.things.find()]


def restarts(folder: StateFolder) -> list[int]:
    """How often each process was started again."""
    state = read_state(folder)
    assert state is not None
    return [process.restarts for process in state.processes]


def is_ready(folder: StateFolder) -> bool:
    """Does the supervisor say so?"""
    state = read_state(folder)
    return state is not None and state.ready


def test_data_and_addresses_are_kept_over_stop_and_start(platforms: Platforms) -> None:
    plan = platforms.plan(stand_in("one"))
    folder, first = platforms.start(plan)
    assert first.ready
    leave_traces(first)
    take_down(folder)
    assert not first.leftovers
    _, second = platforms.start(plan)
    assert second.addresses == first.addresses
    assert traces(second) == (3, ["kept"])


def test_data_is_kept_when_the_supervisor_and_both_stores_are_killed(platforms: Platforms) -> None:
    plan = platforms.plan()
    _, first = platforms.start(plan)
    leave_traces(first)
    os.kill(first.supervisor.pid, signal.SIGKILL)
    for store in first.leftovers:
        os.kill(store.pid, signal.SIGKILL)
    _, second = platforms.start(plan)
    assert traces(second) == (3, ["kept"])


def test_a_killed_store_comes_back_at_the_same_address(platforms: Platforms) -> None:
    folder, first = platforms.start(platforms.plan())
    leave_traces(first)
    for store in first.leftovers:
        os.kill(store.pid, signal.SIGKILL)
    wait_until(lambda: restarts(folder) == [1, 1] and is_ready(folder))
    assert traces(first) == (3, ["kept"])


def test_two_platforms_run_side_by_side_and_share_nothing(platforms: Platforms) -> None:
    _, left = platforms.start(platforms.plan(api(), name="left"))
    _, right = platforms.start(platforms.plan(api(), name="right"))
    assert left.ready
    assert right.ready
    assert set(left.addresses.values()).isdisjoint(right.addresses.values())
    leave_traces(left)
    with MongoClient[dict[str, Any]](right.addresses["mongo"]) as client:
        assert client.kept.things.find_one() is None


def test_given_addresses_are_used_and_nothing_is_started_for_them(
    platforms: Platforms, kafka_bootstrap: str, mongo_url: str
) -> None:
    _, state = platforms.start(platforms.plan(stand_in("one"), kafka=kafka_bootstrap, mongo=mongo_url))
    assert (state.addresses["kafka"], state.addresses["mongo"]) == (kafka_bootstrap, mongo_url)
    assert [process.name for process in state.processes] == ["one"]


def test_a_private_mongo_beside_a_given_kafka(platforms: Platforms, kafka_bootstrap: str) -> None:
    _, state = platforms.start(platforms.plan(kafka=kafka_bootstrap))
    assert [process.name for process in state.processes] == ["mongo"]
    with MongoClient[dict[str, Any]](state.addresses["mongo"]) as client:
        client.kept.things.insert_one({"_id": 1})


def test_a_port_that_was_asked_for_and_is_taken_is_an_error_that_names_it(platforms: Platforms) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NotStartedError, match=f"port {port} is in use"):
            platforms.start(platforms.plan_without_stores(api(given=port)))


def test_ports_are_free_again_after_down(platforms: Platforms) -> None:
    folder, state = platforms.start(platforms.plan())
    port = int(state.addresses["kafka"].rpartition(":")[2])
    assert not is_free(port)
    take_down(folder)
    assert is_free(port)


def api(given: int | None = None) -> PlannedProcess:
    """A stand-in that is said to have a public port."""
    public = PublicPort(address="api", setting="TOCSIN_API_PORT", preferred=8000, given=given)
    return stand_in("api").model_copy(update={"public": public})
