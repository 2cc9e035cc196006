"""Every MongoDB query of the api. What a reader asks is joined to the sharing policy here and nowhere else.

Filters come from closed parameters (parameters.py) and are compared by value: no operator and no pattern of a client
reaches MongoDB. One time limit covers choosing a server, the query and its cursor.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pymongo
from pymongo.asynchronous.database import AsyncDatabase

from services.api.cursors import Place
from services.api.parameters import AlertFilters, LinkFilters, NetworkParameters, ReportFilters
from services.contracts import identifiers
from services.contracts.documents import LINKS, PARTICIPANTS, REPORTS, SUBMISSIONS, VERSIONS, Collection
from services.contracts.identifiers import NUMBER_FIELDS, READERS, VESSEL_FIELDS
from services.contracts.sharing import Reader, Role, mongo_filter
from services.reference.substances import read_substance

Document = dict[str, Any]
Clauses = list[Document]

_TEXTS: Final = (
    "national_ref",
    "report.narrative",
    "report.concealment.text",
    "report.cover_load.description",
    "report.location.name",
    "report.requested_action",
    "report.goods.marks.logo",
)
_TRANSPORT_TYPES: Final = sorted({*NUMBER_FIELDS.values(), *VESSEL_FIELDS.values()} & READERS.keys())
"""Every type of number that a transport block can hold."""
_INDEXED: Final = ("s10:", "awb:", "container:")
"""Types whose form or check digit leaves no doubt what was meant."""


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: newest first by a field, then by id. ``field`` None: by id alone."""

    field: str | None = None

    @property
    def sort(self) -> list[tuple[str, int]]:
        """As MongoDB takes it."""
        return [(self.field, -1), ("_id", 1)] if self.field else [("_id", 1)]

    def after(self, place: Place | None) -> Clauses:
        """Only what comes after ``place``."""
        if place is None:
            return []
        if self.field is None:
            return [{"_id": {"$gt": place.id}}]
        return [
            {"$or": [{self.field: {"$lt": place.at}}, {self.field: place.at, "_id": {"$gt": place.id}}]},
        ]

    def place(self, document: Document) -> Place:
        """Where a walk stands after this document."""
        return Place(document["_id"], document[self.field] if self.field else None)


BY_ID: Final = Order()
# A walk misses nothing and repeats nothing only along a key that never changes. Every instant of a report, link or
# alert may change (a correction, an earlier cause that comes late), so a walk goes by id unless somebody asks to look.
NEWEST_REPORTS: Final = Order("received_at")
NEWEST_LINKS: Final = Order("changed_at")
NEWEST_ALERTS: Final = Order("updated_at")


BY_SCORE: Final = [("score", -1), ("_id", 1)]
IN_SHORT: Final = dict.fromkeys(
    (
        "administration",
        "national_ref",
        "kind",
        "mode",
        "occurred_at",
        "received_at",
        "countries",
        "substances",
        "retracted",
        "sharing",
        "report.route",
        "normalised.countries",
    ),
    1,
)
"""The fields of a report of a network."""


