"""The shapes of answers, for the OpenAPI document. What is written is made in shown.py; tests hold both together."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.events import AlertSeverity, AlertStatus, LinkChange, LinkClass, LinkDecision, LinkStatus
from services.contracts.findings import Finding
from services.contracts.report import Kind
from services.contracts.sharing import Role
from services.contracts.topics import Mode


class Shape(BaseModel):
    """An answer."""

    model_config = ConfigDict(extra="forbid")


class Label(Shape):
    """The restriction that travels with a thing."""

    tlp: str
    handling: list[str]
    audience: list[str]


class ShownReply(Shape):
    """A report that answers another: a retraction, feedback, a laboratory result."""

    report_id: str
    kind: Kind
    administration: str
    version: int
    outcome: str | None = None
    identified: list[dict[str, Any]] = []


class ShownReport(Shape):
    """A report: the fields that its owner sent (docs: report fields), and what was read from them."""

    model_config = ConfigDict(extra="allow")
    report_id: str
    version: int
    kind: Kind
    mode: Mode | None = None
    administration: str
    national_ref: str
    operation: str
    received_at: datetime
    retracted: bool
    countries: list[str]
    substances: list[str]
    replies: list[ShownReply] = []
    sharing: Label


class ShownRelease(Shape):
    """A held version that its owner released: by which participant, when, and for the owner alone why."""

    by: str
    at: datetime
    reason: str | None = None


class ShownVersion(Shape):
    """One version of a report. Findings, and versions that are held, only for the owner.

    ``report`` is what the version said, where it was accepted and the reader may read it.
    """

    version: int
    status: Literal["accepted", "held"]
    received_at: datetime
    findings: list[Finding] = []
    released: ShownRelease | None = None
    report: ShownReport | None = None


class ShownHistory(Shape):
    """The versions of a report in order of arrival."""

    report_id: str
    versions: list[ShownVersion]


class ShownEvidence(Shape):
    """One agreement of two reports."""

    feature: str
    left: str
    right: str
    weight: float
    text: str


class ShownDecision(Shape):
    """What an owner decided about a link, why, when, and on which revision of it."""

    administration: str
    decision: LinkDecision
    reason: str | None = None
    at: datetime
    revision: int


class ShownLink(Shape):
    """Why two reports belong together, and what their owners decided about it, in order.

    ``score`` is strength less contradiction; ``coverage`` is the share of what could be compared. ``reason`` says why
    a link is withdrawn, reopened, or confirmed without evidence; ``change`` what was changed last.
    """

    link_id: str
    class_: LinkClass = Field(alias="class")
    score: float
    strength: float | None = None
    coverage: float | None = None
    contradiction: float | None = None
    evidence: list[ShownEvidence]
    status: LinkStatus
    reason: str | None = None
    change: LinkChange | None = None
    reports: list[str] = Field(min_length=2, max_length=2)
    sharing: Label
    decisions: list[ShownDecision]


class ShownRule(Shape):
    """The rule behind an alert."""

    id: str
    version: int


class ShownAlert(Shape):
    """One matter that somebody must look at."""

    alert_id: str
    status: AlertStatus
    severity: AlertSeverity
    rule: ShownRule
    title: str
    reasons: list[str]
    reports: list[str]
    links: list[str]
    countries: list[str]
    sharing: Label
    raised_at: datetime
    updated_at: datetime


class ShownReceipt(Shape):
    """What became of one submission of the reader's own. ``findings`` are those of every stage so far."""

    report_id: str
    national_ref: str
    version: int
    stage: Literal["accepted", "normalised"]
    status: Literal["accepted", "held"]
    findings: list[Finding]
    at: datetime


class ShownParticipant(Shape):
    """A participant of the operation."""

    code: str
    role: Role
    name: str


class ShownNode(Shape):
    """A report of a network, in short. ``distance``: links from the report that was asked about."""

    report_id: str
    administration: str
    national_ref: str
    kind: Kind
    mode: Mode | None = None
    occurred_at: datetime | None = None
    received_at: datetime
    countries: list[str]
    substances: list[str]
    retracted: bool
    distance: int
    sharing: Label


class ShownEdge(Shape):
    """A link of a network, with the sentences that say why."""

    link_id: str
    class_: LinkClass = Field(alias="class")
    score: float
    status: LinkStatus
    reports: list[str] = Field(min_length=2, max_length=2)
    why: list[str]
    sharing: Label


class ShownRoute(Shape):
    """A way that goods of a network took: countries in order (`unknown` where one was not read), and whose it was."""

    countries: list[str]
    reports: list[str]


class ShownNetwork(Shape):
    """The reports around one, as far as the reader may read each of them and the links between.

    ``first``: the earliest report to which a later one of another administration is linked. ``truncated``: there is
    more than is shown, at the bound of nodes, of links or of the greatest depth.
    """

    report_id: str
    depth: int
    nodes: list[ShownNode]
    edges: list[ShownEdge]
    routes: list[ShownRoute]
    countries: list[str]
    first: str | None = None
    truncated: bool


class ReportPage(Shape):
    """One page of reports."""

    items: list[ShownReport]
    next: str | None


class LinkPage(Shape):
    """One page of links."""

    items: list[ShownLink]
    next: str | None


class AlertPage(Shape):
    """One page of alerts."""

    items: list[ShownAlert]
    next: str | None


class ReceiptPage(Shape):
    """One page of receipts."""

    items: list[ShownReceipt]
    next: str | None


class ParticipantPage(Shape):
    """One page of participants."""

    items: list[ShownParticipant]
    next: str | None


class ProblemDetails(Shape):
    """RFC 9457."""

    type: str
    title: str
    status: int
    errors: list[dict[str, str]] = []
