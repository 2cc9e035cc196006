"""The match stage on years of history: milliseconds a report at 300 a second, how they grow, and what a hub costs.

A MongoDB of this run's own is filled with as many stored reports as asked (services/enrich writes none of them: they
are bulk-loaded, and the indexes of the contracts are built over them). Then new reports go through the very function
that the enrich service calls, `settle`, in batches as its worker forms them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import uvloop
from pymongo import AsyncMongoClient, MongoClient
from pymongo.asynchronous.database import AsyncDatabase

from benchmarks.history import OPERATION, PERSONS_FOR_A_REPORT, Reports, with_token
from benchmarks.platform import say
from deploy.local.child import Child, Command
from deploy.local.mongo import MongoNode
from deploy.local.ports import free_port
from deploy.local.replica_set import ensure_primary
from deploy.provisioning.documents import provision_documents
from services.contracts.documents import REPORTS
from services.enrich.hub_status import BEARER_LIMIT
from services.enrich.linking import settle
from services.enrich.sides import Realm
from services.enrich.store import Store
from services.runtime.heap import settle_heap
from services.runtime.settings import WorkerSettings
from services.runtime.store import database_of

Document = dict[str, Any]

LARGEST: Final = 1_000_000
"""Reports of history; the other history that it is held against is a tenth of it."""
A_SECOND: Final = 300
SECONDS: Final = 15
WARM_UP: Final = 2_000
"""Reports before the clock starts: at first nothing is in any cache."""
HOT: Final = 20_000
"""Reports that bear one value."""
HOT_STREAM: Final = 2_000
LEAST: Final = 1_000
CACHE_GB: Final = 1.0
"""A million reports are some two gigabytes; `tocsin up` has a quarter of this, for a demo."""
_CHUNK: Final = 10_000
_WARM_UP_BATCH: Final = 50
_UP_WITHIN: Final = 60.0


def main(arguments: list[str]) -> int:
    """Measure this alone; print the document on standard output and the table on standard error."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.links_at_scale",
        description=__doc__,
        epilog="Example: python -m benchmarks.links_at_scale --scale 20000",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--scale", type=int, default=LARGEST, help="reports of history (default %(default)s)")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="seconds at 300 a second (default %(default)s)")
    asked = parser.parse_args(arguments)
    found = links_at_scale(asked.scale, asked.seconds)
    for name, value in table_rows(found):
        say(f"{name}: {value}")
    print(json.dumps(found))
    return 0