@dataclass(frozen=True, slots=True)
class Views:
    """The collections as readers may see them. Every call may raise PyMongoError."""

    database: AsyncDatabase[Document]
    seconds: float

    async def one(self, collection: Collection, id_: str, reader: Reader) -> Document | None:
        """The document if this reader may read it; None when there is none for it."""
        with pymongo.timeout(self.seconds):
            return await self.database[collection.name].find_one({"$and": [{"_id": id_}, mongo_filter(reader)]})

    async def page(
        self, collection: Collection, clauses: Clauses, order: Order, after: Place | None, limit: int, reader: Reader
    ) -> tuple[list[Document], Place | None]:
        """At most ``limit`` documents that this reader may read, and the place to go on from, if there are more."""
        where = {"$and": [mongo_filter(reader), *clauses, *order.after(after)]}
        with pymongo.timeout(self.seconds):
            found = await self.database[collection.name].find(where).sort(order.sort).limit(limit + 1).to_list()
        return found[:limit], order.place(found[limit - 1]) if len(found) > limit else None

    async def submission(self, report_id: str, reader: Reader) -> Document | None:
        """Everything that arrived for a report: for its owner, and for who may read the report itself."""
        with pymongo.timeout(self.seconds):
            found = await self.database[SUBMISSIONS.name].find_one({"_id": report_id})
        if found is None or found["administration"] == reader.code:
            return found
        return found if await self.one(REPORTS, report_id, reader) else None

    async def receipts(self, reader: Reader, after: Place | None, limit: int) -> tuple[list[Document], Place | None]:
        """The reader's own submissions, one for each version, newest first; ``entries`` holds that version."""
        stages: list[Document] = [
            {"$match": {"administration": reader.code}},
            {"$unwind": "$entries"},
            {"$set": {"at": "$entries.received_at", "key": _RECEIPT_KEY}},
            {"$sort": {"at": -1, "key": 1}},
        ]
        if after:
            earlier = [{"at": {"$lt": after.at}}, {"at": after.at, "key": {"$gt": after.id}}]
            stages.insert(3, {"$match": {"$or": earlier}})
        with pymongo.timeout(self.seconds):
            cursor = await self.database[SUBMISSIONS.name].aggregate([*stages, {"$limit": limit + 1}])
            found = await cursor.to_list()
        last = found[limit - 1] if len(found) > limit else None
        return found[:limit], Place(last["key"], last["at"]) if last else None

    async def versions(self, report_id: str, reader: Reader) -> dict[int, Document]:
        """The stored versions of a report that this reader may read, by number: each by its own restriction."""
        may_read = mongo_filter(reader)
        with pymongo.timeout(self.seconds):
            kept = await self.database[VERSIONS.name].find({"$and": [{"report_id": report_id}, may_read]}).to_list()
            now = await self.database[REPORTS.name].find_one({"$and": [{"_id": report_id}, may_read]})
        return {found["version"]: found for found in (*kept, *([now] if now else []))}

    async def normalised(self, submissions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Document]:
        """Which of these (report id, version) enrich has read, with the findings of that: for their owner alone."""
        wanted = set(submissions)
        fields = {"version": 1, "quality": 1, "report_id": 1}
        ids = [f"{report_id}:{version}" for report_id, version in wanted]
        with pymongo.timeout(self.seconds):
            kept = await self.database[VERSIONS.name].find({"_id": {"$in": ids}}, fields).to_list()
            here = {"_id": {"$in": [report_id for report_id, _ in wanted]}}
            now = await self.database[REPORTS.name].find(here, fields).to_list()
        found = {(each.get("report_id", each["_id"]), each["version"]): each for each in (*kept, *now)}
        return {key: each for key, each in found.items() if key in wanted}

    async def counted(self, pipeline: Clauses) -> list[Document]:
        """What a pipeline over ``reports`` counts; the caller restricts it to what the reader may count."""
        with pymongo.timeout(self.seconds):
            return await (await self.database[REPORTS.name].aggregate(pipeline)).to_list()

    async def links_of(self, reports: Sequence[str], clauses: Clauses, limit: int, reader: Reader) -> list[Document]:
        """At most ``limit`` links of these reports that this reader may read, those of the highest score first."""
        where = {"$and": [{"reports": {"$in": list(reports)}}, mongo_filter(reader), *clauses]}
        with pymongo.timeout(self.seconds):
            return await self.database[LINKS.name].find(where).sort(BY_SCORE).limit(limit).to_list()

    async def reports_among(self, ids: Sequence[str], clauses: Clauses, reader: Reader) -> dict[str, Document]:
        """Those of these reports that this reader may read and that fit: in short."""
        where = {"$and": [{"_id": {"$in": list(ids)}}, mongo_filter(reader), *clauses]}
        with pymongo.timeout(self.seconds):
            found = await self.database[REPORTS.name].find(where, IN_SHORT).to_list()
        return {each["_id"]: each for each in found}

    async def participants(self, after: Place | None, limit: int) -> tuple[list[Document], Place | None]:
        """Active participants by code; the platform's own door is none."""
        where = {"$and": [{"active": True, "role": {"$ne": Role.DOOR.value}}, *BY_ID.after(after)]}
        with pymongo.timeout(self.seconds):
            found = (
                await self.database[PARTICIPANTS.name]
                .find(where, {"role": 1, "name": 1})
                .sort(BY_ID.sort)
                .limit(limit + 1)
                .to_list()
            )
        return found[:limit], BY_ID.place(found[limit - 1]) if len(found) > limit else None


