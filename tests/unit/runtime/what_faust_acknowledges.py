"""Prints, as JSON, which offsets Faust would commit after agents of several shapes; no broker is needed.

A program of its own, because a Faust app that never connects leaves its loop and sockets open.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import faust
from faust.events import Event
from faust.types import TP
from faust.types.tuples import ConsumerMessage

from services.runtime.batches import batches

Body = Callable[[Any], Awaitable[None]]


class Quiet:
    """A supervisor that restarts nobody."""

    def wakeup(self) -> None:
        """Nothing to do."""

    def add(self, *_: Any) -> None:
        """Nothing to do."""


async def acknowledged_after(body: Body, events: int = 3) -> list[int]:
    """The offsets that would be committed after an agent with this body met ``events`` queued events."""
    app = faust.App(
        "pin",
        broker="kafka://localhost:1",
        web_enabled=False,
        topic_disable_leader=True,
        loop=asyncio.get_running_loop(),
    )
    app.finalize()
    topic, place = app.topic("t", value_type=bytes), TP("t", 0)
    app.flow_control.resume()
    app.topics._acking_topics.add("t")
    app.consumer._committed_offset[place] = 0
    agent = app.agent(topic)(body)
    agent.supervisor = Quiet()
    actor = await agent._start_one()
    actor.supervisor = agent.supervisor
    for offset in range(events):
        message = ConsumerMessage(
            "t", 0, offset, 0.0, 0, None, None, b"x", None, tp=place, generation_id=app.consumer_generation_id
        )
        message.incref(1)
        actor.stream.channel.queue.put_nowait(Event(app, None, b"x", None, message))
    await _settled(actor, app, place, events)
    found = sorted(app.consumer._acked[place])
    actor.cancel()
    return found


async def _settled(actor: Any, app: Any, place: TP, events: int) -> None:
    """Until the agent ended or met everything; an agent that waits is given some turns of the loop."""
    for _ in range(200):
        await asyncio.sleep(0.005)
        if actor.actor_task.done() or len(app.consumer._acked[place]) == events:
            await asyncio.sleep(0.02)
            return


async def raises(stream: Any) -> None:
    """An agent that raises on its first event."""
    async for _ in stream:
        raise KeyError


async def raises_on_a_batch(stream: Any) -> None:
    """An agent that raises on a whole batch."""
    async for _ in stream.take_events(3, within=1):
        raise KeyError


async def is_still_at_a_batch(stream: Any) -> None:
    """An agent that has not finished its batch."""
    async for _ in stream.take_events(3, within=1):
        await asyncio.Event().wait()


async def finishes_a_batch(stream: Any) -> None:
    """An agent whose batch body returns."""
    async for _ in stream.take_events(3, within=0.01):
        pass


async def keeps_errors_inside(stream: Any) -> None:
    """An agent that catches its errors in the loop."""
    async for _ in stream.events():
        try:
            raise KeyError
        except KeyError:
            continue


async def raises_on_own_batch(stream: Any) -> None:
    """An agent that raises on a whole batch of ours."""
    async for _ in batches(stream, 3):
        raise KeyError


async def is_still_at_own_batch(stream: Any) -> None:
    """An agent that has not finished its batch of ours."""
    async for _ in batches(stream, 3):
        await asyncio.Event().wait()


async def finishes_own_batches(stream: Any) -> None:
    """An agent that takes what has come, two at a time at most."""
    async for events in batches(stream, 2):
        assert 1 <= len(events) <= 2


async def main() -> None:
    """Try every shape."""
    shapes = (
        raises,
        raises_on_a_batch,
        is_still_at_a_batch,
        finishes_a_batch,
        keeps_errors_inside,
        raises_on_own_batch,
        is_still_at_own_batch,
        finishes_own_batches,
    )
    found = {shape.__name__: await acknowledged_after(shape) for shape in shapes}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
