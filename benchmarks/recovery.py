"""How soon work is resumed after enrich was killed with -9 under load: the first newly enriched report after it."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import aiohttp
from kafka import KafkaConsumer, TopicPartition

from benchmarks.latency import send
from benchmarks.load import new_run, reports
from benchmarks.platform import Platform, say
from services.contracts.topics import REPORTS_ENRICHED

RATE = 100.0


async def recovery(platform: Platform, rounds: int) -> list[float]:
    """Seconds from each kill to the first record on reports-enriched that was written after the restart."""
    found = []
    for number in range(rounds):
        load = list(reports(int(RATE * 12), new_run()))
        async with aiohttp.ClientSession() as session:
            sending = asyncio.create_task(send(session, platform, load, RATE, {}))
            await asyncio.sleep(3)
            found.append(await asyncio.to_thread(_kill_and_wait, platform))
            await sending
        say(f"recovery, round {number + 1}: {found[-1]:.2f} s")
    return found


def _kill_and_wait(platform: Platform) -> float:
    before = platform.processes()["enrich"]
    with KafkaConsumer(bootstrap_servers=platform.addresses["kafka"]) as consumer:
        places = [TopicPartition(REPORTS_ENRICHED.name, n) for n in range(REPORTS_ENRICHED.partitions)]
        consumer.assign(places)
        consumer.seek_to_end(*places)
        for place in places:
            consumer.position(place)
        killed = time.time()
        os.kill(int(before["pid"]), signal.SIGKILL)
        # What the dead process had sent but nobody had read yet ends within some milliseconds of its death.
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for records in consumer.poll(timeout_ms=50).values():
                for record in records:
                    if record.timestamp / 1000 > killed + 0.1:
                        return float(record.timestamp / 1000 - killed)
    raise RuntimeError("enrich did not come back within a minute")
