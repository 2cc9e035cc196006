"""What the platform answers, typed: receipts of the door, and what the api shows. Pure.

Fields and words are held against the platform's own by tests/contracts/test_client.py. A newer platform may say
more: a field that is not known here is left out, a word that is not known here is passed on as it is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.events import AlertSeverity, AlertStatus, LinkClass, LinkStatus
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
    sharing: Label


class Version(Answer):
    """One version of a report. Findings, and versions that are held, only for the owner."""

    version: int
    status: Literal["accepted", "held"] | str
    received_at: datetime
    findings: tuple[Finding, ...] = ()


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


class Link(Answer):
    """Why two reports belong together."""

    link_id: str
    class_: LinkClass | str = Field(alias="class")
    score: float
    evidence: tuple[Evidence, ...]
    status: LinkStatus | str
    reports: tuple[str, ...] = Field(min_length=2, max_length=2)
    sharing: Label
    decisions: tuple[dict[str, Any], ...]


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
    stage: Literal["accepted"] | str
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
