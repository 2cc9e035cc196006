"""The alerts stage on a real MongoDB, without Kafka; what it would send is kept to be looked at."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry
from pymongo import MongoClient
from pymongo.asynchronous.database import AsyncDatabase

from deploy.provisioning.documents import provision_documents
from services.alerts.delivery import Delivery
from services.alerts.retractions import Retractions
from services.alerts.rule_files import load_rules
from services.alerts.rules import Rule
from services.alerts.stage import AlertsStage
from services.alerts.store import AlertStore
from services.contracts.codec import body_of
from services.contracts.events import ENRICHED, LINK_CHANGED, RECEIPT, AlertChanged, Enriched, Link, Receipt
from services.contracts.metrics import build
from services.contracts.settings import MongoSettings
from services.contracts.topics import LINKS, RECEIPTS, REPORTS_ENRICHED
from services.runtime.directory import Directory
from services.runtime.records import Handled, Outgoing, Received, Record
from services.runtime.store import database_of, open_client

NOON = datetime(2021, 2, 11, 12, 0, 0, 123_000, tzinfo=UTC)
Body = Link | Enriched | Receipt
_TOPICS = {Link: (LINKS, LINK_CHANGED), Enriched: (REPORTS_ENRICHED, ENRICHED), Receipt: (RECEIPTS, RECEIPT)}


class Desk:
    """One worker. Several desks on one database are several workers. Only topics in ``there`` exist."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], rules: Sequence[Rule]) -> None:
        self.database = database
        self.registry = CollectorRegistry()
        self.there: set[str] = set()
        store = AlertStore(database, [rule.id for rule in rules if rule.on == "report"])
        delivery = Delivery(Directory(database), self._has_topic)
        self.stage = AlertsStage(rules, store, Retractions(database), delivery, build("alerts", self.registry))
        self._offset = 0

    async def _has_topic(self, name: str) -> bool:
        return name in self.there

    def record(self, body: Body) -> Record:
        """The record that carries this event, each a second after the other."""
        self._offset += 1
        topic, event = _TOPICS[type(body)]
        headers = {"ce_type": event, "ce_id": f"event-{self._offset}"}
        at = NOON + timedelta(seconds=self._offset)
        return Record(topic.name, 0, self._offset, b"key", body_of(body), headers, (), at)

    async def take(self, records: Iterable[Record]) -> Handled:
        """One batch of records, decoded afresh as after a redelivery."""
        return await self.stage.handle([Received(record, self.stage.decode(record)) for record in records])

    async def hear(self, *bodies: Body) -> list[AlertChanged]:
        """One batch; returns the alert events that are to be sent."""
        return told((await self.take([self.record(body) for body in bodies])).sends)

    async def alerts(self) -> list[dict[str, Any]]:
        """Every stored alert, by id."""
        return await self.database["alerts"].find().sort("_id").to_list()


def told(sends: Iterable[Outgoing]) -> list[AlertChanged]:
    """The alert events among what is to be sent."""
    return [AlertChanged.model_validate_json(out.body) for out in sends if out.topic == "alerts"]


@asynccontextmanager
async def desk_on(mongo_url: str, database: str, rules: Sequence[Rule] | None = None) -> AsyncIterator[Desk]:
    """A desk on a database that has its indexes and validators."""
    with MongoClient[dict[str, Any]](mongo_url) as client:
        provision_documents(client[database])
    settings = MongoSettings(mongo_url=mongo_url, mongo_database=database)
    client_of_loop = open_client(settings)
    try:
        yield Desk(database_of(client_of_loop, settings), load_rules() if rules is None else rules)
    finally:
        await client_of_loop.close()
