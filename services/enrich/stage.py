"""The enrich stage: accepted reports and decisions about links in; enriched reports and links out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from services.contracts.codec import body_of, decode_event
from services.contracts.events import (
    ACCEPTED,
    ENRICHED,
    LINK_CHANGED,
    LINK_DECIDED,
    RECEIPT,
    Accepted,
    LinkDecided,
    ParkedValue,
    Receipt,
)
from services.contracts.findings import Code, finding
from services.contracts.identifiers import event_id
from services.contracts.metrics import Metrics
from services.contracts.reasons import Reason, Undecodable
from services.contracts.topics import (
    LINK_DECISIONS,
    LINKS,
    RECEIPTS,
    REPORTS_ACCEPTED,
    REPORTS_ENRICHED,
    Topic,
)
from services.enrich.changes import event_of
from services.enrich.deciding import settle_decisions, take_up_waiting
from services.enrich.decision_store import DecisionStore
from services.enrich.enrichment import enrich
from services.enrich.hub_status import NEIGHBOURHOODS
from services.enrich.linking import Settled, settle
from services.enrich.neighbours import enriched_event
from services.enrich.store import Store
from services.reference.places import Gazetteer
from services.runtime.directory import Directory
from services.runtime.records import Handled, Outgoing, Received, Record

Document = dict[str, Any]


TOPICS: Final[tuple[Topic, ...]] = (REPORTS_ACCEPTED, LINK_DECISIONS)


class EnrichStage:
    """Normalises, stores and links; see services/enrich/linking.py for the order and why it is safe.

    Decisions: services/enrich/deciding.py. Neither waits for the other.
    """

    name: str = "enrich"
    topics: Sequence[Topic] = TOPICS

    def __init__(
        self, store: Store, decisions: DecisionStore, metrics: Metrics, directory: Directory, gazetteer: Gazetteer
    ) -> None:
        self._store, self._decisions, self._metrics = store, decisions, metrics
        self._directory, self._gazetteer = directory, gazetteer

    def decode(self, record: Record) -> Document | LinkDecided:
        """The document to store of an accepted report, or a decision. Raises Undecodable."""
        if record.headers.get("ce_type") == LINK_DECIDED:
            return decode_event(LINK_DECIDED, record.headers, record.value, LinkDecided)
        accepted = decode_event(ACCEPTED, record.headers, record.value, Accepted)
        if accepted.report_id != accepted.report.report_id:
            raise Undecodable(Reason.ID_CONFLICT, "the id is not that of administration and reference")
        try:
            raw = orjson.loads(record.value or b"")
        except orjson.JSONDecodeError:
            raise Undecodable(Reason.NOT_JSON, "not strict JSON") from None
        return enrich(accepted, raw, self._gazetteer)

    async def handle(self, batch: Sequence[Received[Any]]) -> Handled:
        """Store and link the batch's reports, and take up its decisions. What comes again is sent again."""
        reports = await self._link([received for received in batch if not isinstance(received.body, LinkDecided)])
        decided = await self._decide([received for received in batch if isinstance(received.body, LinkDecided)])
        return Handled([*reports, *decided.sends], decided.refused, decided.duplicates, decided.held)

    async def _link(self, batch: Sequence[Received[Document]]) -> list[Outgoing]:
        """An overtaken version changes nothing, but its effects are sent again."""
        if not batch:
            return []
        newest: dict[str, Received[Document]] = {}
        for received in batch:
            other = newest.get(received.body["_id"])
            if other is None or other.body["version"] <= received.body["version"]:
                newest[received.body["_id"]] = received
        settled = await settle(self._store, [received.body for received in newest.values()])
        decided = await take_up_waiting(self._decisions, settled.links)
        self._count(settled.changed)
        if settled.parked:
            self._metrics.count("tocsin_keys_parked_total", sum(map(len, settled.parked.values())))
        causes = {report_id: received.record for report_id, received in newest.items()}
        links = [decided.get(link["_id"], link) for link in settled.links]
        receipts = [await self._receipt(settled.reports[one], causes[one]) for one in causes if one in settled.reports]
        return [*_reports(settled, causes), *_links(links, causes), *(one for one in receipts if one)]

    async def _receipt(self, report: Mapping[str, Any], cause: Record) -> Outgoing | None:
        """What reference data and its own history tell the sender; nothing is sent when they tell nothing."""
        if not report["quality"]:
            return None
        owner = await self._directory.by_code(report["administration"])
        language = owner.language if owner else "en"
        receipt = Receipt(
            administration=report["administration"],
            report_id=report["_id"],
            national_ref=report["national_ref"],
            version=report["version"],
            stage="normalised",
            status="accepted",
            findings=tuple(finding(Code(one["code"]), one["path"], language) for one in report["quality"]),
            at=report["received_at"],
        )
        return Outgoing(
            topic=RECEIPTS.name,
            key=receipt.administration,
            type=RECEIPT,
            id=event_id(RECEIPT, f"{report['_id']}:normalised", report["version"]),
            body=body_of(receipt),
            cause=cause,
        )

    async def _decide(self, batch: Sequence[Received[LinkDecided]]) -> Handled:
        if not batch:
            return Handled()
        decided = await settle_decisions(self._decisions, batch)
        self._count(decided.changed.values())
        causes = {received.body.link_id: received.record for received in batch}
        sends = [_link(link, causes[key]) for key, link in decided.links.items()]
        return Handled(sends, decided.refused, decided.repeated, decided.waiting)

    def _count(self, links: Iterable[Document]) -> None:
        for link in links:
            self._metrics.count("tocsin_links_total", link_class=link["link_class"], link_status=link["status"])


def parked_values(hubs: Iterable[Document]) -> list[ParkedValue]:
    """What a person is asked about: numbers and parties that too many reports bear; a busy route needs no answer."""
    features = [(hub["matter"], hub["key"].split(":")) for hub in hubs]
    return [
        ParkedValue(matter=matter, feature=f"party.{parts[1]}" if parts[0] == "party" else parts[0])
        for matter, parts in sorted(features)
        if parts[0] not in NEIGHBOURHOODS
    ]


def _reports(settled: Settled, causes: Mapping[str, Record]) -> Iterator[Outgoing]:
    for report_id, report in settled.reports.items():
        body = enriched_event(report, settled.neighbours, parked_values(settled.parked.get(report_id, ())))
        standing = report.get("standing")
        # What a report parked is told beside it, once it did: that is another event than without.
        told = [str(body.version), *([standing] if standing else []), *(one.matter for one in body.parked)]
        version = ":".join(told)
        yield Outgoing(
            topic=REPORTS_ENRICHED.name,
            key=report_id,
            type=ENRICHED,
            id=event_id(ENRICHED, report_id, version),
            body=body_of(body),
            cause=causes.get(report_id),
        )


def _links(links: Iterable[Document], causes: Mapping[str, Record]) -> Iterator[Outgoing]:
    for link in links:
        yield _link(link, next((causes[report_id] for report_id in link["reports"] if report_id in causes), None))


def _link(link: Document, cause: Record | None) -> Outgoing:
    return Outgoing(
        topic=LINKS.name,
        key=link["_id"],
        type=LINK_CHANGED,
        id=event_id(LINK_CHANGED, link["_id"], link["revision"]),
        body=event_of(link),
        cause=cause,
    )
