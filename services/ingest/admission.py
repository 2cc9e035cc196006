"""What the door does with reports that it can read: decide, write to Kafka, and only then say so.

Nothing is stored here. The stream makes the same decision again, in the order of the log, and that one counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.contracts.codec import ORIGIN_TIME_HEADER, TRACE_HEADER
from services.contracts.events import SUBMITTED
from services.contracts.identifiers import event_id
from services.contracts.participants import DOOR_KEY_ID, SIGNATURE_HEADER, Participant, signature_header
from services.contracts.release import RELEASE_HEADER, RELEASE_SIGNATURE_HEADER, signed_release
from services.contracts.topics import REPORT_BYTES, REPORTS, Mode
from services.ingest.cloud_events import Item
from services.ingest.intake import Decision, accept
from services.ingest.quality import examine
from services.ingest.recent import Recent, Turns
from services.ingest.shape import Unfit, oversize
from services.ingest.shared_reads import SharedReads
from services.ingest.store import Submissions
from services.ingest.submission import Submission
from services.runtime.kafka_line import KafkaLine
from services.runtime.records import Outgoing

MODE_OF_THE_MODELESS: Final[Mode] = "air"
"""Whose topic takes feedback, laboratory results and retractions that name no mode."""
BREATH: Final = 50
"""Reports of a batch between two looks at other requests."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a request came: the instant after its last byte was read, its trace, and why it releases what is held."""

    at: datetime
    trace: str | None = None
    release: str | None = None


class Admission:
    """Decides about readable reports and makes them safe."""

    def __init__(
        self,
        submissions: Submissions,
        line: KafkaLine,
        key: Ed25519PrivateKey,
        recent: Recent,
        patience: float,
        token_keys: Collection[str] = (),
    ) -> None:
        self._stored, self._line, self._key = SharedReads(submissions.read), line, key
        self._recent, self._patience, self._turns = recent, patience, Turns()
        self._token_keys = token_keys

    async def admit(self, participant: Participant, items: Sequence[Item], arrival: Arrival) -> list[Decision | Unfit]:
        """One decision per item, in order, each that was taken acknowledged by Kafka.

        Raises Transient, TimeoutError or an error of pymongo when MongoDB or Kafka cannot say in time: nothing is
        promised then, and the sender repeats it.
        """
        named = [(item, "" if isinstance(item, Unfit) else item.report_id) for item in items]
        ids = {report_id for _, report_id in named if report_id}
        if not ids:
            return [item for item in items if isinstance(item, Unfit)]
        async with asyncio.timeout(self._patience), self._turns.of(ids):
            stored = await self._stored.read(ids)
            known = {one: self._recent.overlay(one, stored.get(one)) for one in ids}
            results: list[Decision | Unfit] = []
            outgoings: list[Outgoing] = []
            for number, (item, report_id) in enumerate(named, 1):
                results.append(self._decide(item, report_id, participant, known, arrival, outgoings))
                if number % BREATH == 0:
                    await asyncio.sleep(0)
            await self._line.send(outgoings, self._patience)
            for result in results:
                if isinstance(result, Decision) and result.submission and result.entry:
                    self._recent.remember(result.submission, result.entry)
        return results

    def _decide(
        self,
        item: Item,
        report_id: str,
        participant: Participant,
        known: dict[str, Submission | None],
        arrival: Arrival,
        outgoings: list[Outgoing],
    ) -> Decision | Unfit:
        if isinstance(item, Unfit):
            return item
        found, now = examine(item, arrival.at, token_keys=self._token_keys), arrival.at
        decision = accept(item, found, participant, None, known[report_id], now, arrival.release)
        if decision.submission is None:
            return decision
        body = orjson.dumps({**decision.seen.content, "version": decision.version})
        if len(body) > REPORT_BYTES:  # numbers may grow when they are written in full
            return oversize()
        known[report_id] = decision.submission
        outgoings.append(_outgoing(decision, body, arrival, self._key))
        return decision


def _outgoing(decision: Decision, body: bytes, arrival: Arrival, key: Ed25519PrivateKey) -> Outgoing:
    report = decision.report
    headers = {
        SIGNATURE_HEADER: signature_header(DOOR_KEY_ID, key.sign(body)),
        ORIGIN_TIME_HEADER: arrival.at.isoformat(timespec="milliseconds"),
    }
    if arrival.trace:
        headers[TRACE_HEADER] = arrival.trace
    act = f"{decision.version}:{decision.seen.content_hash}"
    if arrival.release is not None:
        headers[RELEASE_HEADER] = arrival.release
        release = key.sign(signed_release(arrival.release, body))
        headers[RELEASE_SIGNATURE_HEADER] = signature_header(DOOR_KEY_ID, release)
        act += ":release"
    return Outgoing(
        topic=REPORTS[report.mode or MODE_OF_THE_MODELESS].name,
        key=decision.seen.report_id,
        type=SUBMITTED,
        id=event_id(SUBMITTED, decision.seen.report_id, act),
        body=body,
        source=f"/administrations/{report.administration}",
        headers=headers,
    )
