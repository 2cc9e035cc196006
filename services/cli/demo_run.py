"""Plays an operation against a running platform, and watches the live stream and the log until all is quiet."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition

from services.cli.demo_figures import Progress
from services.cli.letters import read_letters
from services.contracts.topics import DEAD_LETTERS, TOPICS
from services.simulator.doors import open_doors
from services.simulator.identities import Identities
from services.simulator.operation import Operation
from services.simulator.roster import COORDINATION_UNIT
from services.simulator.sending import Pace, play

Show = Callable[[Progress, str], None]


@dataclass(frozen=True, slots=True)
class Platform:
    """Where the platform is, and the coordination unit's key to it."""

    state: Path
    addresses: Mapping[str, str]

    @property
    def identities(self) -> Identities:
        """The keys that `tocsin up --demo-identities` wrote."""
        return Identities.load(self.state / "identities.json", self.state / "signing-keys.json")

    @property
    def reading(self) -> httpx.AsyncClient:
        """A client that reads as the coordination unit."""
        key = self.identities.api_key(COORDINATION_UNIT)
        return httpx.AsyncClient(
            base_url=self.addresses["api"], headers={"authorization": f"Bearer {key}"}, timeout=30.0
        )


async def stream(platform: Platform, operation: Operation, pace: Pace, progress: Progress, show: Show) -> None:
    """Send the whole operation and return when every service has finished with it."""
    following = asyncio.create_task(_follow(platform, progress))
    drawing = asyncio.create_task(_draw(progress, show))
    try:
        async with open_doors(platform.identities, platform.addresses["door"], platform.addresses["kafka"]) as couriers:
            await play(operation, couriers, pace, progress.answered)
        await _until_quiet(platform.addresses["kafka"])
    finally:
        for task in (following, drawing):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def links_found(platform: Platform) -> list[tuple[str, str, str]]:
    """Class and both reports of every link that stands and that the coordination unit may read."""
    async with platform.reading as client:
        return [(one["class"], *one["reports"]) async for one in _pages(client, "/v1/links")]


async def alerts_standing(platform: Platform) -> int:
    """How many alerts the coordination unit may read."""
    async with platform.reading as client:
        return len([one async for one in _pages(client, "/v1/alerts")])


def dead_letters(bootstrap: str) -> Counter[str]:
    """Dead letters of ingest by reason."""
    return Counter(letter.reason for letter in read_letters(bootstrap, ["ingest"]))


async def _pages(client: httpx.AsyncClient, path: str) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        asked = {"limit": "1000"} | ({"cursor": cursor} if cursor else {})
        answer = (await client.get(path, params=asked)).raise_for_status().json()
        for item in answer["items"]:
            yield item
        cursor = answer["next"]
        if cursor is None:
            return


async def _follow(platform: Platform, progress: Progress) -> None:
    """Read the live stream for ever, resuming where it broke off."""
    token: str | None = None
    while True:
        with suppress(httpx.HTTPError):
            async with platform.reading as client:
                resume = {"last-event-id": token} if token else {}
                async with client.stream("GET", "/v1/alerts/stream", headers=resume, timeout=None) as answer:
                    async for at, event, data in _events(answer):
                        token = at
                        progress.alerted(event, data, time.monotonic())
        await asyncio.sleep(0.2)


async def _events(answer: httpx.Response) -> AsyncIterator[tuple[str | None, str, dict[str, Any]]]:
    token, event = None, ""
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if name == "id":
            token = value
        elif name == "event":
            event = value
        elif name == "data" and event in ("raised", "updated", "closed", "withdrawn"):
            yield token, event, json.loads(value)


async def _draw(progress: Progress, show: Show) -> None:
    while True:
        show(progress, "streaming" if progress.sent < progress.planned else "waiting until all is handled")
        await asyncio.sleep(0.25)


async def _until_quiet(bootstrap: str) -> None:
    """Until every group has committed the end of every topic that it reads, and nothing new has come since."""
    before: dict[Any, int] | None = None
    while True:
        ends, behind = await asyncio.to_thread(_positions, bootstrap)
        if behind == 0 and ends == before:
            return
        before = ends
        await asyncio.sleep(1.2)


def _positions(bootstrap: str) -> tuple[dict[Any, int], int]:
    """The end of every partition of the log, and how far the groups are behind it in all."""
    with KafkaConsumer(bootstrap_servers=bootstrap) as consumer:
        places = [
            TopicPartition(topic.name, number)
            for topic in TOPICS
            for number in sorted(consumer.partitions_for_topic(topic.name) or ())
        ]
        ends = consumer.end_offsets(places)
    readers = {topic.name: [service for service in DEAD_LETTERS if service in topic.read_by] for topic in TOPICS}
    behind = 0
    with KafkaAdminClient(bootstrap_servers=bootstrap) as admin:
        offsets = admin.list_group_offsets(list(DEAD_LETTERS))
    for place, end in ends.items():
        for service in readers[place.topic]:
            done = offsets.get(service, {}).get(place)
            behind += end - (done.offset if done is not None else 0)
    return ends, behind
