"""What the platform answers, typed: receipts of the door, and what the api shows. Pure.

Fields and words are held against the platform's own by tests/contracts/test_client.py. A newer platform may say
more: a field that is not known here is left out, a word that is not known here is passed on as it is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from services.contracts.events import AlertSeverity, AlertStatus, LinkChange, LinkClass, LinkDecision, LinkStatus
from services.contracts.findings import Severity
from services.contracts.report import Kind
from services.contracts.topics import Mode


class Answer(BaseModel):
    """What every answer has in common."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Finding(Answer):
    """What is said about one place (a JSON pointer) of a report, in the language that was asked for."""

    code: str
    severity: Severity | str
    path: str
    message: str
    suggestion: str


class Receipt(Answer):
    """What became of one report that was sent.

    ``number`` says which of the reports that were given, from 0. ``report_id`` and ``version`` are None for one that
    could not be read. ``duplicate``: it was there already, as after a repeat of something whose answer got lost.
    """

    report_id: str | None
    version: int | None
    status: Literal["accepted", "duplicate", "held", "refused"] | str
    reason: str | None = None
    findings: tuple[Finding, ...] = ()
    number: int = 0

    @property
    def taken(self) -> bool:
        """Is it safe in the platform's log? A held report is."""
        return self.status in ("accepted", "duplicate", "held")


class Receipts(Answer):
    """One receipt per report of a batch, in order."""

    items: tuple[Receipt, ...]


class Label(Answer):
    """The restriction that travels with a thing."""

    tlp: str
    handling: tuple[str, ...]
    audience: tuple[str, ...]


class Reply(Answer):
    """A report that answers another: a retraction, feedback, a laboratory result."""

    report_id: str
    kind: Kind | str
    administration: str
    version: int
    outcome: str | None = None
    identified: tuple[dict[str, Any], ...] = ()


class StoredReport(Answer):
    """A report as this reader may see it. The blocks as they were sent stand in ``model_extra``."""

    model_config = ConfigDict(extra="allow")
    report_id: str
    version: int
    kind: Kind | str
    mode: Mode | str | None = None
    administration: str
    national_ref: str
    operation: str
    received_at: datetime
    retracted: bool
    countries: tuple[str, ...]
    substances: tuple[str, ...]
    replies: tuple[Reply, ...] = ()
    sharing: Label


class Release(Answer):
    """A held version that its owner released: by which participant, when, and for the owner alone why."""

    by: str
    at: datetime
    reason: str | None = None


class Version(Answer):
    """One version of a report. Findings, and versions that are held, only for the owner.

    ``report`` is what the version said, where it was accepted and the reader may read it.
    """

    version: int
    status: Literal["accepted", "held"] | str
    received_at: datetime
    findings: tuple[Finding, ...] = ()
    released: Release | None = None
    report: StoredReport | None = None


class History(Answer):
    """The versions of a report in order of arrival."""

    report_id: str
    versions: tuple[Version, ...]


class Evidence(Answer):
    """One agreement of two reports."""

    feature: str
    left: str
    right: str
    weight: float
    text: str


class Decision(Answer):
    """What an owner decided about a link, why, when, and on which revision of it."""

    administration: str
    decision: LinkDecision | str
    reason: str | None = None
    at: datetime
    revision: int


class Link(Answer):
    """Why two reports belong together, and what their owners decided about it.

    ``etag`` names the link as it was read, where it was read alone: with it a decision is about just that.
    """

    link_id: str
    class_: LinkClass | str = Field(alias="class")
    score: float
    strength: float | None = None
    coverage: float | None = None
    contradiction: float | None = None
    evidence: tuple[Evidence, ...]
    status: LinkStatus | str
    reason: str | None = None
    change: LinkChange | str | None = None
    reports: tuple[str, ...] = Field(min_length=2, max_length=2)
    sharing: Label
    decisions: tuple[Decision, ...]
    _etag: str | None = PrivateAttr(None)

    @property
    def etag(self) -> str | None:
        """The ETag of what was read; None for a link out of a list."""
        return self._etag


class Node(Answer):
    """A report of a network, in short. ``distance``: links from the report that was asked about."""

    report_id: str
    administration: str
    national_ref: str
    kind: Kind | str
    mode: Mode | str | None = None
    occurred_at: datetime | None = None
    received_at: datetime
    countries: tuple[str, ...]
    substances: tuple[str, ...]
    retracted: bool
    distance: int
    sharing: Label


class Edge(Answer):
    """A link of a network, with the sentences that say why."""

    link_id: str
    class_: LinkClass | str = Field(alias="class")
    score: float
    status: LinkStatus | str
    reports: tuple[str, ...] = Field(min_length=2, max_length=2)
    why: tuple[str, ...]
    sharing: Label


class Route(Answer):
    """A way that goods of a network took, and whose it was."""

    countries: tuple[str, ...]
    reports: tuple[str, ...]


class Network(Answer):
    """The reports around one. ``first``: the earliest to which a later one of another administration is linked."""

    report_id: str
    depth: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    routes: tuple[Route, ...]
    countries: tuple[str, ...]
    first: str | None = None
    truncated: bool


class Rule(Answer):
    """The rule behind an alert."""

    id: str
    version: int


class Alert(Answer):
    """One matter that somebody must look at."""

    alert_id: str
    status: AlertStatus | str
    severity: AlertSeverity | str
    rule: Rule
    title: str
    reasons: tuple[str, ...]
    reports: tuple[str, ...]
    links: tuple[str, ...]
    countries: tuple[str, ...]
    sharing: Label
    raised_at: datetime
    updated_at: datetime


class StoredReceipt(Answer):
    """What became of one submission of one's own that was kept."""

    report_id: str
    national_ref: str
    version: int
    stage: Literal["accepted", "normalised"] | str
    status: Literal["accepted", "held"] | str
    findings: tuple[Finding, ...]
    at: datetime


class Participant(Answer):
    """A participant of the operation."""

    code: str
    role: str
    name: str


Item = TypeVar("Item", bound=Answer)


class Page(Answer, Generic[Item]):
    """One page of a list. ``next`` is the cursor of the page after it."""

    items: tuple[Item, ...]
    next: str | None
