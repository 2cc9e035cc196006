"""What deciding asks of MongoDB: links by their id, and the decisions that came before their link.

A decision that finds no link is written down first and the link looked for once more; whoever makes links looks for
waiting decisions after writing them (services/enrich/deciding.py). Of the two, the later one sees the other.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pymongo import ReplaceOne
from pymongo.asynchronous.database import AsyncDatabase

from services.contracts.documents import LINKS, WAITING_DECISIONS
from services.contracts.events import LinkDecided
from services.runtime.store import guarded_replace

Document = dict[str, Any]


class DecisionStore:
    """Links and waiting decisions."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._client = database.client
        self._links = database[LINKS.name]
        self._waiting = database[WAITING_DECISIONS.name]

    @asynccontextmanager
    async def session(self) -> AsyncIterator[None]:
        """Everything inside is one causally consistent session: each read sees every write before it."""
        async with self._client.start_session(causal_consistency=True) as session, session.bind(end_session=False):
            yield

    async def links(self, ids: Collection[str]) -> dict[str, Document]:
        """The stored links of these ids."""
        if not ids:
            return {}
        return {link["_id"]: link async for link in self._links.find({"_id": {"$in": list(ids)}})}

    async def write(self, links: Sequence[Document]) -> set[str]:
        """Store each link on the revision that it was decided on; returns the ids of those that lost to another."""
        return await guarded_replace(self._links, links)

    async def keep(self, decisions: Sequence[LinkDecided]) -> None:
        """Keep decisions until their link is there."""
        if decisions:
            kept = [_kept(each) for each in decisions]
            await self._waiting.bulk_write(
                [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in kept], ordered=False
            )

    async def waiting(self, link_ids: Collection[str]) -> list[LinkDecided]:
        """The decisions that wait for one of these links."""
        if not link_ids:
            return []
        wanted = {"link_id": {"$in": list(link_ids)}}
        return [LinkDecided.model_validate(each["decided"]) async for each in self._waiting.find(wanted)]

    async def forget(self, decisions: Sequence[LinkDecided]) -> None:
        """They wait no longer."""
        if decisions:
            await self._waiting.delete_many({"_id": {"$in": [each.decision_id for each in decisions]}})


def _kept(decided: LinkDecided) -> Document:
    fields = decided.model_dump()
    return {
        "_id": decided.decision_id,
        "link_id": decided.link_id,
        "at": decided.at,
        "decided": {**fields, "grounds": list(decided.grounds)},
    }
