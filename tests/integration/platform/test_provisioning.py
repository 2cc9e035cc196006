"""Provisioning on a real Kafka and MongoDB: complete, repeatable, and it corrects what drifted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource
from pymongo import MongoClient
from pymongo.errors import WriteError

from deploy.local.settings import CHECKOUT, inherited_environment
from deploy.provisioning.documents import Documents, provision_documents
from deploy.provisioning.topics import provision_topics, wanted_topics
from services.contracts.documents import COLLECTIONS
from services.contracts.topics import TOPICS, Topic, outbound


@pytest.fixture
def documents(mongo_url: str, database: str) -> Iterator[Documents]:
    """An empty database."""
    with MongoClient[dict[str, Any]](mongo_url) as client:
        yield client[database]


@pytest.fixture
def topic(kafka_admin: KafkaAdminClient, new_topic: Callable[..., str]) -> Topic:
    """A topic of this test's own that is kept for a day, provisioned."""
    declared = replace(TOPICS[0], name=new_topic("drifting", partitions=2), partitions=2, retention=timedelta(days=1))
    provision_topics(kafka_admin, [declared])
    return declared


def stored_config(admin: KafkaAdminClient, topic: Topic) -> dict[str, str]:
    """The topic's settings as the broker has them."""
    asked = ConfigResource("TOPIC", topic.name, list(topic.config))
    found = admin.describe_configs([asked], config_filter="all")["topic"][topic.name]
    return {key: entry["value"] for key, entry in found.items()}


def test_every_topic_of_the_contracts_is_made_as_declared(kafka_admin: KafkaAdminClient) -> None:
    wanted = wanted_topics(["KR", "JP"])
    provision_topics(kafka_admin, wanted)
    described = kafka_admin.describe_topics([topic.name for topic in wanted])
    assert {found["name"]: len(found["partitions"]) for found in described} == {
        topic.name: topic.partitions for topic in wanted
    }
    assert {topic.name: stored_config(kafka_admin, topic) for topic in wanted} == {
        topic.name: topic.config for topic in wanted
    }


def test_each_participant_has_a_topic_of_its_own() -> None:
    assert {topic.name for topic in wanted_topics(["KR", "OCU"])} - {topic.name for topic in TOPICS} == {
        outbound("KR").name,
        outbound("OCU").name,
    }


def test_topics_provisioned_twice_change_nothing(kafka_admin: KafkaAdminClient) -> None:
    wanted = wanted_topics(["KR"])
    provision_topics(kafka_admin, wanted)
    assert provision_topics(kafka_admin, wanted) == []


def test_a_topic_that_somebody_shortened_keeps_its_records_for_good_again(
    kafka_admin: KafkaAdminClient, topic: Topic
) -> None:
    for_good = replace(topic, retention=None)
    changes = provision_topics(kafka_admin, [for_good])
    assert [(change.act, change.detail) for change in changes] == [("corrected", "retention.ms 86400000 -> -1")]
    assert stored_config(kafka_admin, for_good)["retention.ms"] == "-1"


def test_partitions_are_never_added_since_that_would_break_the_order_per_key(
    kafka_admin: KafkaAdminClient, topic: Topic
) -> None:
    changes = provision_topics(kafka_admin, [replace(topic, partitions=5)])
    assert [(change.act, change.detail) for change in changes] == [("differs", "2 partitions instead of 5")]
    assert len(kafka_admin.describe_topics([topic.name])[0]["partitions"]) == 2


def test_every_collection_of_the_contracts_has_its_indexes(documents: Documents) -> None:
    provision_documents(documents)
    assert set(documents.list_collection_names()) == {collection.name for collection in COLLECTIONS}
    for collection in COLLECTIONS:
        stored = documents[collection.name].index_information().values()
        assert {tuple(found["key"]) for found in stored} >= {tuple(index.keys) for index in collection.indexes}


def test_collections_provisioned_twice_change_nothing(documents: Documents) -> None:
    assert provision_documents(documents)
    assert provision_documents(documents) == []


def test_a_document_that_breaks_the_contract_is_refused(documents: Documents) -> None:
    provision_documents(documents)
    with pytest.raises(WriteError):
        documents["participants"].insert_one({"_id": "KR", "role": "emperor"})


def test_a_validator_that_somebody_took_away_is_put_back(documents: Documents) -> None:
    provision_documents(documents)
    documents.command("collMod", "participants", validator={}, validationLevel="off")
    changes = provision_documents(documents)
    assert [(change.act, change.kind, change.name) for change in changes] == [
        ("corrected", "validator", "participants")
    ]
    with pytest.raises(WriteError):
        documents["participants"].insert_one({"_id": "KR", "role": "emperor"})


def test_the_command_says_what_it_did_and_then_that_nothing_is_left(
    kafka_bootstrap: str, mongo_url: str, database: str
) -> None:
    environment = inherited_environment() | {
        "TOCSIN_KAFKA_BOOTSTRAP": kafka_bootstrap,
        "TOCSIN_MONGO_URL": mongo_url,
        "TOCSIN_MONGO_DATABASE": database,
    }

    def run() -> list[dict[str, str]]:
        words = [sys.executable, "-m", "deploy.provisioning", "--json"]
        done = subprocess.run(words, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True)
        changes: list[dict[str, str]] = json.loads(done.stdout)["changes"]
        return changes

    assert {change["name"] for change in run()} >= {collection.name for collection in COLLECTIONS}
    assert run() == []


def test_an_unreachable_store_is_an_error_with_its_address(mongo_url: str) -> None:
    environment = inherited_environment() | {
        "TOCSIN_KAFKA_BOOTSTRAP": "127.0.0.1:1",
        "TOCSIN_MONGO_URL": mongo_url,
    }
    words = [sys.executable, "-m", "deploy.provisioning", "--only", "kafka"]
    done = subprocess.run(words, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "127.0.0.1:1" in done.stderr
