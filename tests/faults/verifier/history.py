"""What the platform left behind: every record of its topics and every document of its collections, as values."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

MODES: Final = ("air", "land", "sea", "mail")
REPORTS: Final = tuple(f"reports-{mode}" for mode in MODES)
ACCEPTED: Final = "reports-accepted"
ENRICHED: Final = "reports-enriched"
RECEIPTS: Final = "receipts"
LINKS: Final = "links"
ALERTS: Final = "alerts"
LETTERS: Final = {"ingest": "ingest-dead-letters", "enrich": "enrich-dead-letters", "alerts": "alerts-dead-letters"}
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "ingest": REPORTS,
    "enrich": (ACCEPTED,),
    "alerts": (ENRICHED, LINKS, RECEIPTS),
}
"""Consumer groups of the stages, each with the topics that it works off."""
TOPICS: Final = (*REPORTS, ACCEPTED, ENRICHED, RECEIPTS, LINKS, ALERTS, *LETTERS.values())
COLLECTIONS: Final = ("submissions", "reports", "links", "alerts")

_REPORT: Final = (("report_id", str), ("version", int))
_SHAPES: Final[Mapping[str, tuple[tuple[str, type], ...]]] = {
    ACCEPTED: (*_REPORT, ("report", dict)),
    ENRICHED: _REPORT,
    RECEIPTS: (("status", str),),
    LINKS: (("link_id", str), ("revision", int)),
    ALERTS: (("alert", dict),),
}
"""What a body must have, by topic, to be looked at."""

Origin = tuple[str, int, int]
Place = tuple[str, int]
"""Topic and partition."""


@dataclass(frozen=True)
class LogRecord:
    """One Kafka record. ``at`` is when its producer made it, in seconds since the epoch."""

    topic: str
    partition: int
    offset: int
    at: float
    key: str | None
    value: bytes | None
    headers: Mapping[str, str]

    @property
    def origin(self) -> Origin:
        """Topic, partition and offset."""
        return self.topic, self.partition, self.offset

    @property
    def event_id(self) -> str:
        """The CloudEvents id; the empty text when there is none."""
        return self.headers.get("ce_id", "")

    @cached_property
    def body(self) -> dict[str, Any]:
        """The JSON object inside; empty when it is none, or not what its topic is for (poison that was let in)."""
        try:
            found = json.loads(self.value or b"")
        except (ValueError, RecursionError):  # poison may be nested without end
            return {}
        if not isinstance(found, dict):
            return {}
        return found if all(isinstance(found.get(name), kind) for name, kind in _SHAPES.get(self.topic, ())) else {}


@dataclass(frozen=True)
class Change:
    """One write to a document, in the order in which MongoDB made them."""

    collection: str
    id: str
    revision: int


@dataclass(frozen=True)
class OffsetSample:
    """What a stage had committed at one moment of the run: next offset by (topic, partition)."""

    at: float
    group: str
    committed: Mapping[Place, int]


@dataclass
class History:
    """Everything that is checked. ``ends`` and ``committed`` are those after quiet."""

    records: Sequence[LogRecord] = ()
    documents: Mapping[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    ends: Mapping[Place, int] = field(default_factory=dict)
    committed: Mapping[str, Mapping[Place, int]] = field(default_factory=dict)

    @cached_property
    def _by_topic(self) -> dict[str, list[LogRecord]]:
        found: dict[str, list[LogRecord]] = defaultdict(list)
        for record in self.records:
            found[record.topic].append(record)
        return found

    def of(self, *topics: str) -> Iterator[LogRecord]:
        """The records of these topics, in order within each partition."""
        for topic in topics:
            yield from self._by_topic.get(topic, ())

    def stored(self, collection: str) -> Mapping[str, dict[str, Any]]:
        """The documents of a collection by id."""
        return self.documents.get(collection, {})


def standing(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The links or alerts that have not been taken back."""
    return (document for document in documents if document["status"] != "withdrawn")
