"""The same client for asyncio: `AsyncTocsin` does what `Tocsin` does, awaited."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Mapping
from contextlib import aclosing
from types import TracebackType
from typing import Final, Self, TypeVar, Unpack

import httpx

from services.client.answers import (
    Alert,
    Answer,
    History,
    Link,
    Network,
    Page,
    Participant,
    Receipt,
    StoredReceipt,
    StoredReport,
)
from services.client.connection import PATIENCE, SILENCE, built, options
from services.client.errors import ReportRefused
from services.client.listening import AlertNews, Listening
from services.client.questions import (
    Addresses,
    AlertFilters,
    LinkFilters,
    NetworkFilters,
    Paging,
    Question,
    ReportFilters,
    headers,
)
from services.client.reading import read, read_link
from services.client.retrying import Attempts, Later, accepted, streams
from services.client.sending import BATCH, FIRST_FIT, PLAIN, Batch, Packer, Sendable, body_of
from services.contracts.events import LinkDecision
from services.contracts.findings import Language

log: Final = logging.getLogger("tocsin.client")
Item = TypeVar("Item", bound=Answer)


class AsyncTocsin:
    """A participant's connection to the platform, for one event loop. Every call may raise what `errors.py` draws."""

    def __init__(
        self,
        *,
        key: str,
        door: str | None = None,
        api: str | None = None,
        language: Language = "en",
        patience: float = PATIENCE,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        """``door`` and ``api`` are base URLs; ``language`` is that of findings and texts.

        ``patience``: seconds for which one request is repeated before Away is raised. ``http`` is a client of your
        own, for a proxy or a client certificate; you close it. Raises ValueError for a text that can't be a key.
        """
        self._headers, self._language = headers(key, language), language
        self._addresses, self._patience = Addresses(door, api), patience
        self._http, self._owned = http or httpx.AsyncClient(**options()), http is None

    def __repr__(self) -> str:
        return f"AsyncTocsin(door={self._addresses.door!r}, api={self._addresses.api!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        if self._owned:
            await self._http.aclose()

    async def send(self, report: Sendable, *, release: str | None = None) -> Receipt:
        """Send one report; returns once it is safe in the platform's log (or was before: ``duplicate``).

        ``release`` is why a person lets in what is, or would be, held: the officer's words. Sending it again, after
        Away too, does no harm. Raises ReportRefused with the findings, ValueError for a reason that is none.
        """
        return read(Receipt, await self._ask(self._addresses.post(body_of(report), PLAIN, release)))

    async def send_many(
        self,
        reports: Iterable[Sendable] | AsyncIterable[Sendable],
        batch: int = FIRST_FIT,
        *,
        release: str | None = None,
    ) -> AsyncIterator[Receipt]:
        """Send reports in batches of at most ``batch``; one receipt each, in order, a refusal too.

        A report may wait for its batch to fill: for reports that trickle in, use ``send``. After Away or any other
        exception repeat the whole: what was taken is then a duplicate. ``release`` is as for ``send``, for all of them.
        """
        async for parcel in _packed(reports, Packer(batch, self._language)):
            for receipt in await self._deliver(parcel, release):
                yield receipt

    def reports(self, **filters: Unpack[ReportFilters]) -> AsyncIterator[StoredReport]:
        """The reports that fit every filter, over as many pages as there are."""
        return self._list("reports", Page[StoredReport], filters)

    async def report(self, report_id: str) -> StoredReport:
        """One report in its current version. Raises NotFound."""
        return read(StoredReport, await self._ask(self._addresses.get("reports", report_id)))

    async def history(self, report_id: str) -> History:
        """The versions of one report. Raises NotFound."""
        return read(History, await self._ask(self._addresses.get("reports", report_id, "history")))

    async def network(self, report_id: str, **filters: Unpack[NetworkFilters]) -> Network:
        """The reports and links around one report. Raises NotFound."""
        return read(Network, await self._ask(self._addresses.network(report_id, filters)))

    def links(self, **filters: Unpack[LinkFilters]) -> AsyncIterator[Link]:
        """The links that fit every filter."""
        return self._list("links", Page[Link], filters)

    async def link(self, link_id: str) -> Link:
        """One link as it stands. Raises NotFound."""
        response = await self._answer(self._addresses.get("links", link_id))
        return read_link(response.content, response.headers.get("etag"))

    async def decide(
        self, link_id: str, decision: LinkDecision, reason: str | None = None, *, etag: str | None = None
    ) -> Link:
        """Decide about a link between a report of one's own and another's; returns it once that is in effect.

        ``etag`` is that of the link as it was looked at (``link(...).etag``): when it has changed since, Conflict is
        raised and nothing decided. Without it the link is decided about as it now stands. It decides once, however
        often it has to be sent. A rejection needs its ``reason``. Raises Forbidden for who owns neither report.
        """
        seen = etag or (await self.link(link_id)).etag or ""
        question = self._addresses.decide(link_id, decision, reason, seen, uuid.uuid4().hex)
        response = await self._answer(question)
        return read_link(response.content, response.headers.get("etag"))

    def alerts(self, **filters: Unpack[AlertFilters]) -> AsyncIterator[Alert]:
        """The alerts that fit every filter."""
        return self._list("alerts", Page[Alert], filters)

    async def alert(self, alert_id: str) -> Alert:
        """One alert as it stands. Raises NotFound."""
        return read(Alert, await self._ask(self._addresses.get("alerts", alert_id)))

    def receipts(self, **paging: Unpack[Paging]) -> AsyncIterator[StoredReceipt]:
        """What became of one's own submissions that were kept, newest first."""
        return self._list("receipts", Page[StoredReceipt], paging)

    def participants(self, **paging: Unpack[Paging]) -> AsyncIterator[Participant]:
        """Who takes part."""
        return self._list("participants", Page[Participant], paging)

    async def follow(
        self, after: str | None = None, *, patience: float | None = None, silence: float = SILENCE
    ) -> AsyncGenerator[AlertNews, None]:
        """The alerts as they are raised, updated, closed and withdrawn, without end.

        ``after`` is the ``token`` of the last news that was dealt with; without it, it begins at now. Over a broken
        connection it goes on where it was: none missed, none twice. ``patience``: seconds for which coming back is
        tried before Away is raised; None: for ever. ``silence``: seconds without a sign of life that break it.
        """
        place, attempts = Listening(after), Attempts(patience)
        while True:
            place.begin()
            connected = False
            try:
                async with aclosing(await self._send(self._addresses.stream(place.token), silence)) as response:
                    if not response.is_success:
                        await response.aread()
                    streams(response)
                    connected = True
                    async for chunk in response.aiter_bytes():
                        for news in place.feed(chunk):
                            yield news
                raise Later("the stream ended")
            except (httpx.TransportError, Later) as failure:
                if connected:
                    attempts.went_well(place.retry)
                wait = attempts.pause(failure)
            log.warning("the live stream broke off, it is resumed in %.1f s", wait)
            await asyncio.sleep(wait)

    async def _list(self, kind: str, shape: type[Page[Item]], filters: Mapping[str, object]) -> AsyncIterator[Item]:
        cursor: str | None = None
        while True:
            page = read(shape, await self._ask(self._addresses.page(kind, filters, cursor)))
            for item in page.items:
                yield item
            cursor = page.next
            if cursor is None:
                return

    async def _deliver(self, parcel: Batch | Receipt, release: str | None) -> list[Receipt]:
        if isinstance(parcel, Receipt):
            return [parcel]
        try:
            return parcel.receipts(await self._ask(self._addresses.post(parcel.content, BATCH, release)))
        except ReportRefused as why:
            return parcel.all_refused(why)

    async def _ask(self, question: Question) -> bytes:
        return (await self._answer(question)).content

    async def _answer(self, question: Question) -> httpx.Response:
        attempts = Attempts(self._patience)
        while True:
            try:
                response = await self._send(question)
                accepted(response)
                return response
            except (httpx.TransportError, Later) as failure:
                wait = attempts.pause(failure)
            await asyncio.sleep(wait)

    async def _send(self, question: Question, silence: float | None = None) -> httpx.Response:
        """The answer; with ``silence``, a stream that is yet to be read."""
        request = built(self._http, question, self._headers, silence)
        return await self._http.send(request, stream=silence is not None, follow_redirects=False)


async def _packed(
    reports: Iterable[Sendable] | AsyncIterable[Sendable], packer: Packer
) -> AsyncIterator[Batch | Receipt]:
    if isinstance(reports, AsyncIterable):
        async for report in reports:
            for parcel in packer.add(report):
                yield parcel
    else:
        for report in reports:
            for parcel in packer.add(report):
                yield parcel
    for parcel in packer.rest():
        yield parcel
