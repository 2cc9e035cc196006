"""While records come, Kafka gathers more; while none come, the first is sent at once."""

from __future__ import annotations

import asyncio
import inspect
from types import SimpleNamespace
from typing import Any

import pytest
import uvloop
from aiokafka.consumer.fetcher import Fetcher
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread

from services.runtime.fetching import GATHERED
from services.runtime.settings import WorkerSettings
from services.runtime.stream import make_app

AT_ONCE = (1, 500)


async def asked_after(records: dict[str, Any], wait: float) -> tuple[int, int]:
    """What a worker's next fetch asks for after these records: the least bytes, and the most milliseconds."""
    thread = make_app("enrich", WorkerSettings(fetch_wait=wait)).consumer._new_consumer_thread()
    assert isinstance(thread.thread_loop, uvloop.Loop)
    thread.thread_loop.close()
    consumer = SimpleNamespace(_fetcher=SimpleNamespace())
    assert await thread._fetch_records(consumer, set(), timeout=1.0, max_records=10) == records
    return consumer._fetcher._fetch_min_bytes, consumer._fetcher._fetch_max_wait_ms


@pytest.mark.parametrize(
    ("records", "wait", "asked"),
    [({"a": [1]}, 0.02, (GATHERED, 20)), ({}, 0.02, AT_ONCE), ({"a": [1]}, 0.0, AT_ONCE)],
)
def test_more_is_gathered_only_while_records_come(
    monkeypatch: pytest.MonkeyPatch, records: dict[str, Any], wait: float, asked: tuple[int, int]
) -> None:
    async def fetched(*_: object, **__: object) -> dict[str, Any]:
        return records

    monkeypatch.setattr(AIOKafkaConsumerThread, "_fetch_records", fetched)
    assert asyncio.run(asked_after(records, wait)) == asked


def test_aiokafka_still_reads_both_figures_for_each_request() -> None:
    """Under other names nothing would be gathered, and nobody would notice."""
    source = inspect.getsource(Fetcher._get_actions_per_node)
    assert "self._fetch_max_wait_ms" in source
    assert "self._fetch_min_bytes" in source
