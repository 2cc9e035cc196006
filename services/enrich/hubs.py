"""Values that too many reports bear: parked until a person says whether each is a hub or a network.

A parked value makes no new link and is not asked about again, so that it costs nothing; links that stand stay. It
stays parked though bearers be retracted: only an answer changes it. ``unparked``: it counts again, up to a wider
bound. ``stop_listed``: it counts for nothing, not even beside other evidence, until the day that was set.
"""

from __future__ import annotations

import time
from collections.abc import Collection as Sized
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

from pymongo import ReturnDocument, UpdateOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.collection import Collection

from services.contracts.identifiers import matter_id
from services.enrich.hub_status import Key, Known, Status
from services.enrich.sides import Realm

Document = dict[str, Any]

REFRESHED: Final = 5.0
"""Seconds after which the answers of people are read again."""


class Hubs:
    """The collection ``hubs`` of one worker, remembered for a few seconds."""

    def __init__(self, collection: AsyncCollection[Document]) -> None:
        self._hubs = collection
        self._known = Known()
        self._read_at: float | None = None

    async def known(self) -> Known:
        """Every crowded value with its status. What another worker has just parked may be missing: it parks again."""
        if self._read_at is None or time.monotonic() - self._read_at > REFRESHED:
            fields = {"operation": 1, "exercise": 1, "key": 1, "status": 1, "until": 1}
            found = await self._hubs.find({}, fields).to_list()
            now = datetime.now(UTC)
            self._known = Known({(_realm(one), one["key"]): status_now(one, now) for one in found})
            self._read_at = time.monotonic()
        return self._known

    async def park(self, crowded: Mapping[Key, str]) -> None:
        """Park these values; each with the id of the report that was one too many. What is known already stays."""
        if not crowded:
            return
        await self._hubs.bulk_write([_parking(key, cause) for key, cause in crowded.items()], ordered=False)
        self._known = Known({**dict.fromkeys(crowded, "parked"), **self._known.status})

    async def caused_by(self, report_ids: Sized[str]) -> list[Document]:
        """The values that were parked when these reports came: each of them tells it, however often it comes."""
        return await self._hubs.find({"cause": {"$in": list(report_ids)}}).to_list() if report_ids else []


def status_now(hub: Mapping[str, Any], now: datetime) -> Status:
    """What a value is now: an answer that was given until a day has ended after it."""
    until = hub.get("until")
    return "parked" if until is not None and until <= now else cast(Status, hub["status"])


class HubRegister:
    """The answers of people: what they say of a crowded value. Workers read them within seconds."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._hubs = collection

    def all(self, status: Status | None = None) -> list[Document]:
        """Every crowded value, by operation and key."""
        wanted = {"status": status} if status else {}
        return list(self._hubs.find(wanted).sort([("operation", 1), ("key", 1)]))

    def answer(self, hub: str, status: Status, by: str, reason: str, until: datetime | None, now: datetime) -> Document:
        """Say what this value is; who says so, and why, is kept. Raises KeyError for an id of none."""
        entry = {"status": status, "by": by, "reason": reason, "at": now, "until": until}
        change = {"$set": {"status": status, "until": until}, "$push": {"decisions": entry}, "$inc": {"revision": 1}}
        found = self._hubs.find_one_and_update({"_id": hub}, change, return_document=ReturnDocument.AFTER)
        if found is None:
            raise KeyError(hub)
        return found


def hub_id(key: Key) -> str:
    """The id of a crowded value: it does not show the value."""
    realm, value = key
    return matter_id(f"{realm.operation}|{int(realm.exercise)}|{value}")


def _realm(hub: Mapping[str, Any]) -> Realm:
    return Realm(hub["operation"], hub["exercise"])


def _parking(key: Key, cause: str) -> UpdateOne:
    realm, value = key
    first = {
        "operation": realm.operation,
        "exercise": realm.exercise,
        "key": value,
        "matter": matter_id(value),
        "status": "parked",
        "cause": cause,
        "revision": 1,
        "decisions": [],
    }
    return UpdateOne({"_id": hub_id(key)}, {"$setOnInsert": first}, upsert=True)
