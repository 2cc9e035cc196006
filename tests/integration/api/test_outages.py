"""MongoDB or Kafka away: readers are told, nothing is lost, and it goes on by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from kafka import KafkaAdminClient

from deploy.local.kafka import KafkaNode
from deploy.local.mongo import MongoNode
from tests.integration.api import things
from tests.integration.api.serving import Stage
from tests.platform import Server, wait_until


@contextmanager
def standing(stage: Stage) -> Iterator[Stage]:
    try:
        stage.start()
        yield stage
    finally:
        stage.stop()


def test_without_mongodb_every_answer_is_503_with_retry_after_and_then_it_goes_on(
    breakable_mongo: Server[MongoNode], kafka_bootstrap: str, new_topic: Callable[..., str], tmp_path: Path
) -> None:
    mongo = breakable_mongo
    settings = {"query_seconds": 1.0}
    with standing(Stage(kafka_bootstrap, mongo.node.url, "tocsin", new_topic("alerts"), tmp_path, settings)) as stage:
        stage.store("alerts", things.alert(1))
        assert stage.get("KR", "/v1/alerts").status_code == 200
        mongo.stop()
        for code, path in (("KR", "/v1/alerts"), ("FR", "/v1/reports")):
            _is_unavailable(stage.get(code, path))
        # The stream comes from Kafka: whoever is still known gets it, until nobody can be known any more.
        wait_until(lambda: _opening_the_stream(stage, "NL").status_code == 503, 30, "NL is no longer known")
        _is_unavailable(_opening_the_stream(stage, "NL"))
        mongo.start()
        wait_until(lambda: stage.get("KR", "/v1/alerts").status_code == 200, 30, "it goes on")


def test_while_kafka_is_away_the_open_stream_says_so_and_misses_nothing(
    breakable_kafka: Server[KafkaNode], mongo_url: str, database: str, tmp_path: Path
) -> None:
    kafka = breakable_kafka
    _make_topic(kafka)
    settings = {"stream_heartbeat": 0.2}
    api = Stage(kafka.node.address, mongo_url, database, "alerts", tmp_path, settings)
    with standing(api) as stage, stage.listen("OCU") as ear:
        stage.publish(things.event(1))
        ear.events(1)
        kafka.stop()
        wait_until(lambda: "source away" in ear.comments, 40, "the reader is told")
        kafka.start()
        stage.publish(things.event(2))
        assert [one.data["alert_id"] for one in ear.events(2, within=60)] == [things.alert_id(n) for n in (1, 2)]
        wait_until(lambda: ear.comments[-1] == "beat", 30, "all is well again")


def _is_unavailable(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:tocsin:problem:unavailable")
    assert answer.headers["retry-after"]


def _opening_the_stream(stage: Stage, code: str) -> httpx.Response:
    """The answer to a reader that opens the stream: its head, and its body when that ends."""
    headers = {"Authorization": f"Bearer {stage.keys[code]}"}
    with httpx.stream("GET", f"{stage.url}/v1/alerts/stream", headers=headers, timeout=20) as answer:
        if answer.status_code != 200:
            answer.read()
    return answer


def _make_topic(kafka: Server[KafkaNode]) -> None:
    with KafkaAdminClient(bootstrap_servers=kafka.node.address) as admin:
        admin.create_topics({"alerts": {"num_partitions": 1, "replication_factor": 1}}, wait_for_metadata=True)
