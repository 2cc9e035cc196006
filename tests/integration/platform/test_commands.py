"""`tocsin up`, `status`, `participants` and the fault options, on the whole system as operators and tests use it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from kafka import KafkaAdminClient
from pymongo import MongoClient
from pymongo.collection import Collection

from deploy.local.folder import StateFolder
from deploy.local.secret_files import DOOR_SIGNING_KEY, raw_public_key
from deploy.local.state import read_state
from services.cli.identities import demo_roster
from services.contracts.participants import DOOR_CODE, DOOR_KEY_ID, Participant
from services.contracts.processes import PROCESSES
from services.contracts.topics import TOPICS, outbound
from tests.platform import PlatformFactory, RunningPlatform, tocsin

Documents = Collection[dict[str, Any]]


@pytest.fixture
def participants(running_platform: RunningPlatform) -> Iterator[Documents]:
    """The stored participants."""
    with MongoClient[dict[str, Any]](running_platform.mongo) as client:
        yield client[running_platform.database]["participants"]


def is_private(path: Path) -> bool:
    """May only its owner read it?"""
    return path.stat().st_mode & 0o077 == 0


def test_status_shows_every_process_with_its_pid(running_platform: RunningPlatform) -> None:
    status = running_platform.status()
    assert status["ready"]
    assert set(status["addresses"]) == {"api", "door", "kafka", "mongo"}
    shown = {process["name"]: process for process in status["processes"]}
    assert set(shown) == {"mongo", "kafka", *(process.name for process in PROCESSES)}
    for name, process in shown.items():
        assert Path(f"/proc/{process['pid']}").exists(), name
        assert (process["restarts"], process["exit_status"]) == (0, None), name


def test_demo_identities_are_79_administrations_8_offices_and_who_watches(running_platform: RunningPlatform) -> None:
    roles = [entry["role"] for entry in running_platform.identities.values()]
    counts = {role: roles.count(role) for role in set(roles)}
    assert counts == {
        "administration": 79,
        "regional_office": 8,
        "coordination_unit": 1,
        "observer": 1,
        "auditor": 1,
    }
    assert "OCU" in running_platform.identities


def test_every_stored_participant_fits_the_contract(participants: Documents) -> None:
    stored = {document["_id"]: document for document in participants.find()}
    assert set(stored) >= {DOOR_CODE, *demo_roster()}
    for code, document in stored.items():
        fields = {name: value for name, value in document.items() if name != "_id"}
        assert Participant.model_validate({"code": code, **fields}).active


def test_the_door_is_registered_with_the_key_that_it_signs_with(
    running_platform: RunningPlatform, participants: Documents
) -> None:
    pem = (running_platform.state / "secrets" / DOOR_SIGNING_KEY).read_bytes()
    private = serialization.load_pem_private_key(pem, password=None)
    assert isinstance(private, Ed25519PrivateKey)
    door = participants.find_one({"_id": DOOR_CODE})
    assert door is not None
    assert door["role"] == "door"
    assert door["signing_keys"] == [{"key_id": DOOR_KEY_ID, "public_key": raw_public_key(private.public_key())}]


def test_nobody_but_its_owner_reads_the_keys(running_platform: RunningPlatform) -> None:
    folder = StateFolder(running_platform.state)
    keys = [folder.identities, folder.signing_keys, *folder.secrets.iterdir()]
    assert len(keys) == 4
    assert all(is_private(path) for path in (folder.root, folder.secrets, *keys))


def test_every_topic_is_there_before_the_first_service_runs(running_platform: RunningPlatform) -> None:
    with KafkaAdminClient(bootstrap_servers=running_platform.kafka) as admin:
        there = set(admin.list_topics())
    assert there >= {topic.name for topic in TOPICS} | {outbound(code).name for code in running_platform.identities}


def test_a_second_up_on_a_running_platform_changes_nothing(running_platform: RunningPlatform) -> None:
    before = running_platform.status()
    again = tocsin("up", "--state", str(running_platform.state), "--demo-identities", "--json")
    assert json.loads(again.stdout) == before


def test_up_with_other_options_on_a_running_platform_is_refused(running_platform: RunningPlatform) -> None:
    refused = tocsin("up", "--state", str(running_platform.state), "--workers", "enrich=2", check=False)
    assert refused.returncode != 0
    assert "other options" in refused.stderr


@pytest.mark.parametrize("option", [("--demo-identities",), ("--env", "enrich:A=b"), ("--replace", "enrich=a.b")])
def test_production_takes_neither_demo_identities_nor_faults(tmp_path: Path, option: tuple[str, ...]) -> None:
    words = ("up", "--state", str(tmp_path / "state"), *option)
    refused = tocsin(*words, check=False, environment={"TOCSIN_PROFILE": "production"})
    assert refused.returncode != 0
    assert "production" in refused.stderr
    assert read_state(StateFolder(tmp_path / "state")) is None


def test_a_participant_comes_in_with_a_key_and_a_topic_and_is_revoked(
    running_platform: RunningPlatform, participants: Documents
) -> None:
    state = ("--state", str(running_platform.state), "--json")
    added = json.loads(tocsin("participants", "add", "XA", "--name", "Customs of Nowhere", *state).stdout)
    listed = json.loads(tocsin("participants", "list", *state).stdout)["items"]
    assert added["api_key"] not in json.dumps(listed)
    with KafkaAdminClient(bootstrap_servers=running_platform.kafka) as admin:
        assert outbound("XA").name in admin.list_topics()
    tocsin("participants", "revoke", "XA", *state)
    assert [each["active"] for each in json.loads(tocsin("participants", "list", *state).stdout)["items"]].count(
        False
    ) == 1
    participants.delete_one({"_id": "XA"})


def test_faults_reach_one_process_and_a_frozen_one_is_gone_after_down(platform_factory: PlatformFactory) -> None:
    platform = platform_factory(
        per_process={"enrich": {"TOCSIN_BATCH_SIZE": "7"}},
        once={"enrich": {"TOCSIN_LINGER": "0.5"}, "alerts": {"TOCSIN_FAILPOINT": "never:1"}},
    )
    assert environment(platform, "enrich") == {"TOCSIN_BATCH_SIZE": "7", "TOCSIN_LINGER": "0.5"}
    assert environment(platform, "ingest-stream") == {}
    killed = platform.kill("enrich")
    platform.await_restart("enrich", killed)
    assert environment(platform, "enrich") == {"TOCSIN_BATCH_SIZE": "7"}
    state = read_state(StateFolder(platform.state))
    assert state is not None
    platform.freeze("alerts")
    tocsin("down", "--state", str(platform.state))
    assert not state.leftovers


def environment(platform: RunningPlatform, name: str) -> dict[str, str]:
    """What a process was told of those settings that faults are made of."""
    told = Path(f"/proc/{platform.pid(name)}/environ").read_bytes().split(b"\0")
    pairs = dict(os.fsdecode(line).split("=", 1) for line in told if b"=" in line)
    return {key: pairs[key] for key in ("TOCSIN_BATCH_SIZE", "TOCSIN_LINGER") if key in pairs}