_RECEIPT_KEY: Final = {"$concat": ["$_id", ":", {"$toString": "$entries.version"}, ":", "$entries.content_hash"]}


def of_reports(asked: ReportFilters) -> Clauses:
    """The filters of a list of reports."""
    clauses = _equal(
        administration=asked.administration,
        mode=asked.mode,
        kind=asked.kind,
        operation=asked.operation,
        retracted=asked.retracted,
        countries=asked.country,
    )
    if asked.substance:
        reading = read_substance(asked.substance)
        written = " ".join(unicodedata.normalize("NFKC", asked.substance).casefold().split())
        clauses.append({"substances": {"$in": [one for one in (reading.id, written) if one]}})
    if asked.place:
        fields = ("report.location.locode", "report.location.name", "normalised.places.code")
        clauses.append({"$or": [{field: asked.place} for field in fields]})
    if asked.identifier:
        clauses.append(_identifier(asked.identifier))
    if asked.from_:
        clauses.append({"occurred_at": {"$gte": asked.from_}})
    if asked.to:
        clauses.append({"occurred_at": {"$lt": asked.to}})
    for word in (asked.q or "").split():
        words = re.compile(re.escape(word), re.IGNORECASE)
        clauses.append({"$or": [{field: words} for field in _TEXTS]})
    return clauses


def of_links(asked: LinkFilters) -> Clauses:
    """The filters of a list of links."""
    return [
        {"status": {"$in": list(asked.status)}},
        *_equal(link_class=asked.class_, reports=asked.report, countries=asked.country, operation=asked.operation),
    ]


def of_network(asked: NetworkParameters) -> Clauses:
    """The filters of the links of a network."""
    clauses: Clauses = [{"status": {"$in": list(asked.status)}}]
    if asked.class_:
        clauses.append({"link_class": {"$in": list(asked.class_)}})
    if asked.min_score is not None:
        clauses.append({"score": {"$gte": asked.min_score}})
    return clauses


def of_network_reports(asked: NetworkParameters) -> Clauses:
    """The filters of the reports of a network. One that does not say when it occurred counts as of its arrival."""
    bounds = {name: at for name, at in (("$gte", asked.from_), ("$lt", asked.to)) if at is not None}
    return [{"$or": [{"occurred_at": bounds}, {"occurred_at": None, "received_at": bounds}]}] if bounds else []


def of_alerts(asked: AlertFilters) -> Clauses:
    """The filters of a list of alerts."""
    clauses = _equal(
        severity=asked.severity,
        countries=asked.country,
        operation=asked.operation,
        links=asked.link,
        reports=asked.report,
    )
    clauses += _equal(**{"rule.id": asked.rule})
    return [*clauses, {"status": {"$in": list(asked.status)}}] if asked.status else clauses


def _equal(**values: Any) -> Clauses:
    return [{field: value} for field, value in values.items() if value is not None]


def _identifier(written: str) -> Document:
    """A number as written, found by its normalised value whatever its type; checked ones have an index to go by."""
    readings = [READERS[kind](written) for kind in _TRANSPORT_TYPES]
    keys = [f"{one.type}:{one.value}" for one in readings if one.value and one.check == "valid"]
    indexed = [key for key in keys if key.startswith(_INDEXED)]
    if indexed:
        return {"match_keys": {"$in": indexed}}
    values = {written, identifiers.compact(written), *(one.value for one in readings)}
    country, _, number = written.partition(":")
    if number:
        values.add(identifiers.plate(country, number).value)
    return {"normalised.identifiers.value": {"$in": sorted(value for value in values if value)}}
