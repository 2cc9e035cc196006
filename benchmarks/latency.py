"""From the door's acknowledgement of the report that completes a match to the alert's line on the live stream.

Open loop: requests leave at their planned instants, whatever the answers take.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

import aiohttp

from benchmarks.load import Sent, new_run, reports
from benchmarks.platform import Platform, say
from services.simulator.roster import COORDINATION_UNIT

QUIET_AFTER = 15.0


async def latency(platform: Platform, rate: float, seconds: float) -> dict[str, float | int]:
    """p50 and p99 in milliseconds at ``rate`` reports a second, and how many alerts they are taken from."""
    load = list(reports(int(rate * seconds), new_run()))
    awaited = {sent.report_id for sent in load if sent.completes}
    acknowledged: dict[str, float] = {}
    seen: dict[str, float] = {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=128)) as session:
        listening = asyncio.create_task(_listen(session, platform, awaited, seen))
        await send(session, platform, load, rate, acknowledged)
        with suppress(TimeoutError):
            await asyncio.wait_for(listening, QUIET_AFTER)
    waits = sorted(seen[each] - acknowledged[each] for each in seen if each in acknowledged)
    say(f"latency at {rate:.0f}/s: {len(waits)} of {len(awaited)} alerts seen")
    return {**percentiles(waits), "alerts": len(waits), "awaited": len(awaited)}


def percentiles(waits: Sequence[float]) -> dict[str, float]:
    """p50 and p99 of seconds, in milliseconds; not a number of nothing."""
    ordered = sorted(waits)
    if not ordered:
        return {"p50": float("nan"), "p99": float("nan")}
    at = {name: ordered[min(len(ordered) - 1, int(share * len(ordered)))] for name, share in _SHARES.items()}
    return {name: round(value * 1000, 1) for name, value in at.items()}


_SHARES: Mapping[str, float] = {"p50": 0.50, "p99": 0.99}


async def send(
    session: aiohttp.ClientSession,
    platform: Platform,
    load: Sequence[Sent],
    rate: float,
    acknowledged: dict[str, float],
) -> None:
    """Post the load at its planned instants. ``acknowledged`` gets the moment of each answer. Raises on any but 202."""
    keys = platform.identities
    url = f"{platform.addresses['door']}/v1/reports"
    start = time.monotonic() + 0.5

    async def post(sent: Sent) -> None:
        headers = {"authorization": f"Bearer {keys.api_key(sent.administration)}", "content-type": "application/json"}
        async with session.post(url, data=sent.body, headers=headers) as answer:
            await answer.read()
            if answer.status != 202:
                raise RuntimeError(f"the door answered {answer.status}")
            acknowledged[sent.report_id] = time.monotonic()

    async with asyncio.TaskGroup() as group:
        for n, sent in enumerate(load):
            pause = start + n / rate - time.monotonic()
            if pause > 0:
                await asyncio.sleep(pause)
            group.create_task(post(sent))


async def _listen(
    session: aiohttp.ClientSession, platform: Platform, awaited: set[str], seen: dict[str, float]
) -> None:
    headers = {"authorization": f"Bearer {platform.identities.api_key(COORDINATION_UNIT)}"}
    timeout = aiohttp.ClientTimeout(total=None)
    url = f"{platform.addresses['api']}/v1/alerts/stream"
    async with session.get(url, headers=headers, timeout=timeout) as answer:
        async for line in answer.content:
            if line.startswith(b"data: "):
                at = time.monotonic()
                for report in json.loads(line[6:]).get("reports", ()):
                    if report in awaited:
                        seen.setdefault(report, at)
                if len(seen) == len(awaited):
                    return
