"""The one list of Kafka topics: who writes, who reads, how it is keyed, how long it is kept.

Provisioning, access rules, docker-compose, docs and tests are derived from ``TOPICS`` or checked against it.
Kafka cannot filter by key, so no participant reads a shared topic: what it may know is copied to its own
``outbound-<participant>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final, Literal

Mode = Literal["air", "land", "sea", "mail"]
MODES: Final[tuple[Mode, ...]] = ("air", "land", "sea", "mail")

MIB: Final = 1024 * 1024
REPORT_BYTES: Final = 256 * 1024
"""The largest report that is accepted, in bytes of JSON."""

NATIONAL_SYSTEMS: Final = "national systems"
FOR_GOOD: Final = None


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. ``retention`` None keeps it for good; ``event`` is the CloudEvents type that it carries."""

    name: str
    key: str
    written_by: tuple[str, ...]
    read_by: tuple[str, ...]
    retention: timedelta | None
    event: str | None
    partitions: int = 4
    max_message_bytes: int = MIB

    @property
    def config(self) -> dict[str, str]:
        """The topic's settings in Kafka's own words."""
        kept = -1 if self.retention is None else int(self.retention.total_seconds() * 1000)
        return {
            "retention.ms": str(kept),
            "retention.bytes": "-1",
            "cleanup.policy": "delete",
            "max.message.bytes": str(self.max_message_bytes),
        }


def _reports(mode: Mode) -> Topic:
    return Topic(
        name=f"reports-{mode}",
        key="report id",
        written_by=(NATIONAL_SYSTEMS, "ingest"),
        read_by=("ingest",),
        retention=timedelta(days=30),
        event="tocsin.report.submitted.v1",
    )


def _dead_letters(service: str) -> Topic:
    # A letter is the whole record plus headers that say where it came from and why it is here; what was done with it
    # is a note beside it.
    return Topic(
        name=f"{service}-dead-letters",
        key="origin key",
        written_by=(service, "replay"),
        read_by=("replay", "api"),
        retention=timedelta(days=90),
        event=None,
        partitions=1,
        max_message_bytes=2 * MIB,
    )


REPORTS: Final[Mapping[Mode, Topic]] = MappingProxyType({mode: _reports(mode) for mode in MODES})
RECEIPTS: Final = Topic(
    "receipts", "administration", ("ingest", "enrich"), ("alerts", "api"), FOR_GOOD, "tocsin.report.receipt.v1"
)
REPORTS_ACCEPTED: Final = Topic(
    "reports-accepted", "report id", ("ingest",), ("enrich",), FOR_GOOD, "tocsin.report.accepted.v1"
)
REPORTS_ENRICHED: Final = Topic(
    "reports-enriched", "report id", ("enrich",), ("alerts", "api"), FOR_GOOD, "tocsin.report.enriched.v1"
)
LINKS: Final = Topic("links", "link id", ("enrich",), ("alerts", "api"), FOR_GOOD, "tocsin.link.changed.v1")
# One partition: its offset orders the live stream.
ALERTS: Final = Topic("alerts", "alert id", ("alerts",), ("api",), FOR_GOOD, "tocsin.alert.changed.v1", partitions=1)
LINK_DECISIONS: Final = Topic("link-decisions", "link id", ("api",), ("enrich",), FOR_GOOD, "tocsin.link.decided.v1")
ALERT_DECISIONS: Final = Topic(
    "alert-decisions", "alert id", ("api",), ("alerts",), FOR_GOOD, "tocsin.alert.decided.v1"
)
AUDIT: Final = Topic(
    "audit",
    "none",
    ("ingest", "enrich", "alerts", "api"),
    ("api",),
    FOR_GOOD,
    "tocsin.audit.entry.v1",
    partitions=1,
)
INGEST_DEAD_LETTERS: Final = _dead_letters("ingest")
ENRICH_DEAD_LETTERS: Final = _dead_letters("enrich")
ALERTS_DEAD_LETTERS: Final = _dead_letters("alerts")

TOPICS: Final[tuple[Topic, ...]] = (
    *REPORTS.values(),
    RECEIPTS,
    REPORTS_ACCEPTED,
    REPORTS_ENRICHED,
    LINKS,
    ALERTS,
    LINK_DECISIONS,
    ALERT_DECISIONS,
    AUDIT,
    INGEST_DEAD_LETTERS,
    ENRICH_DEAD_LETTERS,
    ALERTS_DEAD_LETTERS,
)
DEAD_LETTERS: Final[Mapping[str, Topic]] = MappingProxyType(
    {"ingest": INGEST_DEAD_LETTERS, "enrich": ENRICH_DEAD_LETTERS, "alerts": ALERTS_DEAD_LETTERS}
)


def outbound(participant: str) -> Topic:
    """The topic of one participant's own: its receipts, and later all else that it may know."""
    return Topic(
        name=f"outbound-{participant}",
        key="none",
        written_by=("alerts",),
        read_by=(participant,),
        retention=timedelta(days=30),
        event=None,
        partitions=1,
    )
