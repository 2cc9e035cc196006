"""The stage behind the topics of reports: who signed, what is it, is it known; then store, accept, receipt.

What can never be a report becomes a dead letter, and a ``refused`` receipt for the administration when its
signature proves that the record is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from services.contracts.events import SUBMITTED
from services.contracts.findings import Code, Finding, finding
from services.contracts.participants import SIGNATURE_HEADER, Participant, signer, signing_key_id
from services.contracts.reasons import Reason, Refused, Transient, Undecodable
from services.contracts.release import RELEASE_HEADER, RELEASE_SIGNATURE_HEADER, signed_release
from services.contracts.report import Report
from services.contracts.sharing import Role
from services.contracts.topics import REPORTS, Topic
from services.ingest import outcome
from services.ingest.intake import Decision, accept
from services.ingest.quality import examine
from services.ingest.shape import Unfit, read
from services.ingest.store import Submissions
from services.ingest.submission import Submission
from services.runtime.directory import Directory
from services.runtime.records import Handled, Outgoing, Received, Record

MOST_ROUNDS: Final = 20
"""Decisions about one batch before somebody else's writes count as an outage."""

Profile = Literal["production", "demo"]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A record's value: a report, or why it is none."""

    report: Report | None
    unfit: Unfit | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report whose sender is known. ``remarks`` are findings about how it came, ``release`` is why it is let in."""

    record: Record
    report: Report
    participant: Participant
    remarks: tuple[Finding, ...]
    release: str | None = None


def _now() -> datetime:
    return datetime.now(UTC)


class IngestStage:
    """reports-air, -land, -sea, -mail to submissions, reports-accepted and receipts."""

    name = "ingest"
    topics: Sequence[Topic] = tuple(REPORTS.values())

    def __init__(
        self,
        submissions: Submissions,
        directory: Directory,
        profile: Profile,
        token_keys: Collection[str] = (),
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._submissions, self._directory, self._profile, self._clock = submissions, directory, profile, clock
        self._token_keys = token_keys

    def decode(self, record: Record) -> Submitted:
        """The report of a record, or why it is none: a receipt may follow. Raises Undecodable(unknown_event)."""
        if record.headers.get("ce_type") != SUBMITTED:
            raise Undecodable(Reason.UNKNOWN_EVENT, f"expected {SUBMITTED}")
        try:
            report = read(record.value or b"")
            _check_topic(record, report)
        except Unfit as why:
            return Submitted(None, why)
        return Submitted(report, None)

    async def handle(self, batch: Sequence[Received[Submitted]]) -> Handled:
        """Decide about each record in order. Idempotent: a record that comes again gives the same sends."""
        candidates: list[Candidate] = []
        refused: list[tuple[Record, Refused]] = []
        sends: list[Outgoing] = []
        for one in batch:
            sender: Participant | None = None
            try:
                sender = await self._sender(one.record)
                candidates.append(await self._candidate(one, sender))
            except Refused as why:
                refused.append((one.record, why))
                if sender is not None:
                    sends += outcome.refused(one.record, sender, one.body.report, why, self._clock())
        decisions = await self._decide(candidates)
        for candidate, decision in zip(candidates, decisions, strict=True):
            if decision.reason is not None:
                refused.append((candidate.record, outcome.refusal(decision)))
            sends += outcome.decided(candidate.record, candidate.participant, decision)
        judged = list(zip(candidates, decisions, strict=True))
        return Handled(
            sends,
            refused,
            duplicates=[candidate.record for candidate, decision in judged if decision.status == "duplicate"],
            held=[candidate.record for candidate, decision in judged if decision.status == "held"],
        )

    async def _sender(self, record: Record) -> Participant | None:
        """Who signed the record; None for an unsigned one where that is taken. Raises Refused."""
        header = record.headers.get(SIGNATURE_HEADER)
        if header is None:
            if self._profile == "demo":
                return None
            raise Refused(Reason.UNSIGNED, "the record bears no signature")
        holder = await self._directory.by_signing_key(signing_key_id(header))
        return signer(header, record.value or b"", [holder] if holder else [])

    async def _candidate(self, one: Received[Submitted], sender: Participant | None) -> Candidate:
        """The report with its participant. Raises Refused when it is no report or nobody's."""
        report = one.body.report
        if report is None:
            raise one.body.unfit or Refused(Reason.INTERNAL_ERROR, "neither a report nor a reason")
        if sender is not None and sender.role is not Role.DOOR:
            return Candidate(one.record, report, sender, ())
        # The door vouches for the sender; an unsigned record names itself.
        owner = await self._directory.by_code(report.administration)
        if owner is None or not owner.active:
            place = [finding(Code.UNKNOWN_PARTICIPANT, "/administration")]
            raise Unfit(Reason.UNKNOWN_PARTICIPANT, place, "the administration is no active participant")
        if sender is None:
            return Candidate(one.record, report, owner, (finding(Code.UNSIGNED, ""),))
        return Candidate(one.record, report, owner, (), _release_of(one.record, sender))

    async def _decide(self, candidates: Sequence[Candidate]) -> list[Decision]:
        """One decision per candidate, stored. Raises Transient when others keep writing the same submissions."""
        now = self._clock()
        decided: dict[int, Decision] = {}
        pending = list(range(len(candidates)))
        for _ in range(MOST_ROUNDS):
            if not pending:
                return [decided[index] for index in sorted(decided)]
            known = await self._submissions.read({candidates[index].report.report_id for index in pending})
            changed: dict[str, Submission] = {}
            for index in pending:
                decision = _decide_one(candidates[index], known, now, self._token_keys)
                decided[index] = decision
                if decision.submission is not None:
                    known[decision.submission.report_id] = changed[decision.submission.report_id] = decision.submission
            lost = await self._submissions.write(list(changed.values()))
            pending = [index for index in pending if candidates[index].report.report_id in lost]
        raise Transient("the submissions of this batch keep changing")


def _release_of(record: Record, door: Participant) -> str | None:
    """Why the door's sender releases the report. Only the door is believed, and only what it signed with the body.

    Raises Refused(bad_signature | unknown_participant) for what it did not sign.
    """
    reason = record.headers.get(RELEASE_HEADER)
    if reason is None:
        return None
    signer(record.headers.get(RELEASE_SIGNATURE_HEADER, ""), signed_release(reason, record.value or b""), [door])
    return reason


def _decide_one(
    candidate: Candidate, known: dict[str, Submission], now: datetime, token_keys: Collection[str]
) -> Decision:
    report = candidate.report
    findings = (*examine(report, now, token_keys=token_keys), *candidate.remarks)
    stored, origin = known.get(report.report_id), candidate.record.origin
    return accept(report, findings, candidate.participant, origin, stored, now, candidate.release)


def _check_topic(record: Record, report: Report) -> None:
    """Raises Unfit when the report's mode belongs on another topic; a report without a mode fits each."""
    if report.mode is not None and REPORTS[report.mode].name != record.topic:
        raise Unfit(Reason.WRONG_TOPIC, [finding(Code.WRONG_TOPIC, "/mode")], "the mode is not the topic's")
