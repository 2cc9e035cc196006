"""The events: the bodies of what the services tell each other, with their CloudEvents types.

Bodies are JSON; the envelope is CloudEvents 1.0 in binary mode (services/contracts/codec.py). A changed shape gets
a new type with a higher number; old ones stay readable.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from services.contracts.findings import Finding
from services.contracts.report import Report
from services.contracts.sharing import Sharing

SUBMITTED: Final = "tocsin.report.submitted.v1"
RECEIPT: Final = "tocsin.report.receipt.v1"
ACCEPTED: Final = "tocsin.report.accepted.v1"
ENRICHED: Final = "tocsin.report.enriched.v1"
LINK_CHANGED: Final = "tocsin.link.changed.v1"
ALERT_CHANGED: Final = "tocsin.alert.changed.v1"
LINK_DECIDED: Final = "tocsin.link.decided.v1"
ALERT_DECIDED: Final = "tocsin.alert.decided.v1"

MOST_DECISIONS: Final = 100
"""Decisions that one link keeps; more are refused, so that its event always fits its topic."""
REASON_LENGTH: Final = 500

LinkClass = Literal["same_object", "serial_neighbour", "same_party", "same_method", "same_product", "reply"]
LinkStatus = Literal["proposed", "unsure", "confirmed", "rejected", "withdrawn"]
LinkChange = Literal[
    "proposed", "strengthened", "weakened", "changed", "decided", "reopened", "withdrawn", "returned"
]  # fmt: skip
LinkDecision = Literal["confirm", "reject", "unsure", "undo"]
ReceiptStatus = Literal["accepted", "duplicate", "held", "refused"]
Stage = Literal["accepted", "normalised", "linked"]
AlertStatus = Literal["raised", "acknowledged", "closed", "withdrawn"]
AlertChange = Literal["raised", "updated", "closed", "withdrawn"]
AlertSeverity = Literal["low", "medium", "high"]


class Event(BaseModel):
    """What every body has in common: what may be absent has a default, since ``body_of`` leaves it out."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Receipt(Event):
    """What became of one submission. ``at`` is the platform's clock."""

    administration: str
    report_id: str | None = None
    national_ref: str | None = None
    version: int | None = None
    stage: Stage
    status: ReceiptStatus
    findings: tuple[Finding, ...] = ()
    at: datetime


class Accepted(Event):
    """One version of a report that was accepted, with the restriction that stands for it."""

    report_id: str
    version: int
    content_hash: str
    received_at: datetime
    findings: tuple[Finding, ...]
    sharing: Sharing
    report: Report


class Bearer(Event):
    """A report that bears a shared value."""

    report_id: str
    administration: str
    occurred_at: datetime | None = None
    sharing: Sharing


class Recurrence(Event):
    """A party's token that several reports bear. ``matter`` stands for the token and does not show it."""

    matter: str
    role: str
    field: str
    reports: tuple[Bearer, ...]


class ParkedValue(Event):
    """A value that this report was one too many for. ``matter`` stands for it and does not show it."""

    matter: str
    feature: str


class Enriched(Event):
    """A report after normalisation, without its tokens: what alerts judge."""

    report_id: str
    version: int
    kind: str
    administration: str
    operation: str
    mode: str | None = None
    exercise: bool
    occurred_at: datetime | None = None
    received_at: datetime
    countries: tuple[str, ...]
    substances: tuple[str, ...]
    sharing: Sharing
    retracted: bool
    recurrences: tuple[Recurrence, ...]
    parked: tuple[ParkedValue, ...] = ()


class Evidence(Event):
    """Why two reports belong together: both values (or 'token equal'), the weight, a sentence.

    ``matter`` stands for a value that both bear and does not show it: two lines of one token have the same.
    """

    feature: str
    left: str
    right: str
    weight: float
    text: dict[str, str]
    matter: str | None = None


class LinkedReport(Event):
    """One side of a link."""

    report_id: str
    administration: str
    kind: str
    version: int


class Link(Event):
    """A stated relation between two reports; never a merge. ``reports`` and ``sides`` are in the same order.

    ``reason`` is one word about the status (services/enrich/review.py), ``change`` what this revision brought.
    ``score`` is strength less contradiction where these are told; ``coverage`` is a share from 0 to 1.
    """

    link_id: str
    link_class: LinkClass
    score: float
    strength: float | None = None
    coverage: float | None = None
    contradiction: float | None = None
    evidence: tuple[Evidence, ...]
    status: LinkStatus
    reason: str | None = None
    reports: tuple[str, str]
    sides: tuple[LinkedReport, LinkedReport]
    countries: tuple[str, ...]
    matter: str
    rule_version: int
    operation: str
    exercise: bool
    sharing: Sharing
    revision: int
    change: LinkChange | None = None
    decisions: tuple[dict[str, Any], ...] = ()


class LinkDecided(Event):
    """What one owner of a link's two reports decided about it, on what it saw of it.

    ``at`` lies after every decision that was seen. ``on_revision`` and ``grounds`` are those of the link that was
    looked at (services/contracts/grounds.py), so that it means the same whenever it arrives. ``decision_id`` is the
    same for the same decision, however often it is sent. ``by`` is the participant that sent it, never a person.
    """

    decision_id: str = Field(min_length=1, max_length=64)
    link_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}:[0-9a-f-]{36}:[a-z_]{1,32}$")]
    administration: str
    decision: LinkDecision
    reason: str | None = Field(None, max_length=REASON_LENGTH)
    by: str
    at: AwareDatetime
    on_revision: int = Field(ge=1)
    grounds: tuple[str, ...]


class Rule(Event):
    """The rule that raised an alert."""

    id: str
    version: int


class Alert(Event):
    """One matter that somebody must look at; may hold several reports and links."""

    alert_id: str
    status: AlertStatus
    severity: AlertSeverity
    rule: Rule
    title: dict[str, str]
    reasons: tuple[dict[str, str], ...]
    reports: tuple[str, ...]
    links: tuple[str, ...]
    countries: tuple[str, ...]
    operation: str
    exercise: bool
    sharing: Sharing
    raised_at: datetime
    updated_at: datetime
    revision: int


class AlertChanged(Event):
    """What happened to an alert, with the alert as it then stood."""

    change: AlertChange
    alert: Alert
