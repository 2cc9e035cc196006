"""The one writer of ``reports``, ``versions`` and ``links``, and every question that linking asks of MongoDB.

A report is written with its keys, by a majority, before anybody is asked who shares them, and all in one causally
consistent session: of two workers at once, the one whose write is later sees the other's report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

from pymongo import ReplaceOne, UpdateOne
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError

from services.contracts.documents import HUBS, LINKS, REPORTS, VERSIONS
from services.contracts.reasons import Transient
from services.enrich.hub_status import Key, Known
from services.enrich.hubs import Hubs
from services.enrich.quality import Question
from services.enrich.replies import REPLY_FIELDS, STANDING_FIELDS
from services.enrich.sides import FINGERPRINT, PROJECTION, Realm, Side, fingerprint_of, side_of
from services.runtime.store import DUPLICATE_KEY, guarded_replace, losers

Document = dict[str, Any]
MOST_BRANCHES: Final = 50
"""Questions of one request, each with a bound of its own."""
_REMEMBERED: Final = {"history": 1, "received_at": 1}


class Written(NamedTuple):
    """What became of reports: the ids that a newer version stands for, and those that were never stored before."""

    overtaken: set[str]
    new: set[str]


class Store:
    """Reports and links in MongoDB."""

    def __init__(self, database: AsyncDatabase[Document], first_limit: int = 4_000) -> None:
        self._client = database.client
        self._reports = database[REPORTS.name]
        self._versions = database[VERSIONS.name]
        self._links = database[LINKS.name]
        self._first_limit = first_limit
        self.hubs = Hubs(database[HUBS.name])

    @asynccontextmanager
    async def session(self) -> AsyncIterator[None]:
        """Everything inside is one causally consistent session: each read sees every write before it."""
        async with self._client.start_session(causal_consistency=True) as session, session.bind(end_session=False):
            yield

    async def write_reports(self, documents: Sequence[Document]) -> Written:
        """Store each report unless a newer version is stored; every version of a report with several is kept."""
        # Most reports are new. Inserts go to MongoDB as one group, which is several times faster than upserts.
        first = [report for report in documents if report["version"] == 1]
        known = await self._insert(first)
        rest = [report for report in documents if report["version"] > 1 or report["_id"] in known]
        return Written(await self._replace(rest), {report["_id"] for report in first} - known)

    async def _replace(self, documents: Sequence[Document]) -> set[str]:
        """Put each in the place of an older version; returns the ids of those that were older themselves."""
        if not documents:
            return set()
        stored = await self.read_reports([report["_id"] for report in documents])
        # Before anything is replaced: after a crash between the two, the same is done again.
        await self._versions.bulk_write([_archived(each) for each in (*stored, *documents)], ordered=False)
        overtaken = await losers(self._reports, [_successor(report) for report in documents], documents)
        answered = {"answered": 1}
        wanted = {"_id": {"$in": [report["_id"] for report in documents]}}
        known = {each["_id"]: each["answered"] async for each in self._reports.find(wanted, answered)}
        for report in documents:
            report["answered"] = known.get(report["_id"], report["answered"])
        return overtaken

    async def _insert(self, documents: Sequence[Document]) -> set[str]:
        """Insert what is new; returns the ids of what is stored already, in whatever version."""
        if not documents:
            return set()
        try:
            await self._reports.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            failed = error.details.get("writeErrors", [])
            if error.details.get("writeConcernErrors"):
                raise Transient("the majority did not confirm in time") from error
            if any(one["code"] != DUPLICATE_KEY for one in failed):
                raise
            return {documents[one["index"]]["_id"] for one in failed}
        return set()

    async def read_reports(self, ids: Collection[str]) -> list[Document]:
        """Whole reports as they are stored now."""
        return await self._reports.find({"_id": {"$in": list(ids)}}).to_list() if ids else []

    async def read_sides(self, ids: Collection[str]) -> list[Side]:
        """The same, only what linking needs."""
        if not ids:
            return []
        return [side_of(found) async for found in self._reports.find({"_id": {"$in": list(ids)}}, PROJECTION)]

    async def fingerprints(self, ids: Collection[str]) -> dict[str, tuple[int, str]]:
        """What tells whether these reports have changed since they were read, as ``Side.fingerprint``."""
        if not ids:
            return {}
        found = self._reports.find({"_id": {"$in": list(ids)}}, FINGERPRINT)
        return {one["_id"]: fingerprint_of(one) for one in await found.to_list()}

    async def bearers(
        self, keys: Mapping[Realm, Collection[str]], besides: Collection[str], known: Known
    ) -> tuple[list[Side], set[Key]]:
        """The reports that bear any of these values, other than ``besides``; and the values that too many bear.

        What is read stays bounded: a value that is parked is not asked about, one found to be a hub is dropped.
        """
        sides: list[Side] = []
        crowded: set[Key] = set()
        for realm, asked in keys.items():
            hubs = known.silent(realm, asked)
            sides += await self._bearers_in(realm, set(asked) - hubs, besides, hubs, known)
            crowded |= {(realm, key) for key in hubs}
        return sides, crowded

    async def _bearers_in(
        self, realm: Realm, keys: set[str], besides: Collection[str], hubs: set[str], known: Known
    ) -> list[Side]:
        limit = self._first_limit
        while keys:
            wanted = {
                "match_keys": {"$in": list(keys)},
                "operation": realm.operation,
                "exercise": realm.exercise,
                "retracted": False,
                "_id": {"$nin": list(besides)},
            }
            sides = [side_of(found) async for found in self._reports.find(wanted, PROJECTION, limit=limit)]
            if len(sides) < limit:
                return sides
            counts = Counter(key for side in sides for key in side.keys & keys)
            crowded = {key for key, number in counts.items() if number > known.limit((realm, key))}
            hubs |= crowded
            keys -= crowded
            if not crowded:
                limit *= 4  # no hub among them: there really are so many
        return []

    async def earlier_reports(self, asked: Iterable[Question]) -> list[Document]:
        """Reports under these keys of a sender's history, retracted ones left out; each key's bound holds.

        What is asked of single cases goes in one query; a month of a sender may have any number of bearers, so that
        each of these has a bound of its own, many in one request.
        """
        questions = list(asked)
        months = [one for one in questions if one.by_month]
        together = [one for one in questions if not one.by_month]
        found: list[Document] = []
        if together:
            wanted = {"history.keys": {"$in": [one.key for one in together]}, "retracted": False}
            most = sum(one.most + 1 for one in together)
            found += await self._reports.find(wanted, _REMEMBERED, limit=most).to_list()
        for start in range(0, len(months), MOST_BRANCHES):
            found += await self._each_bounded(months[start : start + MOST_BRANCHES])
        return found

    async def _each_bounded(self, questions: Sequence[Question]) -> list[Document]:
        """Each question's reports up to its own bound, all in one request."""
        branches: list[list[Document]] = [
            [
                {"$match": {"history.keys": one.key, "retracted": False}},
                {"$limit": one.most + 1},
                {"$project": _REMEMBERED},
            ]
            for one in questions
        ]
        also = [{"$unionWith": {"coll": self._reports.name, "pipeline": branch}} for branch in branches[1:]]
        return await (await self._reports.aggregate([*branches[0], *also])).to_list()

    async def write_quality(self, report: Document) -> None:
        """Store the findings about this version."""
        guard = {"_id": report["_id"], "version": report["version"]}
        await self._reports.update_one(guard, {"$set": {"quality": report["quality"]}})

    async def replies_of(self, ids: Collection[str]) -> list[Document]:
        """What is stored that answers any of these reports: the fields that replies.py looks at."""
        wanted = {"answers": {"$in": list(ids)}}
        return await self._reports.find(wanted, dict.fromkeys(REPLY_FIELDS, 1)).to_list() if ids else []

    async def write_standing(self, report: Document, standing: Document) -> bool:
        """Store what replies make of the report, on the revision that was decided on; False when it lost to another."""
        revision = report.get("standing_revision", 0)
        guard = {"_id": report["_id"], "version": report["version"], "standing_revision": revision or None}
        fields = {**standing, "standing_revision": revision + 1}
        gone = {} if "retracted_at" in fields else {"$unset": {"retracted_at": ""}}
        done = await self._reports.update_one(guard, {"$set": fields, **gone})
        if done.matched_count:
            report.pop("retracted_at", None)
            report.update(fields)
        return bool(done.matched_count)

    async def links_of(self, ids: Collection[str]) -> list[Document]:
        """Every link of these reports, whatever its status."""
        return await self._links.find({"reports": {"$in": list(ids)}}).to_list() if ids else []

    async def write_links(self, links: Sequence[Document]) -> set[str]:
        """Store each link on the revision that it was decided on; returns the ids of those that lost to another."""
        return await guarded_replace(self._links, links)


def _archived(report: Document) -> ReplaceOne[Document]:
    """Keep this version. What replies made of the report belongs to the report, not to one version of it."""
    own = {name: value for name, value in report.items() if name not in STANDING_FIELDS}
    key = f"{report['_id']}:{report['version']}"
    return ReplaceOne({"_id": key}, {**own, "_id": key, "report_id": report["_id"]}, upsert=True)


def _successor(report: Document) -> UpdateOne:
    """Replace an older version; whom any version has ever answered stays known, since each may have to be told."""
    answered = {"$setUnion": [{"$ifNull": ["$answered", []]}, {"$literal": report["answered"]}]}
    merged = {"$mergeObjects": [{"$literal": report}, {"answered": answered}]}
    guard = {"_id": report["_id"], "version": {"$lte": report["version"]}}
    return UpdateOne(guard, [{"$replaceWith": merged}], upsert=True)
