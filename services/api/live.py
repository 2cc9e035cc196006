"""The live connections: who is listening, from where on, and when one has to go.

What is published waits in a bounded queue per connection. A reader that does not keep up loses its connection, never
an event: it comes back with its last token. Nobody is waited for.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from services.api.alert_log import AlertLog, News, concerns
from services.api.sse import Gap
from services.contracts.metrics import Metrics
from services.contracts.sharing import Reader

Reason = Literal["slow", "revoked", "shutdown"]


@dataclass(eq=False, slots=True)
class Listener:
    """One open connection. ``queue`` holds what it is yet to be told."""

    reader: Reader
    queue: asyncio.Queue[News | Gap]
    after: int = -1
    listening: bool = False
    dropped: asyncio.Event = field(default_factory=asyncio.Event)
    reason: Reason | None = None

    def drop(self, reason: Reason) -> None:
        """End this connection; the first reason stands."""
        if self.reason is None:
            self.reason = reason
            self.dropped.set()

    def offer(self, news: News | Gap) -> None:
        """Put something into the queue, or end the connection when it is full."""
        try:
            self.queue.put_nowait(news)
        except asyncio.QueueFull:
            self.drop("slow")


class TooManyStreams(Exception):
    """This participant has as many open streams as it may."""


class Hub:
    """All listeners of this process."""

    def __init__(self, log: AlertLog, metrics: Metrics, queue: int, connections: int) -> None:
        self.log = log
        self.source_ok = False
        self._metrics, self._queue, self._connections = metrics, queue, connections
        self._listeners: set[Listener] = set()
        self._open: Counter[str] = Counter()
        self._closing = False

    def open(self, reader: Reader) -> Listener:
        """A new connection of ``reader``. Raises TooManyStreams. Every one that is opened is to be closed."""
        if self._open[reader.code] >= self._connections:
            raise TooManyStreams
        listener = Listener(reader, asyncio.Queue(self._queue))
        self._open[reader.code] += 1
        self._listeners.add(listener)
        self._metrics.set("tocsin_sse_connections", len(self._listeners))
        if self._closing:
            listener.drop("shutdown")
        return listener

    def close(self, listener: Listener) -> None:
        """The connection is over."""
        if listener not in self._listeners:
            return
        self._listeners.discard(listener)
        self._open[listener.reader.code] -= 1
        self._open += Counter()  # forget those at zero
        self._metrics.set("tocsin_sse_connections", len(self._listeners))
        if listener.reason:
            self._metrics.count("tocsin_sse_dropped_total", dropped=listener.reason)

    @contextmanager
    def kept(self, listener: Listener) -> Iterator[None]:
        """Closes the connection at the end, whatever happens."""
        try:
            yield
        finally:
            self.close(listener)

    def join(self, listener: Listener, offset: int) -> list[News]:
        """From now on the listener hears everything published; returns what it missed from ``offset`` on.

        Nothing is awaited in between, so nothing falls between the two or into both.
        """
        missed = [news for news in self.log.since(offset) if concerns(listener.reader, news)]
        listener.after = max(offset, self.log.next_offset) - 1
        listener.listening = True
        return missed

    def publish(self, news: News) -> None:
        """Offer fresh news to everyone whom it concerns."""
        for listener in self._listeners:
            if listener.listening and news.offset > listener.after and concerns(listener.reader, news):
                listener.offer(news)

    def tell_gap(self, reason: Gap) -> None:
        """The log has lost its past: everybody is told."""
        for listener in self._listeners:
            listener.after = -1
            listener.offer(reason)

    def close_all(self) -> None:
        """The process ends: every connection does."""
        self._closing = True
        for listener in self._listeners:
            listener.drop("shutdown")
