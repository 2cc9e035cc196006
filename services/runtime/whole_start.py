"""Starting a Kafka client so that nothing of it is left behind when nobody waits for it any more."""

from __future__ import annotations

import asyncio
from typing import Any, Final, Protocol

_PATIENCE: Final = 5.0


class Startable(Protocol):
    """What aiokafka's consumer and producer have in common."""

    async def start(self) -> Any:
        """Connect."""

    async def stop(self) -> Any:
        """Disconnect."""


async def start_whole(client: Startable) -> None:
    """Start ``client``. Whoever is cancelled meanwhile leaves a stopped client and no open connection.

    aiokafka forgets its first connection when its own start is cancelled, so a start runs to its end, for five seconds
    at most. Raises what ``client.start`` raises; the client can then be started again.
    """
    starting = asyncio.ensure_future(client.start())
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        await asyncio.wait({starting}, timeout=_PATIENCE)
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await client.stop()
        raise
