"""Events in batches: what arrived since the last batch began is the next batch.

Faust's own ``take_events`` wakes up every ``within`` seconds whether or not anything came, and acknowledges what its
body raised on. Here an idle worker sleeps, a lone event is handled at once, and a batch is acknowledged only when the
caller came back for the next one (tests/unit/runtime/test_faust_semantics.py). A batch of one costs nearly as much as
one of ten: Kafka gathers what comes close together (fetching.py), and a busy worker finds more waiting.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Final

_TURNS: Final = 3
"""Turns of the loop without a new event after which the records of one fetch have all come through."""


async def batches(stream: Any, most: int) -> AsyncIterator[list[Any]]:
    """Yield lists of at most ``most`` Faust events; each is acknowledged when the next is asked for.

    Raises what reading raises. Ends when the stream does. Left early, nothing that was yielded last is acknowledged.
    """
    stream.enable_acks = False
    buffer = _Buffer(most)
    reader = asyncio.get_running_loop().create_task(buffer.fill(stream))
    reader.add_done_callback(lambda _: buffer.arrived.set())
    try:
        while True:
            await buffer.ready(reader)
            events = buffer.take()
            if not events:
                reader.result()
                return
            yield events
            for event in events:
                await stream.ack(event)
    finally:
        reader.cancel()
        with suppress(asyncio.CancelledError):
            await reader


class _Buffer:
    def __init__(self, most: int) -> None:
        self._most, self._events = most, deque[Any]()
        self.arrived, self._room = asyncio.Event(), asyncio.Event()

    async def fill(self, stream: Any) -> None:
        async for event in stream.events():
            self._events.append(event)
            self.arrived.set()
            while len(self._events) >= self._most:
                self._room.clear()
                await self._room.wait()

    async def ready(self, reader: asyncio.Task[None]) -> None:
        """Until something came, and the rest of what came with it: each takes a turn of the loop."""
        await self.arrived.wait()
        unchanged = 0
        while unchanged < _TURNS and len(self._events) < self._most and not reader.done():
            before = len(self._events)
            await asyncio.sleep(0)
            unchanged = unchanged + 1 if len(self._events) == before else 0

    def take(self) -> list[Any]:
        events = list(self._events)
        self._events.clear()
        self.arrived.clear()
        self._room.set()
        return events
