"""accept(): a readable report is accepted, known already, held, or refused. Pure; both doors make this one call.

    the same topic, partition and offset     a redelivery: everything again, with the same result and instant
    the same version, the same content       duplicate: a receipt, no second effect
    the same version, other content          held, ``version_conflict``
    held, and sent again with a release      accepted, once; a ``version_conflict`` is refused, ``not_releasable``
    a higher or lower version                accepted; a lower one that comes late is history, enrich keeps the newest
    no version                               the next number for new content, the old one for content known already

Content is compared by ``submission.content_hash``, that is without the version and without defaults.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from services.contracts.events import ReceiptStatus
from services.contracts.findings import Code, Finding, finding
from services.contracts.participants import Participant
from services.contracts.reasons import Reason
from services.contracts.report import Report
from services.contracts.sharing import Role, Sharing, owned
from services.ingest.quality.versions import version_gap
from services.ingest.submission import Entry, Kept, Origin, Release, Submission, canonical, content_hash, to_millisecond

MAY_REPORT: Final = frozenset({Role.ADMINISTRATION, Role.COORDINATION_UNIT, Role.REGIONAL_OFFICE, Role.PARTNER})
MOST_ENTRIES: Final = 2_000
"""Versions and contents remembered of one report; the document stays far below MongoDB's 16 MiB."""

LAST_VERSION: Final = 1_000_000
"""The highest version that a report can have (contracts/report.py)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A report's id, its canonical content and the hash of that: computed once, since each costs."""

    report_id: str
    content: Mapping[str, Any]
    content_hash: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one report. ``seen`` is what was computed about it on the way.

    ``at`` is when that was decided first. ``entry`` is what is remembered of it (None for refused), ``submission``
    what is to be stored (None: nothing changes). ``redelivered`` says that the effects are only repeated.
    """

    status: ReceiptStatus
    report: Report
    seen: Seen
    findings: tuple[Finding, ...]
    at: datetime
    version: int | None
    reason: Reason | None = None
    entry: Entry | None = None
    submission: Submission | None = None
    redelivered: bool = False


def accept(
    report: Report,
    findings: Sequence[Finding],
    participant: Participant,
    origin: Origin | None,
    stored: Submission | None,
    now: datetime,
    release: str | None = None,
) -> Decision:
    """Decide about ``report``, sent by ``participant``, with the ``findings`` of its quality.

    ``origin`` is None at the HTTP door, where nothing is stored yet. ``stored`` is what is known of this report id.
    ``release`` is why a person of the participant lets it in although it is, or would be, held.
    """
    content = canonical(report)
    at, seen = to_millisecond(now), Seen(report.report_id, content, content_hash(content))
    refusal = _refusal(report, participant)
    if refusal is not None:
        reason, found = refusal
        return Decision("refused", report, seen, found, at, report.version, reason)
    known = stored or Submission(seen.report_id, report.administration, report.national_ref)
    again = _redelivered(known, origin, seen.content_hash)
    if again is not None:
        return _repeated(report, seen, again, origin)
    same = _same(known, report.version, seen.content_hash)
    released = Release(participant.code, release, at, origin) if release is not None else None
    if same is not None and same.status == "held" and released is not None:
        return _release(report, seen, same, released, known)
    if same is not None:
        return _known(report, seen, same, "duplicate", (finding(Code.SAME_REPORT, ""),))
    return _new(report, seen, findings, origin, known, at, released)


def effective_sharing(report: Report, participant: Participant) -> Sharing:
    """The restriction that stands for the report: its own, or the owner's default when it gives none."""
    block = report.sharing or participant.default_sharing
    return owned(report.administration, block.tlp, block.audience, block.handling)


