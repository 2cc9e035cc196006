"""The client of a national system or a partner's tool: send reports, read what may be read, follow the alerts.

    with Tocsin(door="https://door.example", api="https://api.example", key=key) as tocsin:
        receipt = tocsin.send(report)
        for news in tocsin.follow():
            ...

What is asked and what an answer means is decided in the pure files beside this one; `asynchronous.py` is the same
client for asyncio.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
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


class Tocsin:
    """A participant's connection to the platform. Every call may raise what `errors.py` draws."""

    def __init__(
        self,
        *,
        key: str,
        door: str | None = None,
        api: str | None = None,
        language: Language = "en",
        patience: float = PATIENCE,
        http: httpx.Client | None = None,
    ) -> None:
        """``door`` and ``api`` are base URLs; ``language`` is that of findings and texts.

        ``patience``: seconds for which one request is repeated before Away is raised. ``http`` is a client of your
        own, for a proxy or a client certificate; you close it. Raises ValueError for a text that can't be a key.
        """
        self._headers, self._language = headers(key, language), language
        self._addresses, self._patience = Addresses(door, api), patience
        self._http, self._owned = http or httpx.Client(**options()), http is None

    def __repr__(self) -> str:
        return f"Tocsin(door={self._addresses.door!r}, api={self._addresses.api!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._owned:
            self._http.close()

    def send(self, report: Sendable, *, release: str | None = None) -> Receipt:
        """Send one report; returns once it is safe in the platform's log (or was before: ``duplicate``).

        ``release`` is why a person lets in what is, or would be, held: the officer's words. Sending it again, after
        Away too, does no harm. Raises ReportRefused with the findings, ValueError for a reason that is none.
        """
        return read(Receipt, self._ask(self._addresses.post(body_of(report), PLAIN, release)))

    def send_many(
        self, reports: Iterable[Sendable], batch: int = FIRST_FIT, *, release: str | None = None
    ) -> Iterator[Receipt]:
        """Send reports in batches of at most ``batch``; one receipt each, in order, a refusal too.

        A report may wait for its batch to fill: for reports that trickle in, use ``send``. After Away or any other
        exception repeat the whole: what was taken is then a duplicate. ``release`` is as for ``send``, for all of them.
        """
        packer = Packer(batch, self._language)
        for report in reports:
            for parcel in packer.add(report):
                yield from self._deliver(parcel, release)
        for parcel in packer.rest():
            yield from self._deliver(parcel, release)

    def reports(self, **filters: Unpack[ReportFilters]) -> Iterator[StoredReport]:
        """The reports that fit every filter, over as many pages as there are."""
        return self._list("reports", Page[StoredReport], filters)

    def report(self, report_id: str) -> StoredReport:
        """One report in its current version. Raises NotFound."""
        return read(StoredReport, self._ask(self._addresses.get("reports", report_id)))

    def history(self, report_id: str) -> History:
        """The versions of one report. Raises NotFound."""
        return read(History, self._ask(self._addresses.get("reports", report_id, "history")))

    def network(self, report_id: str, **filters: Unpack[NetworkFilters]) -> Network:
        """The reports and links around one report. Raises NotFound."""
        return read(Network, self._ask(self._addresses.network(report_id, filters)))

    def links(self, **filters: Unpack[LinkFilters]) -> Iterator[Link]:
        """The links that fit every filter."""
        return self._list("links", Page[Link], filters)

    def link(self, link_id: str) -> Link:
        """One link as it stands. Raises NotFound."""
        response = self._answer(self._addresses.get("links", link_id))
        return read_link(response.content, response.headers.get("etag"))

    def decide(
        self, link_id: str, decision: LinkDecision, reason: str | None = None, *, etag: str | None = None
    ) -> Link:
        """Decide about a link between a report of one's own and another's; returns it once that is in effect.

        ``etag`` is that of the link as it was looked at (``link(...).etag``): when it has changed since, Conflict is
        raised and nothing decided. Without it the link is decided about as it now stands. It decides once, however
        often it has to be sent. A rejection needs its ``reason``. Raises Forbidden for who owns neither report.
        """
        seen = etag or self.link(link_id).etag or ""
        question = self._addresses.decide(link_id, decision, reason, seen, uuid.uuid4().hex)
        response = self._answer(question)
        return read_link(response.content, response.headers.get("etag"))

    def alerts(self, **filters: Unpack[AlertFilters]) -> Iterator[Alert]:
        """The alerts that fit every filter."""
        return self._list("alerts", Page[Alert], filters)

    def alert(self, alert_id: str) -> Alert:
        """One alert as it stands. Raises NotFound."""
        return read(Alert, self._ask(self._addresses.get("alerts", alert_id)))

    def receipts(self, **paging: Unpack[Paging]) -> Iterator[StoredReceipt]:
        """What became of one's own submissions that were kept, newest first."""
        return self._list("receipts", Page[StoredReceipt], paging)

    def participants(self, **paging: Unpack[Paging]) -> Iterator[Participant]:
        """Who takes part."""
        return self._list("participants", Page[Participant], paging)

    def follow(
        self, after: str | None = None, *, patience: float | None = None, silence: float = SILENCE
    ) -> Generator[AlertNews, None, None]:
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
                with closing(self._send(self._addresses.stream(place.token), silence)) as response:
                    if not response.is_success:
                        response.read()
                    streams(response)
                    connected = True
                    for chunk in response.iter_bytes():
                        yield from place.feed(chunk)
                raise Later("the stream ended")
            except (httpx.TransportError, Later) as failure:
                if connected:
                    attempts.went_well(place.retry)
                wait = attempts.pause(failure)
            log.warning("the live stream broke off, it is resumed in %.1f s", wait)
            time.sleep(wait)

    def _list(self, kind: str, shape: type[Page[Item]], filters: Mapping[str, object]) -> Iterator[Item]:
        cursor: str | None = None
        while True:
            page = read(shape, self._ask(self._addresses.page(kind, filters, cursor)))
            yield from page.items
            cursor = page.next
            if cursor is None:
                return

    def _deliver(self, parcel: Batch | Receipt, release: str | None) -> list[Receipt]:
        if isinstance(parcel, Receipt):
            return [parcel]
        try:
            return parcel.receipts(self._ask(self._addresses.post(parcel.content, BATCH, release)))
        except ReportRefused as why:
            return parcel.all_refused(why)

    def _ask(self, question: Question) -> bytes:
        return self._answer(question).content

    def _answer(self, question: Question) -> httpx.Response:
        attempts = Attempts(self._patience)
        while True:
            try:
                response = self._send(question)
                accepted(response)
                return response
            except (httpx.TransportError, Later) as failure:
                wait = attempts.pause(failure)
            time.sleep(wait)

    def _send(self, question: Question, silence: float | None = None) -> httpx.Response:
        """The answer; with ``silence``, a stream that is yet to be read."""
        request = built(self._http, question, self._headers, silence)
        return self._http.send(request, stream=silence is not None, follow_redirects=False)
