"""Starting and stopping a Kafka client so that nothing of it is left behind, whoever stops waiting for it and when."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Final, Protocol

PATIENCE: Final = 2.0
"""Seconds that a start or stop may still take once nobody waits for it: less than a process has to end."""


class Client(Protocol):
    """What aiokafka's consumer and producer have in common."""

    async def start(self) -> Any:
        """Connect."""

    async def stop(self) -> Any:
        """Disconnect. The second time does nothing."""


async def start_whole(client: Client) -> None:
    """Start ``client``. Whoever is cancelled meanwhile leaves a stopped client and no open connection.

    aiokafka forgets its first connection when its own start is cancelled, so a start runs to its end first. Raises what
    ``client.start`` raises; the client can then be started again. Nobody else may stop the client meanwhile.
    """
    starting = asyncio.ensure_future(client.start())
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        await _to_the_end(asyncio.ensure_future(_ended(client, starting)))
        raise


async def stop_whole(client: Client) -> None:
    """Stop ``client``; a stop that is cancelled would leave open what it had not come to yet."""
    stopping = asyncio.ensure_future(client.stop())
    try:
        await asyncio.shield(stopping)
    except asyncio.CancelledError:
        await _to_the_end(asyncio.ensure_future(_patiently(stopping)))
        raise


async def _ended(client: Client, starting: asyncio.Future[Any]) -> None:
    await _patiently(starting)
    await _patiently(asyncio.ensure_future(client.stop()))


async def _patiently(work: asyncio.Future[Any]) -> None:
    await asyncio.wait({work}, timeout=PATIENCE)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def _to_the_end(work: asyncio.Future[None]) -> None:
    while not work.done():
        with suppress(asyncio.CancelledError):  # whoever is cancelled twice waits too
            await asyncio.shield(work)
