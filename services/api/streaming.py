"""One connection of the live stream, from its first line to its last: what was missed, then what comes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Iterable
from datetime import UTC, datetime
from typing import Final

from aiokafka.errors import KafkaError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.api import sse
from services.api.access import Asker, holder
from services.api.alert_log import News, told
from services.api.live import Listener
from services.api.parts import Parts
from services.api.problems import Refusal
from services.runtime.logs import get_logger

log = get_logger()
MOST_AT_ONCE: Final = 100
HEADERS: Final = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
}


class LiveResponse(Response):
    """Serves one listener until it goes, falls behind, loses its key, or the process ends."""

    def __init__(self, parts: Parts, asker: Asker, listener: Listener, resume: int | None) -> None:
        super().__init__(status_code=200, headers=HEADERS)
        self._parts, self._asker, self._listener, self._resume = parts, asker, listener, resume
        self._never_shown: set[str] = set()
        self._send: Send | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the connection; never raises for what a client or Kafka does."""
        self._send = send
        headers = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        with self._parts.hub.kept(self._listener):
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            work = (self._tell(), _gone(receive), self._recheck(), self._listener.dropped.wait())
            tasks = [asyncio.ensure_future(one) for one in work]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            if self._listener.reason != "slow":
                # A slow reader's buffer is full: there, only the transport can be closed, by returning.
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _tell(self) -> None:
        try:
            position = await self._begin()
            async with contextlib.aclosing(self._past(position)) as past:  # whoever breaks off keeps no reader of Kafka
                async for offset, missed in past:
                    await self._tell_all(missed)
                    position = offset
            await self._tell_all(self._parts.hub.join(self._listener, position))
            while True:
                await self._tell_next()
        except KafkaError as error:
            log.warning("a reader could not be caught up", error=type(error).__name__)

    async def _begin(self) -> int:
        """The first lines; returns the offset to begin at."""
        alerts = self._parts.hub.log
        if self._resume is None:
            await self._write([sse.opening(self._token(alerts.next_offset - 1))])
            return alerts.next_offset
        begin = self._resume + 1
        # Another process may be ahead of this one; ahead of Kafka itself means that the log is another one.
        if begin > alerts.next_offset and begin > await self._parts.tail.end():
            token = self._token(alerts.next_offset - 1)
            await self._write([sse.opening(token), sse.gap(token, "truncated")])
            return alerts.next_offset
        await self._write([sse.opening(self._token(self._resume))])
        return begin

    async def _past(self, position: int) -> AsyncGenerator[tuple[int, list[News]], None]:
        while position < self._parts.hub.log.ring_start:
            async with contextlib.aclosing(self._parts.tail.past(position, self._lost)) as past:
                async for offset, missed in past:
                    yield offset, missed
                    position = offset
            position = max(position, self._parts.hub.log.beginning)

    async def _lost(self, beginning: int) -> None:
        await self._write([sse.gap(self._token(beginning - 1), "retention")])

    async def _tell_all(self, missed: Iterable[News]) -> None:
        pieces = [frame for news in missed if (frame := self._frame(news))]
        for start in range(0, len(pieces), MOST_AT_ONCE):
            await self._write(pieces[start : start + MOST_AT_ONCE])

    async def _tell_next(self) -> None:
        """Write what waits, all at once; or a heartbeat when nothing came for a while."""
        queue = self._listener.queue
        try:
            async with asyncio.timeout(self._parts.settings.stream_heartbeat):
                waiting = [await queue.get()]
        except TimeoutError:
            return await self._write([sse.BEAT if self._parts.hub.source_ok else sse.SOURCE_AWAY])
        while not queue.empty() and len(waiting) < MOST_AT_ONCE:
            waiting.append(queue.get_nowait())
        frames = [frame for one in waiting if (frame := self._frame(one))]
        if frames:
            await self._write(frames)
            self._measure(waiting, len(frames))
        return None

    def _frame(self, news: News | sse.Gap) -> bytes | None:
        if not isinstance(news, News):
            return sse.gap(self._token(-1), news)
        what = told(self._asker.reader, news, self._parts.hub.log.restriction(news.alert.alert_id), self._never_shown)
        if what is None:
            return None
        return sse.alert_event(self._token(news.offset), news, what, self._asker.language)

    def _measure(self, written: Iterable[News | sse.Gap], frames: int) -> None:
        self._parts.metrics.count("tocsin_sse_events_total", frames)
        now = datetime.now(UTC)
        for news in written:
            if isinstance(news, News) and news.origin:
                spent = (now - news.origin).total_seconds()
                self._parts.metrics.observe("tocsin_event_e2e_latency_seconds", max(0.0, spent), stage="api")

    async def _write(self, pieces: list[bytes]) -> None:
        assert self._send is not None  # noqa: S101 -- set before anything runs
        try:
            async with asyncio.timeout(self._parts.settings.stream_send):
                await self._send({"type": "http.response.body", "body": b"".join(pieces), "more_body": True})
        except TimeoutError:
            self._listener.drop("slow")
            await asyncio.Event().wait()  # until the connection is taken down

    def _token(self, offset: int) -> str:
        return self._parts.seals.seal_position(self._asker.reader.code, offset)

    async def _recheck(self) -> None:
        """Ends the connection when its key or its rights are gone, or could not be checked for too long."""
        settings = self._parts.settings
        checked = time.monotonic()
        while True:
            await asyncio.sleep(settings.stream_recheck)
            with contextlib.suppress(Refusal):
                participant = await holder(self._parts, self._asker.key)
                if participant is None or participant.reader != self._asker.reader:
                    return self._listener.drop("revoked")
                checked = time.monotonic()
            if time.monotonic() - checked > settings.stream_unchecked:
                return self._listener.drop("revoked")


async def _gone(receive: Receive) -> None:
    """Returns when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
