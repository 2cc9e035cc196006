"""Officers at their national systems: they send by either door and hear what the platform says."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable
from typing import Any, Final

import httpx
from confluent_kafka import OFFSET_BEGINNING, Consumer, Producer, TopicPartition
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.platform import RunningPlatform
from tests.scenario.cases import Report
from tests.servers import wait_until

SUBMITTED: Final = "tocsin.report.submitted.v1"


class Officers:
    """Everybody who reports."""

    def __init__(self, platform: RunningPlatform) -> None:
        self._platform = platform
        self._client = httpx.Client(base_url=platform.door, timeout=30, trust_env=False)
        # librdkafka's own partitioner would put a key elsewhere than every other client does.
        settings = {"bootstrap.servers": platform.kafka, "partitioner": "murmur2_random", "log_level": 0}
        self._producer = Producer(settings)
        self._keys: dict[str, dict[str, str]] = json.loads((platform.state / "signing-keys.json").read_text())

    def close(self) -> None:
        """Hangs up."""
        self._client.close()
        self._producer.flush(30)

    def submit(self, *reports: Report) -> None:
        """Sends by HTTP, each by its owner; every one is taken."""
        for report in reports:
            answer = self.post(report)
            assert answer.status_code == 202, answer.text
            said = answer.json()
            assert (said["report_id"], said["version"]) == (report.report_id, report.body["version"])

    def post(self, report: Report) -> httpx.Response:
        """Sends by HTTP and returns the answer, whatever it is."""
        headers = {"authorization": f"Bearer {self._platform.api_key(report.owner)}"}
        return self._client.post("/v1/reports", json=report.body, headers=headers)

    def submit_to_kafka(self, *reports: Report) -> None:
        """Writes signed events to the topic of each report's mode; returns when Kafka has them."""
        failed: list[Any] = []
        for report in reports:
            body = json.dumps(report.body).encode()
            told = {
                "ce_specversion": "1.0",
                "ce_type": SUBMITTED,
                "ce_id": str(uuid.uuid4()),
                "ce_source": f"/administrations/{report.owner}",
                "ce_time": "2021-02-11T10:00:00Z",
                "content-type": "application/json",
                "tocsin-signature": self._signature(report.owner, body),
            }
            self._producer.produce(
                f"reports-{report.body['mode']}",
                body,
                report.report_id,
                headers=[(name, value.encode()) for name, value in told.items()],
                on_delivery=lambda error, _: failed.append(error) if error else None,
            )
        assert self._producer.flush(30) == 0
        assert not failed

    def receipt(self, report: Report, within: float = 30) -> dict[str, Any]:
        """What the owner is told of its report on its own topic; waits for it."""
        found: dict[str, Any] = self._await_on(
            f"outbound-{report.owner}", lambda body: bool(body.get("report_id") == report.report_id), within
        )
        return found

    def _await_on(self, topic: str, wanted: Callable[[dict[str, Any]], bool], within: float) -> dict[str, Any]:
        consumer = Consumer({"bootstrap.servers": self._platform.kafka, "group.id": uuid.uuid4().hex})
        found: list[dict[str, Any]] = []

        def look() -> bool:
            message = consumer.poll(0.5)
            if message is not None and not message.error():
                body = json.loads(message.value())
                if wanted(body):
                    found.append(body)
            return bool(found)

        try:
            consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
            wait_until(look, within, f"the receipt on {topic}")
        finally:
            consumer.close()
        return found[0]

    def _signature(self, owner: str, body: bytes) -> str:
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(self._keys[owner]["private_key"]))
        return f"{self._keys[owner]['key_id']}:{base64.b64encode(key.sign(body)).decode()}"
