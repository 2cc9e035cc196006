"""One ingest for tests: the door and the stream as real processes, participants with keys, and what they wrote."""

from __future__ import annotations

import base64
import json
import os
import secrets
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from pymongo import MongoClient

from deploy.local.ports import free_port
from deploy.local.secret_files import ensure_secrets
from deploy.provisioning.documents import provision_documents
from deploy.provisioning.topics import provision_topics, wanted_topics
from services.cli.participant_register import ParticipantRegister
from services.contracts.events import SUBMITTED
from services.contracts.participants import (
    DOOR_CODE,
    DOOR_KEY_ID,
    SIGNATURE_HEADER,
    ApiKey,
    Participant,
    SigningKey,
    api_key_digest,
    api_key_text,
    signature_header,
)
from services.contracts.sharing import Role
from services.contracts.topics import INGEST_DEAD_LETTERS, RECEIPTS, REPORTS, REPORTS_ACCEPTED
from tests.platform import wait_until
from tests.unit.ingest.reports import NOW, encode, seizure

ROLES: Mapping[str, Role] = {
    "KR": Role.ADMINISTRATION,
    "JP": Role.ADMINISTRATION,
    "OBSERVER": Role.OBSERVER,
    "AUDITOR": Role.AUDITOR,
}


@dataclass
class Ground:
    """An ingest on one Kafka and one MongoDB. References are made unique, so that tests can share it."""

    kafka: str
    mongo: str
    folder: Path
    database: str = field(default_factory=lambda: f"ingest-{uuid.uuid4().hex[:8]}")
    port: int = field(default_factory=free_port)
    health: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    signing: dict[str, Ed25519PrivateKey] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))
    _reader: KafkaConsumer | None = None
    _writer: KafkaProducer | None = None

    def provision(self) -> None:
        """Topics, collections, participants and the door's key."""
        with KafkaAdminClient(bootstrap_servers=self.kafka) as admin:
            provision_topics(admin, wanted_topics([]))
        public = ensure_secrets(self.folder / "secrets")
        door = Participant(
            code=DOOR_CODE,
            role=Role.DOOR,
            name="door",
            signing_keys=(SigningKey(key_id=DOOR_KEY_ID, public_key=public),),
        )
        with MongoClient[dict[str, Any]](self.mongo) as client:
            provision_documents(client[self.database])
            register = ParticipantRegister(client[self.database]["participants"])
            register.ensure([door, *(self._participant(code, role) for code, role in ROLES.items())])

    def _participant(self, code: str, role: Role) -> Participant:
        key_id = secrets.token_hex(8)
        self.keys[code] = api_key_text(key_id, secrets.token_bytes(32))
        self.signing[code] = Ed25519PrivateKey.generate()
        public = base64.b64encode(self.signing[code].public_key().public_bytes_raw()).decode()
        return Participant(
            code=code,
            role=role,
            name=code,
            language="fr" if code == "JP" else "en",
            api_keys=(ApiKey(key_id=key_id, sha256=api_key_digest(self.keys[code]), created_at=NOW),),
            signing_keys=(SigningKey(key_id=f"{code.lower()}-1", public_key=public),),
        )

    def run(self, process: str, ready: bool = True, **environment: str) -> subprocess.Popen[bytes]:
        """Start ``door`` or ``stream``; returns once it is ready, unless told not to wait."""
        self.health[process] = free_port({self.port})
        given = {
            "TOCSIN_KAFKA_BOOTSTRAP": self.kafka,
            "TOCSIN_MONGO_URL": self.mongo,
            "TOCSIN_MONGO_DATABASE": self.database,
            "TOCSIN_SECRETS_DIR": str(self.folder / "secrets"),
            "TOCSIN_DOOR_PORT": str(self.port),
            "TOCSIN_INTERNAL_PORT": str(self.health[process]),
            "TOCSIN_GROUP_SUFFIX": f"-{self.database}",
            "TOCSIN_SESSION_TIMEOUT": "6",
            "TOCSIN_DEAD_LETTER_RUN": "100000",  # other tests leave records that are dead here
            "TOCSIN_DEAD_LETTER_RATIO": "1",
            **environment,
        }
        words = [sys.executable, "-m", "services.ingest", process]
        with (self.folder / f"{process}.log").open("ab") as log:
            started = subprocess.Popen(words, env={**os.environ, **given}, stdout=log, stderr=log)  # noqa: TID251 -- a child's environment
        self.processes[process] = started
        if ready:
            wait_until(lambda: started.poll() is not None or self.status(process) == 200, 60, f"{process} is ready")
            assert started.poll() is None, self.log(process)[-3000:]
        return started

    def status(self, process: str, path: str = "/readyz") -> int:
        """The HTTP status of a page of the internal port; 0 when nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.health[process]}{path}", timeout=2) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code
        except (URLError, OSError):
            return 0

    def metrics(self, process: str) -> str:
        """The metrics page."""
        return httpx.get(f"http://127.0.0.1:{self.health[process]}/metrics", trust_env=False).text

    def log(self, process: str) -> str:
        """What a process wrote."""
        return (self.folder / f"{process}.log").read_text()

    def post(
        self, body: Any, code: str = "KR", media: str = "application/json", **headers: str | bytes
    ) -> httpx.Response:
        """Send a body (bytes, or a value to be written as JSON) to the door as this participant."""
        content = body if isinstance(body, bytes) else encode(body)
        words = {"authorization": f"Bearer {self.keys.get(code, code)}", "content-type": media}
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        told = {
            name.encode(): text if isinstance(text, bytes) else text.encode() for name, text in (words | more).items()
        }
        return self.client.post(f"http://127.0.0.1:{self.port}/v1/reports", content=content, headers=told)

    def ends(self) -> dict[TopicPartition, int]:
        """Where each topic that ingest writes to ends now."""
        topics = [*REPORTS.values(), RECEIPTS, REPORTS_ACCEPTED, INGEST_DEAD_LETTERS]
        places = [TopicPartition(topic.name, n) for topic in topics for n in range(topic.partitions)]
        ends: dict[TopicPartition, int] = self.reader().end_offsets(places)
        return ends

    def reader(self) -> KafkaConsumer:
        """The one reader of this ground: making one for each look took most of a test's time."""
        if self._reader is None:
            self._reader = KafkaConsumer(bootstrap_servers=self.kafka, group_id=None, enable_auto_commit=False)
        return self._reader

    def writer(self) -> KafkaProducer:
        """The national systems' one producer."""
        if self._writer is None:
            self._writer = KafkaProducer(bootstrap_servers=self.kafka, acks="all", linger_ms=0)
        return self._writer

    def records(self, topic: str, since: Mapping[TopicPartition, int]) -> list[Any]:
        """The records of a topic from the places in ``since`` to its end now."""
        begins = {place: offset for place, offset in since.items() if place.topic == topic}
        consumer = self.reader()
        ends = consumer.end_offsets(list(begins))
        consumer.assign(list(begins))
        for place, offset in begins.items():
            consumer.seek(place, offset)
        found: list[Any] = []
        while any(consumer.position(place) < end for place, end in ends.items()):
            for records in consumer.poll(timeout_ms=200).values():
                found.extend(records)
        return found

    def produce(
        self, value: bytes | None, code: str | None = "KR", mode: str = "mail", headers: Sequence[Any] | None = None
    ) -> Any:
        """Write one record as a national system does, signed by ``code`` (None: unsigned); returns where it went."""
        signed = []
        if code is not None:
            signature = self.signing[code].sign(value or b"")
            signed = [(SIGNATURE_HEADER, signature_header(f"{code.lower()}-1", signature).encode())]
        words = [("ce_type", SUBMITTED.encode()), *signed] if headers is None else list(headers)
        topic = REPORTS[mode].name  # type: ignore[index]  # a mode by its name
        return self.writer().send(topic, key=b"k", value=value, headers=words).get(timeout=20)

    def submission(self, report_id: str) -> dict[str, Any] | None:
        """The stored document."""
        with MongoClient[dict[str, Any]](self.mongo, tz_aware=True) as client:
            return client[self.database]["submissions"].find_one({"_id": report_id})

    def leave(self) -> None:
        """Stop what still runs, by its process id."""
        self.client.close()
        if self._reader is not None:
            self._reader.close()
        if self._writer is not None:
            self._writer.close(timeout=5)
        for process in self.processes.values():
            if process.poll() is None:
                process.kill()
            process.wait()


