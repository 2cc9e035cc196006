"""Whoever gives up a start leaves a stopped client, however often and whenever it is given up."""

from __future__ import annotations

import asyncio

import pytest

from services.runtime.whole_life import start_whole, stop_whole


class Client:
    """A Kafka client whose start takes as long as the test wants."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.answered = asyncio.Event()

    async def start(self) -> None:
        """Connect, once Kafka answers."""
        try:
            await self.answered.wait()
            self.told.append("started")
        except asyncio.CancelledError:
            self.told.append("given up")
            raise

    async def stop(self) -> None:
        """Disconnect."""
        self.told.append("stopped")


async def begun() -> tuple[Client, asyncio.Task[None]]:
    client = Client()
    starting = asyncio.create_task(start_whole(client))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return client, starting


async def given_up(client: Client, work: asyncio.Task[None], times: int) -> list[str]:
    """What the client did when nobody waited for this work any more, and Kafka answered after that."""
    for _ in range(times):
        await asyncio.sleep(0)
        work.cancel()
    await asyncio.sleep(0)
    client.answered.set()
    with pytest.raises(asyncio.CancelledError):
        await work
    return client.told


@pytest.mark.parametrize("times", [1, 3])
def test_a_start_that_is_given_up_ends_and_is_stopped_then(times: int) -> None:
    async def starting() -> list[str]:
        return await given_up(*await begun(), times)

    assert asyncio.run(starting()) == ["started", "stopped"]


def test_a_start_that_does_not_end_is_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.runtime.whole_life.PATIENCE", 0.01)

    async def unanswered() -> list[str]:
        client, starting = await begun()
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting
        return client.told

    assert asyncio.run(unanswered()) == ["given up", "stopped"]


class Unreachable(Client):
    """Kafka is away."""

    async def start(self) -> None:
        """Connect."""
        raise OSError("connection refused")


def test_a_start_that_fails_can_be_tried_again() -> None:
    async def failing() -> list[str]:
        client = Unreachable()
        with pytest.raises(OSError, match="refused"):
            await start_whole(client)
        return client.told

    assert asyncio.run(failing()) == []


class Slow(Client):
    """Takes some turns of the loop to disconnect."""

    async def stop(self) -> None:
        """Disconnect."""
        await self.answered.wait()
        self.told.append("stopped")


@pytest.mark.parametrize("times", [1, 3])
def test_a_stop_that_is_given_up_ends_all_the_same(times: int) -> None:
    async def stopping() -> list[str]:
        client = Slow()
        return await given_up(client, asyncio.create_task(stop_whole(client)), times)

    assert asyncio.run(stopping()) == ["stopped"]
