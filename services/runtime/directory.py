"""Who is who: participants from MongoDB, kept for a few seconds, so that a revoked key stops working soon."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from services.contracts.documents import PARTICIPANTS
from services.contracts.participants import Participant, api_key_id, holds_key
from services.contracts.reasons import Transient


class Directory:
    """Looks participants up. Unknown ones are remembered as unknown for as long, and no more than ``most`` are kept."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], keep_seconds: float = 5.0, most: int = 10_000) -> None:
        self._participants = database[PARTICIPANTS.name]
        self._keep, self._most = keep_seconds, most
        self._known: dict[tuple[str, str], tuple[float, Participant | None]] = {}

    async def by_api_key(self, text: str, now: datetime) -> Participant | None:
        """The active participant whose live API key this is. Raises Transient when MongoDB is away."""
        key_id = api_key_id(text)
        if key_id is None:
            return None
        participant = await self._look_up("api_keys.key_id", key_id)
        return participant if participant and holds_key(participant, text, now) else None

    async def by_code(self, code: str) -> Participant | None:
        """The participant of this code, active or not. Raises Transient when MongoDB is away."""
        return await self._look_up("_id", code)

    async def by_signing_key(self, key_id: str) -> Participant | None:
        """The participant that holds this signing key. Raises Transient when MongoDB is away."""
        return await self._look_up("signing_keys.key_id", key_id)

    async def _look_up(self, field: str, value: str) -> Participant | None:
        at, found = self._known.get((field, value), (0.0, None))
        if at and time.monotonic() - at < self._keep:
            return found
        try:
            stored = await self._participants.find_one({field: value})
        except PyMongoError as error:
            raise Transient("MongoDB does not answer") from error
        found = _participant(stored) if stored else None
        if len(self._known) >= self._most:
            self._known.clear()
        self._known[field, value] = (time.monotonic(), found)
        return found


def _participant(stored: dict[str, Any]) -> Participant:
    return Participant.model_validate({"code": stored["_id"], **{k: v for k, v in stored.items() if k != "_id"}})
