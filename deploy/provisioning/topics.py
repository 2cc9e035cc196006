"""Topics: which differ from the contracts (decided purely), and making them agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource

from deploy.provisioning.changes import Change
from services.contracts.topics import TOPICS, Topic, outbound

_UNKNOWN_TOPIC = 3
_TOPIC_EXISTS = 36


class ProvisioningError(Exception):
    """Kafka refused a change."""


@dataclass(frozen=True, slots=True)
class StoredTopic:
    """A topic as the broker has it."""

    partitions: int
    config: Mapping[str, str]


def wanted_topics(participants: Iterable[str]) -> tuple[Topic, ...]:
    """Every topic of the contracts, and each participant's own."""
    return (*TOPICS, *(outbound(code) for code in sorted(participants)))


def drift(topic: Topic, stored: StoredTopic) -> dict[str, str]:
    """The settings that must be set to other values than the broker has."""
    return {key: value for key, value in topic.config.items() if stored.config.get(key) != value}


def provision_topics(admin: KafkaAdminClient, wanted: Iterable[Topic]) -> list[Change]:
    """Creates what is missing and corrects settings that differ.

    The number of partitions is never changed: it decides where a key goes, so a change would break the order
    per key. Such a topic is reported as `differs`. Raises ProvisioningError when Kafka refuses.
    """
    topics = {topic.name: topic for topic in wanted}
    stored = _stored(admin, topics.values())
    missing = [topic for name, topic in topics.items() if name not in stored]
    return [
        *_create(admin, missing),
        *_correct(admin, {topics[name]: found for name, found in stored.items()}),
    ]


def _stored(admin: KafkaAdminClient, topics: Iterable[Topic]) -> dict[str, StoredTopic]:
    wanted = {topic.name: topic for topic in topics}
    found = [topic for topic in admin.describe_topics(list(wanted)) if int(topic["error_code"]) != _UNKNOWN_TOPIC]
    if not found:
        return {}
    asked = [ConfigResource("TOPIC", topic["name"], list(wanted[topic["name"]].config)) for topic in found]
    configs = admin.describe_configs(asked, config_filter="all")["topic"]
    return {
        topic["name"]: StoredTopic(
            partitions=len(topic["partitions"]),
            config={key: entry["value"] for key, entry in configs[topic["name"]].items()},
        )
        for topic in found
    }


def _create(admin: KafkaAdminClient, missing: list[Topic]) -> list[Change]:
    if not missing:
        return []
    # The replication factor is the broker's default: one on one machine, three on a cluster.
    wanted: dict[str, dict[str, Any]] = {
        topic.name: {"num_partitions": topic.partitions, "configs": topic.config} for topic in missing
    }
    answer = admin.create_topics(wanted, raise_errors=False)
    made: list[Change] = []
    for topic in answer["topics"]:
        # Somebody else may provision at the same moment: it is there, which is all that was wanted.
        if topic["error_code"] not in {0, _TOPIC_EXISTS}:
            raise ProvisioningError(f"topic {topic['name']}: {topic['error_message']}")
        if topic["error_code"] == 0:
            made.append(Change("created", "topic", topic["name"]))
    admin.wait_for_topics(list(wanted))
    return made


def _correct(admin: KafkaAdminClient, stored: Mapping[Topic, StoredTopic]) -> list[Change]:
    changes: list[Change] = []
    for topic, found in stored.items():
        if differing := drift(topic, found):
            admin.alter_configs([ConfigResource("TOPIC", topic.name, dict(differing))])
            detail = ", ".join(f"{key} {found.config.get(key)} -> {value}" for key, value in differing.items())
            changes.append(Change("corrected", "topic", topic.name, detail))
        if found.partitions != topic.partitions:
            detail = f"{found.partitions} partitions instead of {topic.partitions}"
            changes.append(Change("differs", "topic", topic.name, detail))
    return changes
