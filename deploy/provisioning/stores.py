"""Both stores in the order that provisioning needs."""

from __future__ import annotations

from typing import Any

from kafka import KafkaAdminClient
from pymongo import MongoClient

from deploy.provisioning.changes import Change
from deploy.provisioning.documents import provision_documents
from deploy.provisioning.settings import ProvisioningSettings
from deploy.provisioning.topics import provision_topics, wanted_topics
from services.contracts.documents import PARTICIPANTS
from services.contracts.sharing import Role


def provision(settings: ProvisioningSettings, stores: frozenset[str]) -> list[Change]:
    """Provisions MongoDB, then Kafka: each participant in MongoDB has a topic of its own.

    Raises ProvisioningError, KafkaError or PyMongoError when a store refuses or can't be reached.
    """
    changes: list[Change] = []
    with MongoClient[dict[str, Any]](settings.mongo_url, serverSelectionTimeoutMS=10_000) as client:
        database = client[settings.mongo_database]
        if "mongo" in stores:
            changes += provision_documents(database)
        if "kafka" in stores:
            others = {"role": {"$ne": Role.DOOR.value}}
            participants = [str(found["_id"]) for found in database[PARTICIPANTS.name].find(others, {"_id": 1})]
            with KafkaAdminClient(
                bootstrap_servers=settings.kafka_bootstrap.split(","), bootstrap_timeout_ms=10_000
            ) as admin:
                changes += provision_topics(admin, wanted_topics(participants))
    return changes
