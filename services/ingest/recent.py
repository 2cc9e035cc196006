"""What the door knows before the stream has stored it: the latest acknowledged reports, and who is being decided on.

Both serve quick re-sends. Without them a second copy within milliseconds would be answered ``accepted`` too; the
stream would still count it once.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from services.ingest.submission import Entry, Submission


class Recent:
    """Entries that Kafka has acknowledged, for at most ``most`` report ids; the oldest go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Submission] = OrderedDict()

    def remember(self, submission: Submission, entry: Entry) -> None:
        """``entry`` of this report is safe in Kafka."""
        kept = self._kept.pop(submission.report_id, None) or replace(submission, entries=())
        others = tuple(one for one in kept.entries if _told(one) != _told(entry))
        self._kept[submission.report_id] = replace(kept, entries=(*others, entry))
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def overlay(self, report_id: str, stored: Submission | None) -> Submission | None:
        """``stored`` with what is known here beside it."""
        kept = self._kept.get(report_id)
        if kept is None or stored is None:
            return stored or kept
        here = {_told(entry): entry for entry in kept.entries}
        # A release is in Kafka: until the stream has stored it, what is stored still says held.
        there = [
            here[_told(one)] if one.status == "held" and _told(one) in here and here[_told(one)].released else one
            for one in stored.entries
        ]
        more = [entry for told, entry in here.items() if told not in {_told(one) for one in there}]
        return replace(stored, entries=(*there, *more))


def _told(entry: Entry) -> tuple[int, str]:
    return entry.version, entry.content_hash


class Turns:
    """One at a time for each report id: two requests about one report are decided one after the other."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, report_ids: Collection[str]) -> AsyncIterator[None]:
        """Wait for these ids, in one order for all, so that no two wait for each other."""
        async with AsyncExitStack() as stack:
            for report_id in sorted(report_ids):
                await stack.enter_async_context(self._one(report_id))
            yield

    @asynccontextmanager
    async def _one(self, report_id: str) -> AsyncIterator[None]:
        lock, users = self._waiting.get(report_id, (asyncio.Lock(), 0))
        self._waiting[report_id] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._waiting[report_id]
            if users == 1:
                del self._waiting[report_id]
            else:
                self._waiting[report_id] = (lock, users - 1)