def links_at_scale(scale: int = LARGEST, seconds: int = SECONDS, hot: int = HOT) -> dict[str, Any]:
    """All figures; the database is started and taken down here. Raises ValueError for too small a scale."""
    if scale < LEAST:
        raise ValueError(f"at least {LEAST} reports of history")
    scales = (scale // 10, scale)
    found: dict[str, Any] = {"a_second": A_SECOND, "history": {}}
    with _mongo() as url:
        for scale in scales:
            name, loaded = f"history-{scale}", load(url, f"history-{scale}", scale)
            measured = uvloop.run(_paced(url, name, scale, seconds))
            found["history"][str(scale)] = {**loaded, **measured}
            say(f"links at scale, {scale} reports of history: {_told(found['history'][str(scale)])}")
        for name in ("mean_ms", "cpu_ms"):
            first, last = (found["history"][str(scale)][name] for scale in (scales[0], scales[-1]))
            found[f"growth_{name}"] = round(last / first, 3)
        found["hot_key"] = uvloop.run(_hot_key(url, f"history-{scales[-1]}", scales[-1], hot))
    return found


def table_rows(found: dict[str, Any]) -> list[tuple[str, str]]:
    """The same for a person."""
    rows = [(f"match stage, {int(scale):,} of history", _told(one)) for scale, one in found["history"].items()]
    hot = found["hot_key"]
    return [
        *rows,
        (
            "growth of the cost of a report",
            f"{found['growth_mean_ms']} (of its processor time {found['growth_cpu_ms']})",
        ),
        ("stream rate with a hot key, of without", f"{hot['ratio']} ({hot['with']} of {hot['without']} reports/s)"),
    ]


def _told(one: dict[str, Any]) -> str:
    return (
        f"p50 {one['p50_ms']} ms, p99 {one['p99_ms']} ms; a report costs {one['mean_ms']} ms, "
        f"of which {one['cpu_ms']} ms of this processor, at {one['rate']} reports/s"
    )


@contextmanager
def _mongo() -> Iterator[str]:
    """A MongoDB of this run's own; its folder is gone afterwards, whatever ends us."""
    before = signal.signal(signal.SIGTERM, _end)
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-links-") as folder:
        node = MongoNode(Path(folder) / "mongo", free_port(), CACHE_GB)
        node.prepare()
        child = Child(Command("mongo", node.command()), Path(folder) / "mongo.log")
        try:
            deadline = time.monotonic() + _UP_WITHIN
            while not node.is_up():
                if child.exit_status is not None or time.monotonic() > deadline:
                    raise RuntimeError("MongoDB did not start")
                time.sleep(0.05)
            ensure_primary(node.port)
            yield node.url
        finally:
            child.stop()
            signal.signal(signal.SIGTERM, before)


def _end(number: int, frame: object) -> None:
    """Leave as if by an exception, so that gigabytes of history are removed."""
    raise SystemExit(128 + number)


def load(url: str, database: str, number: int) -> dict[str, Any]:
    """Fill a database with history: documents first, hubs, then the indexes, which is much quicker than together."""
    began = time.monotonic()
    parts = [(url, database, number, start, min(_CHUNK, number - start)) for start in range(0, number, _CHUNK)]
    counts: Counter[str] = Counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for done, part in enumerate(pool.map(_load_part, parts), start=1):
            counts.update(part)
            if done % 10 == 0:
                say(f"links at scale: {done * _CHUNK} of {number} reports loaded")
    documents = time.monotonic() - began
    hubs = [key for key, bearers in counts.items() if bearers > BEARER_LIMIT]
    with MongoClient[Document](url) as client:
        provision_documents(client[database])
    asyncio.run(_park(url, database, hubs))
    return {"load_s": round(documents, 1), "index_s": round(time.monotonic() - began - documents, 1), "hubs": len(hubs)}


async def _park(url: str, database: str, keys: Sequence[str]) -> None:
    """As the service has parked them over the years."""
    async with _opened(url, database) as opened:
        await Store(opened).hubs.park({(Realm(OPERATION, False), key): "history" for key in keys})


def _load_part(part: tuple[str, str, int, int, int]) -> Counter[str]:
    """Load one part; returns how many of its reports bear each value that may become a hub."""
    url, database, whole, start, number = part
    documents = list(Reports(f"H{start}", PERSONS_FOR_A_REPORT * whole).history(number))
    with MongoClient[Document](url) as client:
        client[database][REPORTS.name].insert_many(documents, ordered=False, bypass_document_validation=True)
    # Only ways of working, sounds and looks are borne by many: to count the rest would take the memory of it all.
    sorts = ("mo:", "product:", "party:name_phonetic:")
    return Counter(key for one in documents for key in one["match_keys"] if key.startswith(sorts))


async def _paced(url: str, database: str, scale: int, seconds: int) -> dict[str, Any]:
    """A report every 1/300 s; what Kafka gathers meanwhile is the next batch."""
    source = Reports("S", PERSONS_FOR_A_REPORT * scale)
    documents = list(source.stream(WARM_UP + A_SECOND * seconds))
    spent = _Spent()
    async with _opened(url, database) as opened:
        store = Store(opened)
        await _worked_off(opened, documents[:WARM_UP], _WARM_UP_BATCH)
        settle_heap()
        began, done = time.monotonic(), WARM_UP
        while done < len(documents):
            batch_began = time.monotonic()
            arrived = min(len(documents), WARM_UP + int((batch_began - began) * A_SECOND))
            if batch := documents[done:arrived]:
                processor = time.process_time()
                settled = await settle(store, batch)
                spent.add(len(batch), time.monotonic() - batch_began, time.process_time() - processor)
                spent.links += len(settled.changed)
                done = arrived
            await asyncio.sleep(max(0.001, batch_began + WorkerSettings().fetch_wait - time.monotonic()))
        return {**spent.figures(), "rate": round((done - WARM_UP) / (time.monotonic() - began), 1)}


@dataclass
class _Spent:
    """What the match stage took: seconds of each report's batch, which each report waits for, and of the processor."""

    waits: list[float] = field(default_factory=list)
    busy: float = 0.0
    processor: float = 0.0
    links: int = 0

    def add(self, reports: int, seconds: float, processor: float) -> None:
        """Take in one batch."""
        self.waits += [1_000 * seconds] * reports
        self.busy, self.processor = self.busy + seconds, self.processor + processor

    def figures(self) -> dict[str, float | int]:
        """Milliseconds: of a report's stay in the stage, and its share of what the stage took."""
        return {
            "p50_ms": round(statistics.median(self.waits), 2),
            "p99_ms": round(statistics.quantiles(self.waits, n=100)[98], 2),
            "mean_ms": round(1_000 * self.busy / len(self.waits), 3),
            "cpu_ms": round(1_000 * self.processor / len(self.waits), 3),
            "links": self.links,
        }


async def _hot_key(url: str, database: str, scale: int, hot: int) -> dict[str, Any]:
    """A backlog worked off as fast as it goes: without a value that ``hot`` reports bear, and with it in every report.

    Nobody has parked the value before: its first bearers find out.
    """
    persons = PERSONS_FOR_A_REPORT * scale
    bearers = (with_token(one, "phone", "hot") for one in Reports("HOT", persons).history(hot))
    with MongoClient[Document](url) as client:
        part = []
        for one in bearers:
            part.append(one)
            if len(part) == _CHUNK:
                client[database][REPORTS.name].insert_many(part, ordered=False)
                part = []
        if part:
            client[database][REPORTS.name].insert_many(part, ordered=False)
    rates = {}
    async with _opened(url, database) as opened:
        for name in ("warm-up", "without", "with"):
            stream = Reports(name, persons).stream(HOT_STREAM)
            backlog = [with_token(one, "phone", "hot") if name == "with" else one for one in stream]
            rates[name] = await _worked_off(opened, backlog, WorkerSettings().batch_size)
    return {
        "bearers": hot,
        "without": round(rates["without"], 1),
        "with": round(rates["with"], 1),
        "ratio": round(rates["with"] / rates["without"], 3),
    }


async def _worked_off(database: AsyncDatabase[Document], backlog: Sequence[Document], size: int) -> float:
    """Reports a second, in batches of ``size``."""
    store = Store(database)
    began = time.monotonic()
    for start in range(0, len(backlog), size):
        await settle(store, backlog[start : start + size])
    return len(backlog) / (time.monotonic() - began)


class _opened:
    """The platform's database as a worker opens it."""

    def __init__(self, url: str, database: str) -> None:
        self._settings = WorkerSettings(mongo_url=url, mongo_database=database)
        self._client = AsyncMongoClient[Document](url, tz_aware=True)

    async def __aenter__(self) -> AsyncDatabase[Document]:
        return database_of(self._client, self._settings)

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
