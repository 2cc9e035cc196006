"""Values that too many reports bear: parked until a person says whether each is a hub or a network.

A parked value makes no new link and is not asked about again, so that it costs nothing; links that stand stay. It
stays parked though bearers be retracted: only an answer changes it. ``unparked``: it counts again, up to a wider
bound. ``stop_listed``: it counts for nothing, not even beside other evidence.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Any, Final

from pymongo import UpdateOne
from pymongo.asynchronous.collection import AsyncCollection

from services.contracts.identifiers import matter_id
from services.enrich.hub_status import Key, Known
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
            fields = {"operation": 1, "exercise": 1, "key": 1, "status": 1}
            found = await self._hubs.find({}, fields).to_list()
            self._known = Known({(_realm(one), one["key"]): one["status"] for one in found})
            self._read_at = time.monotonic()
        return self._known

    async def park(self, crowded: Mapping[Key, str]) -> None:
        """Park these values; each with the id of the report that was one too many. What is known already stays."""
        if not crowded:
            return
        await self._hubs.bulk_write([_parking(key, cause) for key, cause in crowded.items()], ordered=False)
        self._known = Known({**dict.fromkeys(crowded, "parked"), **self._known.status})

    async def caused_by(self, report_ids: Collection[str]) -> list[Document]:
        """The values that were parked when these reports came: each of them tells it, however often it comes."""
        return await self._hubs.find({"cause": {"$in": list(report_ids)}}).to_list() if report_ids else []


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
