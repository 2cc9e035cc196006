"""Who is who: participants from MongoDB, kept for a few seconds, so that a revoked key stops working soon.

They are read together: they are few, every message asks for one, and a question costs as much as an answer of all.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from services.contracts.documents import PARTICIPANTS
from services.contracts.participants import Participant, api_key_id, holds_key
from services.contracts.reasons import Transient

_Key = tuple[str, str]
_BY_CODE: Final = "_id"
_BY_API_KEY: Final = "api_keys.key_id"
_BY_SIGNING_KEY: Final = "signing_keys.key_id"


class Directory:
    """Looks participants up. Who is not among those read together is asked for alone, and remembered as long."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], keep_seconds: float = 5.0, most: int = 10_000) -> None:
        self._participants = database[PARTICIPANTS.name]
        self._keep, self._most = keep_seconds, most
        self._read_at = 0.0
        self._known: dict[_Key, Participant | None] = {}
        self._reading = asyncio.Lock()

    async def by_api_key(self, text: str, now: datetime) -> Participant | None:
        """The active participant whose live API key this is. Raises Transient when MongoDB is away."""
        key_id = api_key_id(text)
        if key_id is None:
            return None
        participant = await self._look_up(_BY_API_KEY, key_id)
        return participant if participant and holds_key(participant, text, now) else None

    async def by_code(self, code: str) -> Participant | None:
        """The participant of this code, active or not. Raises Transient when MongoDB is away."""
        return await self._look_up(_BY_CODE, code)

    async def by_signing_key(self, key_id: str) -> Participant | None:
        """The participant that holds this signing key. Raises Transient when MongoDB is away."""
        return await self._look_up(_BY_SIGNING_KEY, key_id)

    async def _look_up(self, field: str, value: str) -> Participant | None:
        try:
            if self._is_old():
                async with self._reading:
                    if self._is_old():
                        await self._read()
            if (field, value) not in self._known:
                await self._read_one(field, value)
        except PyMongoError as error:
            raise Transient("MongoDB does not answer") from error
        return self._known.get((field, value))

    def _is_old(self) -> bool:
        return not self._read_at or time.monotonic() - self._read_at >= self._keep

    async def _read(self) -> None:
        stored = await self._participants.find({}, limit=self._most).to_list()
        known: dict[_Key, Participant | None] = {}
        for each in stored:
            with suppress(ValidationError):  # a broken entry is its own holder's trouble, who is asked for alone
                known |= _keys(_participant(each))
        self._known = known
        self._read_at = time.monotonic()

    async def _read_one(self, field: str, value: str) -> None:
        stored = await self._participants.find_one({field: value})
        if len(self._known) >= 4 * self._most:  # strangers with ever new keys must not fill the memory
            self._known.clear()
        self._known[field, value] = _participant(stored) if stored else None


def _keys(participant: Participant) -> dict[_Key, Participant | None]:
    keys = [(_BY_CODE, participant.code)]
    keys += [(_BY_API_KEY, each.key_id) for each in participant.api_keys]
    keys += [(_BY_SIGNING_KEY, each.key_id) for each in participant.signing_keys]
    return dict.fromkeys(keys, participant)


def _participant(stored: dict[str, Any]) -> Participant:
    return Participant.model_validate({"code": stored["_id"], **{k: v for k, v in stored.items() if k != "_id"}})
