"""The stage of a test: an api that serves in a thread, its participants' keys, and ways to write what it reads."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from kafka import KafkaProducer
from prometheus_client import CollectorRegistry
from pymongo import MongoClient

from deploy.local.ports import free_port
from deploy.provisioning.documents import provision_documents
from services.api.app import ApiServer, create_app, server
from services.api.settings import ApiSettings
from services.api.tokens import KEY_BYTES, KEY_FILE
from services.contracts.codec import ORIGIN_TIME_HEADER, Envelope, body_of, headers_of
from services.contracts.documents import COLLECTIONS, PARTICIPANTS
from services.contracts.events import ALERT_CHANGED, AlertChanged
from services.contracts.participants import api_key_digest, api_key_text
from services.contracts.sharing import Role
from services.contracts.topics import LINK_DECISIONS
from services.runtime.health import Health
from tests.integration.api.enriching import Deciders
from tests.integration.api.listening import Ear
from tests.platform import wait_until

ROLES: Mapping[str, Role] = {
    "KR": Role.ADMINISTRATION,
    "NL": Role.ADMINISTRATION,
    "FR": Role.ADMINISTRATION,
    "OCU": Role.COORDINATION_UNIT,
    "RILO-WE": Role.REGIONAL_OFFICE,
    "PARTNER-1": Role.PARTNER,
    "OBSERVER": Role.OBSERVER,
    "AUDITOR": Role.AUDITOR,
}
Document = dict[str, Any]


class Stage:
    """One api and what surrounds it."""

    def __init__(
        self, kafka: str, mongo: str, database: str, topic: str, folder: Path, settings: Mapping[str, object],
        decisions: str = LINK_DECISIONS.name,
    ) -> None:  # fmt: skip
        self.topic, self.port, self.registry = topic, free_port(), CollectorRegistry()
        self.deciders = Deciders(kafka, mongo, database, decisions)
        self._decisions = decisions
        self._kafka, self._mongo, self._database, self._settings = kafka, mongo, database, settings
        self.client: MongoClient[Document] = MongoClient(mongo, tz_aware=True)
        self.documents = self.client[database]
        provision_documents(self.documents)
        self.keys = {code: api_key_text(secrets.token_hex(8), secrets.token_bytes(32)) for code in ROLES}
        self.documents[PARTICIPANTS.name].delete_many({})
        self.documents[PARTICIPANTS.name].insert_many([self._participant(code) for code in ROLES])
        self._folder = folder
        if not (folder / KEY_FILE).exists():
            (folder / KEY_FILE).write_bytes(secrets.token_bytes(KEY_BYTES))
        self._producer = KafkaProducer(bootstrap_servers=kafka, acks="all", linger_ms=0)
        self._server: ApiServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where the api is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once the api has read the log to its end."""
        settings = ApiSettings(
            kafka_bootstrap=self._kafka,
            mongo_url=self._mongo,
            mongo_database=self._database,
            secrets_dir=self._folder,
            api_port=self.port,
            **self._settings,  # type: ignore[arg-type]  # settings by name, checked by the class itself
        )
        self.registry = CollectorRegistry()
        health = Health("api")
        topics = {"alerts_topic": self.topic, "decisions_topic": self._decisions}
        app = create_app(settings, self.registry, health, **topics)
        self._server = server(app, "127.0.0.1", self.port)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="api")
        self._thread.start()
        wait_until(lambda: hasattr(app.state, "parts") and app.state.parts.tail.caught_up, 30, "api has read the log")
        wait_until(lambda: self._server and self._server.started, 10, "api listens")
        wait_until(health.is_ready, 30, "api is ready")

    async def _serve(self) -> None:
        assert self._server is not None
        await self._server.serve()

    @property
    def connections(self) -> int:
        """How many connections the api holds open."""
        return len(self._server.server_state.connections) if self._server else 0

    def halt(self) -> None:
        """Stops the api alone, as a terminated process would; the stores stay."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(20)
            assert not self._thread.is_alive(), "the api did not stop"
            self._server = None

    def stop(self) -> None:
        """Stops everything that was started."""
        self.deciders.stop()
        self.halt()
        self._producer.close()
        self.client.close()

    def get(self, code: str, path: str, /, accept: str = "application/json", **parameters: Any) -> httpx.Response:
        """A request as this participant."""
        headers = {"Authorization": f"Bearer {self.keys[code]}", "Accept": accept}
        return httpx.get(self.url + path, params=parameters, headers=headers, timeout=20)

    def decide(
        self, code: str, link_id: str, decision: Any, reason: str | None = None, **headers: str | None
    ) -> httpx.Response:
        """A decision of this participant, on the link as it now stands for it unless ``if_match`` says otherwise.

        Other headers by name: ``idempotency_key``; None leaves one out. ``decision`` may be a whole body.
        """
        told = {"authorization": f"Bearer {self.keys[code]}"}
        if "if_match" not in headers:
            headers["if_match"] = self.get(code, f"/v1/links/{link_id}").headers.get("etag", '"none"')
        told |= {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        body = decision
        if isinstance(decision, str):
            body = {"decision": decision, **({"reason": reason} if reason is not None else {})}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        path = f"{self.url}/v1/links/{link_id}/decisions"
        return httpx.post(path, content=content, headers=told, timeout=40)

    @contextlib.contextmanager
    def listen(self, code: str, token: str | None = None) -> Iterator[Ear]:
        """An open live stream of this participant."""
        headers = {"Authorization": f"Bearer {self.keys[code]}"} | ({"Last-Event-ID": token} if token else {})
        with Ear(f"{self.url}/v1/alerts/stream", headers) as ear:
            yield ear

    def store(self, collection: str, *documents: Document) -> None:
        """Writes documents as their service would."""
        assert collection in {known.name for known in COLLECTIONS}
        self.documents[collection].insert_many(documents)

    def publish(self, *events: AlertChanged, padding: int = 0) -> None:
        """Sends alert events to Kafka, in order; returns when all are acknowledged."""
        self.send([(event.alert.alert_id, body_of(event)) for event in events], padding)

    def send(self, records: Sequence[tuple[str, bytes]], padding: int = 0) -> None:
        """Sends records as they are."""
        now = datetime.now(UTC)
        extensions = {ORIGIN_TIME_HEADER: now.isoformat(timespec="milliseconds")}
        headers = headers_of(Envelope(ALERT_CHANGED, secrets.token_hex(8), "/tocsin", now, extensions))
        if padding:
            headers.append(("padding", b"x" * padding))
        sent = [
            self._producer.send(self.topic, key=key.encode(), value=value, headers=headers) for key, value in records
        ]
        for one in sent:
            one.get(60)

    def metric(self, name: str, **labels: str) -> float:
        """The present value of one of the api's metrics."""
        return self.registry.get_sample_value(name, labels) or 0.0

    def revoke(self, code: str) -> None:
        """Takes away a participant's key."""
        self.documents[PARTICIPANTS.name].update_one({"_id": code}, {"$set": {"api_keys": []}})

    def _participant(self, code: str) -> Document:
        key = self.keys[code]
        stored = {"key_id": key.split("_")[1], "sha256": api_key_digest(key), "created_at": datetime.now(UTC)}
        return {
            "_id": code,
            "role": ROLES[code].value,
            "name": f"Participant {code}",
            "active": True,
            "api_keys": [stored],
            "signing_keys": [],
        }
