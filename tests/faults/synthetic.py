"""A small history as a sound platform would leave it, made without one: what the verifier is tried on.

Two administrations report one parcel (a warning, then a seizure), a third corrects its report, a fourth takes its
report back, one report is held, and one record was poison.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.faults.verifier.history import ALERTS, GROUPS, Change, History, LogRecord, OffsetSample, Place
from tests.faults.verifier.letters import FACTS, HEADER
from tests.faults.verifier.sent import Expected, Sent

START = 1_700_000_000.0
PARCEL = "RR473124829NL"
REPORTS = "reports-mail"


def report(owner: str, ref: str, version: int = 1, kind: str = "seizure", **fields: Any) -> dict[str, Any]:
    """A report with what linking asks for."""
    day = fields.pop("day", 10)
    base: dict[str, Any] = {"kind": kind, "operation": "goals-2021", "administration": owner, "national_ref": ref}
    base |= {"version": version, "mode": "mail", "occurred_at": f"2021-02-{day:02}T09:00:00+00:00"}
    sharing = {"tlp": "AMBER", "audience": ["operation"], "handling": []}
    return base | {"precision": "minute", "sharing": sharing} | fields


def report_id(document: dict[str, Any]) -> str:
    """The id that the interface gives a report."""
    space = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:report")
    return str(uuid.uuid5(space, f"{document['administration']}:{document['national_ref']}"))


WARNING = report("NL", "W-1", kind="warning", day=5, transport={"items": [PARCEL]})
SEIZURE = report("KR", "S-1", day=9, transport={"items": ["rr 473 124 829 nl"]})
FIRST, SECOND = (report("FR", "S-2", version) for version in (1, 2))
MISTAKE = report("DE", "S-3")
TAKEN_BACK = report("DE", "R-1", kind="retraction", in_reply_to={"administration": "DE", "national_ref": "S-3"})
FUTURE = report("JP", "S-4", day=11)
LINK = ":".join((*sorted((report_id(WARNING), report_id(SEIZURE))), "same_object"))


@dataclass
class Synthetic:
    """The parts of a history, before they are put together."""

    sent: list[Sent] = field(default_factory=list)
    records: list[LogRecord] = field(default_factory=list)
    documents: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    _clock: float = START

    def history(self) -> History:
        """What ``gather`` would return, everything committed."""
        ends: dict[Place, int] = {}
        for record in self.records:
            ends[record.topic, record.partition] = record.offset + 1
        committed = {group: {p: end for p, end in ends.items() if p[0] in read} for group, read in GROUPS.items()}
        return History(self.records, self.documents, self.changes, ends, committed)

    def samples(self) -> list[OffsetSample]:
        """One sample of each stage at the very end."""
        committed = self.history().committed
        return [OffsetSample(self._clock + 1, group, offsets) for group, offsets in committed.items()]

    def write(self, topic: str, body: Any, key: str = "key", /, **headers: str) -> LogRecord:
        """Append a record to a topic."""
        self._clock += 0.01
        value = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        offset = sum(record.topic == topic for record in self.records)
        record = LogRecord(topic, 0, offset, self._clock, key, value, headers)
        self.records.append(record)
        return record

    def tell(self, topic: str, body: Any, key: str, *about: Any) -> LogRecord:
        """Append an event with a deterministic id."""
        return self.write(topic, body, key, ce_id=str(uuid.uuid5(uuid.NAMESPACE_URL, repr((topic, *about)))))

    def send(self, document: Any, answer: Any, expected: Expected, reason: str | None = None) -> Sent:
        """Append a submission to the reports' topic and to the senders' list."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        about = (report_id(document), document["version"]) if isinstance(document, dict) else ("unreadable", 1)
        record = self.write(REPORTS, body, about[0], ce_type="tocsin.report.submitted.v1")
        entry = Sent(
            sequence=len(self.sent),
            door="kafka" if answer == "stored" else "http",
            administration="KR",
            report_id=about[0],
            version=about[1],
            content_type="application/json",
            body=body,
            answer=answer,
            reason=reason,
            expected=expected,
            wanted_reason=reason,
            origin=record.origin if answer == "stored" else None,
            attempts=1,
            planned_at=self._clock,
            answered_at=self._clock,
        )
        self.sent.append(entry)
        return entry

    def accept(self, document: dict[str, Any], retracted: bool = False) -> None:
        """What a sound platform does with a report that it takes."""
        about = {"report_id": report_id(document), "version": document["version"]}
        told = report_id(document), document["version"]
        self.tell("reports-accepted", about | {"report": document}, told[0], *told)
        self.tell("receipts", about | {"status": "accepted"}, document["administration"], *told)
        self.tell("reports-enriched", about | {"kind": document["kind"]}, told[0], *told)
        stored = {"_id": told[0], "version": told[1], "kind": document["kind"], "retracted": retracted}
        self.documents.setdefault("reports", {})[told[0]] = stored
        self.documents.setdefault("submissions", {})[told[0]] = {"_id": told[0]}
        self.changes.append(Change("reports", *told))

    def join(self, link_id: str, alert_id: str, severity: str = "high") -> None:
        """A link, and the alert that shows it."""
        left, right, kind = link_id.split(":")
        link = {"link_class": kind, "status": "proposed", "reports": [left, right], "revision": 1}
        self.tell("links", link | {"link_id": link_id}, link_id, link_id, 1)
        self.documents.setdefault("links", {})[link_id] = link | {"_id": link_id}
        alert = {"status": "raised", "severity": severity, "rule": {"id": "link", "version": 1}, "revision": 1}
        alert |= {"reports": [left, right], "links": [link_id], "updated_at": "2021-02-09T09:00:00Z"}
        self.tell(ALERTS, {"change": "raised", "alert": alert | {"alert_id": alert_id}}, alert_id, alert_id, 1)
        self.documents.setdefault("alerts", {})[alert_id] = alert | {"_id": alert_id}
        self.changes += [Change("links", link_id, 1), Change("alerts", alert_id, 1)]

    def bury(self, poison: Sent, stage: str = "ingest") -> None:
        """The dead letter of a poisoned record."""
        assert poison.origin is not None
        original = next(record for record in self.records if record.origin == poison.origin)
        told = dict.fromkeys((HEADER + name for name in FACTS), "1")
        for name, value in zip(("topic", "partition", "offset"), poison.origin, strict=True):
            told[f"{HEADER}origin-{name}"] = str(value)
        told |= {HEADER + "reason": poison.wanted_reason or "", HEADER + "body": "original"}
        self.write(f"{stage}-dead-letters", original.value, original.key or "", **original.headers, **told)


def sound() -> Synthetic:
    """The clean history."""
    made = Synthetic()
    made.send(WARNING, "accepted", "accepted")
    made.send(SEIZURE, "stored", "accepted")
    made.send(SEIZURE, "duplicate", "duplicate")
    for document in (SECOND, FIRST, MISTAKE, TAKEN_BACK):
        made.send(document, "accepted", "accepted")
    made.send(FUTURE, "held", "held")
    poison = made.send(b"{", "stored", "refused", "not_json")
    for document in (WARNING, SEIZURE, FIRST, SECOND, MISTAKE, TAKEN_BACK):
        made.accept(document, retracted=document is MISTAKE)
    made.tell("receipts", {"report_id": report_id(FUTURE), "version": 1, "status": "held"}, "JP", "held")
    made.bury(poison)
    made.join(LINK, "alert-1")
    return made
