"""A Kafka client whose start nobody waits for any more leaves nothing open, whenever that happens."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from services.runtime.whole_life import Client, start_whole

Start = Callable[[Any], Awaitable[None]]
TURNS = 400  # of the loop; a start on a quiet machine takes fewer


async def broken_off(client: Client, start: Start, turns: int) -> bool:
    """Cancel the start after so many turns of the loop. Was it still going on?"""
    starting = asyncio.ensure_future(start(client))
    for _ in range(turns):
        await asyncio.sleep(0)
    going_on = starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await client.stop()
    return going_on


def left_open(kafka: str, make: Callable[..., Any], start: Start) -> list[str]:
    """What is found open after starts that were broken off at every fourth turn, until one had ended before."""

    async def all_moments() -> None:
        for turns in range(0, 4 * TURNS, 4):
            if not await broken_off(make(bootstrap_servers=kafka), start, turns) and turns > TURNS:
                return

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        asyncio.run(all_moments())
        gc.collect()
    return [str(one.message) for one in told if one.category is ResourceWarning]


def test_a_reader_that_is_given_up_while_it_starts_leaves_nothing_open(kafka_bootstrap: str) -> None:
    assert left_open(kafka_bootstrap, AIOKafkaConsumer, start_whole) == []


def test_a_producer_that_is_given_up_while_it_starts_leaves_nothing_open(kafka_bootstrap: str) -> None:
    assert left_open(kafka_bootstrap, AIOKafkaProducer, start_whole) == []


def test_without_a_whole_life_a_connection_would_be_left(kafka_bootstrap: str) -> None:
    assert any(
        "AIOKafkaConnection" in one for one in left_open(kafka_bootstrap, AIOKafkaConsumer, lambda it: it.start())
    )
