"""A reader of the live stream that breaks off while it catches up keeps nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from types import SimpleNamespace
from typing import Any

import pytest

from services.api.alert_log import News
from services.api.streaming import LiveResponse

LONG_AGO = 0


class Past:
    """A log whose past never ends. ``open`` tells whether somebody still reads it."""

    def __init__(self) -> None:
        self.open = False

    async def past(self, offset: int, _: Any) -> AsyncGenerator[tuple[int, list[News]], None]:
        """Piece after piece."""
        self.open = True
        try:
            while True:
                offset += 1
                yield offset, []
        finally:
            await asyncio.sleep(0)  # to disconnect takes a while
            self.open = False


async def broken_off(tail: Past, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Is the past still being read once the reader has gone?"""
    log = SimpleNamespace(next_offset=10**9, ring_start=10**9, beginning=0)
    parts: Any = SimpleNamespace(tail=tail, hub=SimpleNamespace(log=log))
    monkeypatch.setattr(LiveResponse, "_token", lambda *_: "token")
    response = LiveResponse(parts, SimpleNamespace(), SimpleNamespace(), LONG_AGO)  # type: ignore[arg-type]  # not asked
    waiting = asyncio.Event()

    async def write(_: object) -> None:
        return None

    async def tell(_: object) -> None:
        waiting.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(response, "_write", write)
    monkeypatch.setattr(response, "_tell_all", tell)
    telling = asyncio.create_task(response._tell())
    await waiting.wait()
    assert tail.open
    telling.cancel()
    await asyncio.gather(telling, return_exceptions=True)
    return tail.open


def test_a_reader_that_breaks_off_while_it_catches_up_reads_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not asyncio.run(broken_off(Past(), monkeypatch))
