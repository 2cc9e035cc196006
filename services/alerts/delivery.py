"""What a participant may know goes to the topic that it alone reads. For now: its receipts."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from services.contracts.events import RECEIPT, Receipt
from services.contracts.participants import DOOR_CODE, PARTICIPANT_CODE
from services.contracts.reasons import Reason, Refused
from services.contracts.topics import outbound
from services.runtime.directory import Directory
from services.runtime.records import Outgoing, Received, Record

ASK_AGAIN: Final = 5.0
"""Seconds until a topic that was missing is looked for again."""

Deliveries = tuple[list[Outgoing], list[tuple[Record, Refused]]]


class Delivery:
    """Copies receipts. One for nobody, or for somebody without a topic, is a dead letter and stops no other."""

    def __init__(self, directory: Directory, has_topic: Callable[[str], Awaitable[bool]]) -> None:
        self._directory, self._has_topic = directory, has_topic
        self._there: set[str] = set()
        self._missing: dict[str, float] = {}

    async def receipts(self, batch: Sequence[Received[Receipt]]) -> Deliveries:
        """The copies of these receipts, and the records that nobody can receive. Raises Transient."""
        sends: list[Outgoing] = []
        refused: list[tuple[Record, Refused]] = []
        for received in batch:
            code = received.body.administration
            if await self._reachable(code):
                sends.append(_copy(received))
            else:
                refused.append((received.record, Refused(Reason.UNKNOWN_PARTICIPANT, "nobody of that code receives")))
        return sends, refused

    async def _reachable(self, code: str) -> bool:
        if code == DOOR_CODE or not PARTICIPANT_CODE.fullmatch(code) or await self._directory.by_code(code) is None:
            return False
        if code not in self._there:
            if time.monotonic() - self._missing.get(code, -ASK_AGAIN) < ASK_AGAIN:
                return False
            if not await self._has_topic(outbound(code).name):
                self._missing[code] = time.monotonic()
                return False
            self._there.add(code)
        return True


def _copy(received: Received[Receipt]) -> Outgoing:
    """The same event: same id, type and bytes, on the participant's own topic."""
    record = received.record
    return Outgoing(
        topic=outbound(received.body.administration).name,
        key=received.body.administration,
        type=RECEIPT,
        id=record.headers.get("ce_id", ""),
        body=record.value or b"",
        cause=record,
    )
