"""The Faust application with the settings that lose nothing. Why each: the table below, and docs/decisions.

Raw bytes in, one event at a time per partition, no tables, no web server, no topic made by accident.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import faust
from faust.tables.manager import TableManager
from yarl import URL

from services.contracts.topics import Topic
from services.runtime.fetching import Transport
from services.runtime.records import Record
from services.runtime.settings import WorkerSettings


class NoTables(TableManager):  # type: ignore[misc]  # Faust ships no types
    """There are no tables to wait for: Faust's own manager sleeps for a second at every start, also after a kill."""

    async def on_start(self) -> None:
        """Go on at once."""
        await self._update_channels()
        await self.recovery.start()


def make_app(service: str, settings: WorkerSettings) -> Any:
    """A Faust application whose consumer group is the service's name (with the suffix of a test run)."""
    app = faust.App(
        f"{service}{settings.group_suffix}",
        broker=[URL(f"kafka://{address.strip()}") for address in settings.kafka_bootstrap.split(",")],
        datadir=tempfile.gettempdir(),
        store="memory://",
        processing_guarantee="at_least_once",
        key_serializer="raw",
        value_serializer="raw",
        stream_wait_empty=True,  # otherwise a clean stop acknowledges what it cancels
        stream_buffer_maxsize=4 * settings.batch_size,
        broker_commit_interval=1.0,
        broker_commit_every=1000,
        broker_max_poll_records=2 * settings.batch_size,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=3.0,
        broker_request_timeout=max(30.0, settings.session_timeout + 5),
        broker_rebalance_timeout=60.0,
        broker_max_poll_interval=120.0,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=4 * 1024 * 1024,
        consumer_group_instance_id=f"{service}-{settings.instance}",  # back at work after a kill without a rebalance
        topic_allow_declare=False,
        topic_disable_leader=True,
        TableManager=NoTables,
        web_enabled=False,  # its /table serves data to anybody
        worker_redirect_stdouts=False,
        loghandlers=[],
    )
    app.transport = Transport(app, settings.fetch_wait)
    return app


def raw_topic(app: Any, topics: Sequence[Topic]) -> Any:
    """The topics as one channel of undecoded bytes: Faust acknowledges and drops what it cannot decode."""
    return app.topic(
        *(topic.name for topic in topics),
        key_type=bytes,
        key_serializer="raw",
        value_type=bytes,
        value_serializer="raw",
        internal=False,
    )


def record_of(event: Any) -> Record:
    """The record behind a Faust event."""
    message = event.message
    raw = _pairs(message.headers)
    return Record(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        value=message.value,
        headers={name: value.decode("utf-8", "replace") for name, value in raw},
        raw_headers=raw,
        timestamp=datetime.fromtimestamp((message.timestamp or 0), UTC),
    )


def _pairs(headers: Any) -> tuple[tuple[str, bytes], ...]:
    pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
    return tuple((str(name), b"" if value is None else bytes(value)) for name, value in pairs)
