"""Starting a Kafka client so that nothing of it is left behind when nobody waits for it any more."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Final, Protocol

_PATIENCE: Final = 2.0


class Startable(Protocol):
    """What aiokafka's consumer and producer have in common."""

    async def start(self) -> Any:
        """Connect."""

    async def stop(self) -> Any:
        """Disconnect."""


async def start_whole(client: Startable) -> None:
    """Start ``client``. Whoever is cancelled meanwhile leaves a stopped client and no open connection.

    aiokafka forgets its first connection when its own start is cancelled, so a start runs to its end, for two seconds
    at most: shorter than a process has to stop. Raises what ``client.start`` raises; the client can then be started
    again. Nobody else may stop the client meanwhile: it stops once only.
    """
    starting = asyncio.ensure_future(client.start())
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        ending = asyncio.ensure_future(_end(client, starting))
        while not ending.done():
            with suppress(asyncio.CancelledError):  # whoever cancels twice waits for the end too
                await asyncio.shield(ending)
        raise


async def _end(client: Startable, starting: asyncio.Future[Any]) -> None:
    await asyncio.wait({starting}, timeout=_PATIENCE)
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await client.stop()