def fresh(**changes: Any) -> dict[str, Any]:
    """A good seizure under a reference of its own."""
    return seizure(**({"national_ref": f"T-{uuid.uuid4().hex[:12]}"} | changes))


def receipts(ground: Ground, since: Mapping[TopicPartition, int], report_id: str | None) -> list[dict[str, Any]]:
    """The receipts about a report, in order."""
    bodies = [json.loads(record.value) for record in ground.records(RECEIPTS.name, since)]
    return [body for body in bodies if body.get("report_id") == report_id]


def letters(ground: Ground, since: Mapping[TopicPartition, int], sent: Any) -> list[tuple[dict[str, str], bytes]]:
    """Headers and body of the dead letters of one sent record."""
    found = []
    for record in ground.records(INGEST_DEAD_LETTERS.name, since):
        words = {name: value.decode("utf-8", "replace") for name, value in record.headers}
        place = [words.get(f"tocsin-letter-origin-{part}") for part in ("topic", "partition", "offset")]
        if tuple(place) == (sent.topic, str(sent.partition), str(sent.offset)):
            found.append((words, record.value))
    return found


def accepted(ground: Ground, since: Mapping[TopicPartition, int], report_id: str, least: int = 0) -> list[Any]:
    """The records of a report on reports-accepted, once there are at least so many: a receipt may be seen first."""

    def found() -> list[Any] | None:
        records = ground.records(REPORTS_ACCEPTED.name, since)
        own = [one for one in records if one.key.decode() == report_id]
        return own if len(own) >= least else None

    return [*wait_until(lambda: (own := found()) is not None and (own, True), 60, "accepted")[0]]
