"""The one writer of ``reports`` and ``links``, and every question that linking asks of MongoDB.

A report is written with its keys, by a majority, before anybody is asked who shares them, and all in one causally
consistent session: of two workers at once, the one whose write is later sees the other's report.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final, NamedTuple

from pymongo import UpdateOne
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError

from services.contracts.documents import LINKS, REPORTS
from services.contracts.reasons import Transient
from services.enrich.neighbours import BEARER_LIMIT, Key
from services.enrich.sides import PROJECTION, Realm, Side, side_of
from services.runtime.store import DUPLICATE_KEY, guarded_replace, newest_wins

Document = dict[str, Any]
_REMEMBERED: Final = 30.0
"""Seconds for which a hub is not asked about again."""


class Retraction(NamedTuple):
    """A stored retraction: whose, of which report, since when."""

    administration: str
    target: str
    at: datetime


class Written(NamedTuple):
    """What became of reports: the ids that a newer version stands for, and those that were never stored before."""

    overtaken: set[str]
    new: set[str]


class Store:
    """Reports and links in MongoDB."""

    def __init__(self, database: AsyncDatabase[Document], first_limit: int = 4_000) -> None:
        self._client = database.client
        self._reports = database[REPORTS.name]
        self._links = database[LINKS.name]
        self._first_limit = first_limit
        self._hubs: dict[Key, float] = {}

    @asynccontextmanager
    async def session(self) -> AsyncIterator[None]:
        """Everything inside is one causally consistent session: each read sees every write before it."""
        async with self._client.start_session(causal_consistency=True) as session, session.bind(end_session=False):
            yield

    async def write_reports(self, documents: Sequence[Document]) -> Written:
        """Store each report unless a newer version is stored."""
        # Most reports are new. Inserts go to MongoDB as one group, which is several times faster than upserts.
        first = [report for report in documents if report["version"] == 1]
        known = await self._insert(first)
        rest = [report for report in documents if report["version"] > 1 or report["_id"] in known]
        return Written(await newest_wins(self._reports, rest), {report["_id"] for report in first} - known)

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

    async def bearers(
        self, keys: Mapping[Realm, Collection[str]], besides: Collection[str]
    ) -> tuple[list[Side], set[Key]]:
        """The reports that bear any of these values, other than ``besides``; and the values that too many bear.

        What is read stays bounded: a value found to be a hub is dropped, and is not asked about again for a while.
        """
        sides: list[Side] = []
        crowded: set[Key] = set()
        for realm, asked in keys.items():
            hubs = self._remembered(realm, asked)
            sides += await self._bearers_in(realm, set(asked) - hubs, besides, hubs)
            crowded |= {(realm, key) for key in hubs}
        return sides, crowded

    async def _bearers_in(self, realm: Realm, keys: set[str], besides: Collection[str], hubs: set[str]) -> list[Side]:
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
            crowded = {key for key, number in counts.items() if number > BEARER_LIMIT}
            self._remember(realm, crowded)
            hubs |= crowded
            keys -= crowded
            if not crowded:
                limit *= 4  # no hub among them: there really are so many
        return []

    def _remembered(self, realm: Realm, keys: Iterable[str]) -> set[str]:
        if not self._hubs:
            return set()
        now = time.monotonic()
        return {key for key in keys if self._hubs.get((realm, key), now) > now}

    def _remember(self, realm: Realm, keys: Iterable[str]) -> None:
        now = time.monotonic()
        self._hubs = {key: until for key, until in self._hubs.items() if until > now}
        self._hubs |= {(realm, key): now + _REMEMBERED for key in keys}

    async def retractions_of(self, ids: Collection[str]) -> list[Retraction]:
        """The stored retractions that speak of any of these reports."""
        wanted = {"answers": {"$in": list(ids)}, "kind": "retraction"}
        fields = {"administration": 1, "answers": 1, "received_at": 1}
        return [
            Retraction(found["administration"], found["answers"], found["received_at"])
            async for found in self._reports.find(wanted, fields)
        ]

    async def mark_retracted(self, retractions: Iterable[Retraction]) -> None:
        """Retracted is what its own administration retracts; what is not stored yet is marked when it comes."""
        writes = [
            UpdateOne(
                {"_id": each.target, "administration": each.administration},
                {"$set": {"retracted": True}, "$min": {"retracted_at": each.at}},
            )
            for each in retractions
        ]
        if writes:
            await self._reports.bulk_write(writes, ordered=False)

    async def links_of(self, ids: Collection[str]) -> list[Document]:
        """Every link of these reports, whatever its status."""
        return await self._links.find({"reports": {"$in": list(ids)}}).to_list() if ids else []

    async def write_links(self, links: Sequence[Document]) -> set[str]:
        """Store each link on the revision that it was decided on; returns the ids of those that lost to another."""
        return await guarded_replace(self._links, links)
