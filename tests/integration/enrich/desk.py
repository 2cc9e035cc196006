"""A desk: the enrich stage on a real MongoDB, without Kafka; what it would send is kept to be looked at."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry
from pymongo import MongoClient
from pymongo.asynchronous.database import AsyncDatabase

from deploy.provisioning.documents import provision_documents
from services.contracts.codec import body_of
from services.contracts.events import ACCEPTED, ENRICHED, LINK_CHANGED, LINK_DECIDED, Enriched, Link, LinkDecided
from services.contracts.metrics import build
from services.contracts.report import Report
from services.contracts.settings import MongoSettings
from services.enrich.decision_store import DecisionStore
from services.enrich.stage import EnrichStage
from services.enrich.store import Store
from services.runtime.directory import Directory
from services.runtime.records import Handled, Outgoing, Received, Record
from services.runtime.store import database_of, open_client
from tests.unit.enrich.reports import NOON, accepted, gazetteer

Pair = tuple[str, str, str]


class Desk:
    """Hands reports to the stage. Several desks on one database are several workers."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self.database = database
        self.registry = CollectorRegistry()
        store, metrics = Store(database, first_limit=30), build("enrich", self.registry)
        decisions, directory = DecisionStore(database), Directory(database)
        self.stage = EnrichStage(store, decisions, metrics, directory, gazetteer())

    def record(self, report: Report, version: int = 1, received_at: datetime = NOON, offset: int = 0) -> Record:
        """The record with which ingest hands over a report."""
        body = accepted(report, version, received_at)
        return Record("reports-accepted", 0, offset, report.report_id.encode(), body, {"ce_type": ACCEPTED}, (), NOON)

    def decision(self, decided: LinkDecided, offset: int = 0) -> Record:
        """The record with which the api hands over a decision."""
        told = {"ce_type": LINK_DECIDED}
        return Record("link-decisions", 0, offset, decided.link_id.encode(), body_of(decided), told, (), NOON)

    async def decide(self, *decisions: LinkDecided) -> Handled:
        """One batch of decisions; returns how each ended."""
        records = [self.decision(each, offset) for offset, each in enumerate(decisions)]
        return await self.stage.handle([Received(record, self.stage.decode(record)) for record in records])

    async def hand(self, *reports: Report, version: int = 1) -> Sequence[Outgoing]:
        """One batch; returns what is to be sent."""
        return await self.take([self.record(report, version) for report in reports])

    async def take(self, records: Iterable[Record]) -> Sequence[Outgoing]:
        """One batch of records, decoded afresh as after a redelivery."""
        batch = [Received(record, self.stage.decode(record)) for record in records]
        return (await self.stage.handle(batch)).sends

    async def links(self) -> list[dict[str, Any]]:
        """Every stored link, by id."""
        return await self.database["links"].find().sort("_id").to_list()

    async def standing(self) -> set[Pair]:
        """The links that stand."""
        return {(link["link_class"], *link["reports"]) for link in await self.links() if link["status"] != "withdrawn"}


def links_in(sends: Iterable[Outgoing]) -> list[tuple[str, str, int]]:
    """(event id, status, revision) of every link event."""
    events = [(out.id, Link.model_validate_json(out.body)) for out in sends if out.type == LINK_CHANGED]
    return [(event_id, link.status, link.revision) for event_id, link in events]


def enriched_in(sends: Iterable[Outgoing]) -> dict[str, Enriched]:
    """The enriched events, by report id."""
    events = [Enriched.model_validate_json(out.body) for out in sends if out.type == ENRICHED]
    return {event.report_id: event for event in events}


@asynccontextmanager
async def desk_on(mongo_url: str, database: str) -> AsyncIterator[Desk]:
    """A desk on a database that has its indexes and validators."""
    with MongoClient[dict[str, Any]](mongo_url) as client:
        provision_documents(client[database])
    settings = MongoSettings(mongo_url=mongo_url, mongo_database=database)
    client_of_loop = open_client(settings)
    try:
        yield Desk(database_of(client_of_loop, settings))
    finally:
        await client_of_loop.close()