def _refusal(report: Report, participant: Participant) -> tuple[Reason, tuple[Finding, ...]] | None:
    if participant.role not in MAY_REPORT:
        return Reason.FORBIDDEN, ()
    foreign = Code.FOREIGN_ADMINISTRATION
    if report.administration != participant.code:
        return Reason.FOREIGN_ADMINISTRATION, (finding(foreign, "/administration"),)
    about = report.in_reply_to
    if report.kind == "retraction" and about is not None and about.administration != report.administration:
        return Reason.FOREIGN_ADMINISTRATION, (finding(foreign, "/in_reply_to/administration"),)
    return None


def _redelivered(known: Submission, origin: Origin | None, content: str) -> Entry | None:
    if origin is None:
        return None
    # The content too: a topic that was made anew counts its offsets from 0 again.
    return next((e for e in known.entries if origin in _origins(e) and e.content_hash == content), None)


def _origins(entry: Entry) -> tuple[Origin | None, ...]:
    return (entry.origin, entry.released.origin) if entry.released else (entry.origin,)


def _same(known: Submission, version: int | None, content: str) -> Entry | None:
    found = (e for e in known.entries if e.content_hash == content and version in (None, e.version))
    return next(found, None)


def _repeated(report: Report, seen: Seen, entry: Entry, origin: Origin | None) -> Decision:
    """What was decided about this very record. One that was held is still told so: another one released it."""
    release = entry.released
    if release is None or release.origin == origin:
        at = release.at if release else entry.received_at
        return _known(report, seen, entry, entry.status, entry.findings, at, redelivered=True)
    found = tuple(one for one in entry.findings if one.code != Code.RELEASED)
    return _known(report, seen, entry, "held", found, redelivered=True)


def _release(report: Report, seen: Seen, held: Entry, release: Release, known: Submission) -> Decision:
    """A held entry that a person lets in. What two contents of one version mean nobody can say: that stays held."""
    if any(code == Code.VERSION_CONFLICT for code, _ in held.faults):
        clash = (finding(Code.NOT_RELEASABLE, "/version"),)
        return Decision("refused", report, seen, clash, release.at, held.version, Reason.NOT_RELEASABLE)
    faults = ((Code.RELEASED.value, ""), *held.faults)
    entry = replace(held, status="accepted", faults=faults, released=release)
    decision = _known(report, seen, entry, "accepted", entry.findings, release.at)
    return replace(decision, submission=known.with_released(entry))


def _known(
    report: Report,
    seen: Seen,
    entry: Entry,
    status: ReceiptStatus,
    findings: tuple[Finding, ...],
    at: datetime | None = None,
    redelivered: bool = False,
) -> Decision:
    return Decision(
        status,
        report.model_copy(update={"version": entry.version}),
        seen,
        findings,
        at or entry.received_at,
        entry.version,
        entry=entry,
        redelivered=redelivered,
    )


def _new(
    report: Report,
    seen: Seen,
    findings: Sequence[Finding],
    origin: Origin | None,
    known: Submission,
    at: datetime,
    release: Release | None,
) -> Decision:
    version = report.version or max((entry.version for entry in known.entries), default=0) + 1
    if len(known.entries) >= MOST_ENTRIES or version > LAST_VERSION:
        full = (finding(Code.INVALID_VALUE, "/version"),)
        return Decision("refused", report, seen, full, at, report.version, Reason.ID_CONFLICT)
    # The door does not know what is stored, so that only the stream can miss a version.
    gap = () if origin is None else version_gap(report.version, {entry.version for entry in known.entries})
    found = (*gap, *findings)
    if any(entry.version == version for entry in known.entries):
        found, release = (finding(Code.VERSION_CONFLICT, "/version"), *found), None
    held = any(each.severity == "hold" for each in found)
    released = release if held else None
    if released is not None:
        found = (finding(Code.RELEASED, ""), *found)
    status: Kept = "held" if held and released is None else "accepted"
    faults = tuple((each.code, each.path) for each in found)
    entry = Entry(version, seen.content_hash, status, at, origin, faults, released)
    return Decision(
        entry.status,
        report.model_copy(update={"version": version}),
        seen,
        found,
        at,
        version,
        entry=entry,
        submission=known.with_entry(entry),
    )
