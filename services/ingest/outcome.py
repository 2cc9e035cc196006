"""What a decision sends: the accepted report, the receipt, the refusal. Pure; ids are the same for the same record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from services.contracts.codec import body_of
from services.contracts.events import ACCEPTED, RECEIPT, Accepted, Receipt, ReceiptStatus
from services.contracts.findings import Finding, in_language
from services.contracts.identifiers import event_id
from services.contracts.participants import Participant
from services.contracts.reasons import Reason, Refused
from services.contracts.report import Report
from services.contracts.sharing import Role
from services.contracts.topics import RECEIPTS, REPORTS_ACCEPTED
from services.ingest.intake import Decision, effective_sharing
from services.ingest.shape import Unfit
from services.ingest.submission import to_millisecond
from services.runtime.records import Outgoing, Record


def decided(record: Record, participant: Participant, decision: Decision) -> list[Outgoing]:
    """The accepted report, if it is one, and the receipt."""
    report = decision.report
    receipt = _receipt(record, participant, report, decision.version, decision.status, decision.findings, decision.at)
    if decision.status != "accepted" or decision.version is None or decision.entry is None:
        return [receipt]
    accepted = Accepted(
        report_id=decision.seen.report_id,
        version=decision.version,
        content_hash=decision.seen.content_hash,
        received_at=decision.entry.received_at,
        findings=decision.findings,
        sharing=effective_sharing(report, participant),
        report=report,
    )
    ce_id = event_id(ACCEPTED, decision.seen.report_id, decision.version)
    return [
        Outgoing(REPORTS_ACCEPTED.name, decision.seen.report_id, ACCEPTED, ce_id, body_of(accepted), cause=record),
        receipt,
    ]


def refusal(decision: Decision) -> Refused:
    """Why a readable report was refused, for its dead letter."""
    return Unfit(decision.reason or Reason.INTERNAL_ERROR, decision.findings)


def refused(record: Record, sender: Participant, report: Report | None, why: Refused, now: datetime) -> list[Outgoing]:
    """The receipt of a record that never became a decision, for the administration that signed it.

    None for what the door signed: it answers the sender itself, and lets nothing in that is refused here.
    """
    findings = why.findings if isinstance(why, Unfit) else ()
    if sender.role is Role.DOOR:
        return []
    return [_receipt(record, sender, report, report.version if report else None, "refused", findings, now)]


def _receipt(
    record: Record,
    participant: Participant,
    report: Report | None,
    version: int | None,
    status: ReceiptStatus,
    findings: Iterable[Finding],
    at: datetime,
) -> Outgoing:
    own = report is not None and report.administration == participant.code
    receipt = Receipt(
        administration=participant.code,
        report_id=report.report_id if report and own else None,
        national_ref=report.national_ref if report and own else None,
        version=version if own else None,
        stage="accepted",
        status=status,
        findings=in_language(findings, participant.language),
        at=to_millisecond(at),
    )
    topic, partition, offset = record.origin
    ce_id = event_id(RECEIPT, participant.code, f"{topic}/{partition}/{offset}")
    return Outgoing(RECEIPTS.name, participant.code, RECEIPT, ce_id, body_of(receipt), cause=record)
