"""The enrich worker, not waiting for the broker: what it sent last is gone when it dies, and was committed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from services.enrich.app import main
from services.runtime.produce import Producer
from services.runtime.records import Outgoing

awaited = Producer.send
pending: set[asyncio.Task[None]] = set()


async def unawaited(self: Producer, outgoings: Sequence[Outgoing], patience: float = 30.0) -> None:
    """What stands in for ``Producer.send``: begun, and left to itself."""
    task = asyncio.get_running_loop().create_task(awaited(self, outgoings, patience))
    pending.add(task)
    task.add_done_callback(pending.discard)


if __name__ == "__main__":
    Producer.send = unawaited  # type: ignore[method-assign]  # that is the mutation
    main()
