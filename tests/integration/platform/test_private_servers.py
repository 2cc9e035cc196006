"""The private Kafka and MongoDB: they keep what they were given, also when they come back elsewhere."""

from __future__ import annotations

import dataclasses
from typing import Any

from kafka import KafkaAdminClient
from pymongo import MongoClient

from deploy.local.kafka import KafkaNode
from deploy.local.mongo import MongoNode
from deploy.local.ports import free_port
from tests.platform import Server


def test_kafka_keeps_its_topics_on_another_port(breakable_kafka: Server[KafkaNode]) -> None:
    with KafkaAdminClient(bootstrap_servers=breakable_kafka.node.address) as admin:
        admin.create_topics({"kept": {"num_partitions": 3, "replication_factor": 1}}, wait_for_metadata=True)
    breakable_kafka.stop()
    port = free_port()
    breakable_kafka.node = dataclasses.replace(breakable_kafka.node, port=port, controller_port=free_port({port}))
    breakable_kafka.start()
    with KafkaAdminClient(bootstrap_servers=breakable_kafka.node.address) as admin:
        assert len(admin.describe_topics(["kept"])[0]["partitions"]) == 3


def test_mongo_keeps_its_documents_on_another_port(
    breakable_mongo: Server[MongoNode],
) -> None:
    with MongoClient[dict[str, Any]](breakable_mongo.node.url) as client:
        client.kept.things.insert_one({"_id": 1})
    breakable_mongo.stop()
    breakable_mongo.node = dataclasses.replace(breakable_mongo.node, port=free_port())
    breakable_mongo.start()
    with MongoClient[dict[str, Any]](breakable_mongo.node.url) as client:
        assert client.kept.things.find_one() == {"_id": 1}
