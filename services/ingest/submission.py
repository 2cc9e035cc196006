"""What is remembered of everything that arrived for one report: the documents of ``submissions``. Pure.

One entry per version and content, in the order of arrival. It changes at most once, from held to accepted, when a
person of the owner releases it. The document's ``revision`` guards it against a second writer
(runtime.store.guarded_replace).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

import orjson

from services.contracts.findings import Code, Finding, finding
from services.contracts.report import Report

Origin = tuple[str, int, int]
"""Topic, partition and offset of a Kafka record."""
Kept = Literal["accepted", "held"]


@dataclass(frozen=True, slots=True)
class Release:
    """Who released a held entry, why, and when; ``by`` is the participant. ``origin`` is the record that said so."""

    by: str
    reason: str
    at: datetime
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One version with its content. ``origin`` None: a door let it in and Kafka has it, the stream is yet to see it."""

    version: int
    content_hash: str
    status: Kept
    received_at: datetime
    origin: Origin | None = None
    faults: tuple[tuple[str, str], ...] = ()
    released: Release | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings as they were told, in English."""
        return tuple(finding(Code(code), path) for code, path in self.faults)


@dataclass(frozen=True, slots=True)
class Submission:
    """All entries of one report id, on top of the stored ``revision`` (0: nothing is stored)."""

    report_id: str
    administration: str
    national_ref: str
    entries: tuple[Entry, ...] = ()
    revision: int = 0

    def with_entry(self, entry: Entry) -> Submission:
        """The same with one entry more."""
        return replace(self, entries=(*self.entries, entry))

    def with_released(self, entry: Entry) -> Submission:
        """The same with this entry in the place of the held one of its version and content."""
        told = (entry.version, entry.content_hash)
        return replace(self, entries=tuple(entry if (e.version, e.content_hash) == told else e for e in self.entries))


def canonical(report: Report) -> dict[str, Any]:
    """The report as plain JSON values without defaults: what two ways of writing the same report have in common."""
    return report.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a canonical report without its ``version``: the same content under another version is equal."""
    rest = {name: value for name, value in content.items() if name != "version"}
    return sha256(orjson.dumps(rest, option=orjson.OPT_SORT_KEYS)).hexdigest()


def document(submission: Submission) -> dict[str, Any]:
    """The MongoDB document of a submission with at least one entry, as the revision after the one it was read as."""
    return {
        "_id": submission.report_id,
        "administration": submission.administration,
        "national_ref": submission.national_ref,
        "entries": [_stored(entry) for entry in submission.entries],
        "revision": submission.revision + 1,
        "last_at": max(entry.received_at for entry in submission.entries),
    }


def submission_of(stored: Mapping[str, Any]) -> Submission:
    """The submission behind a MongoDB document; its instants may be naive, which means UTC."""
    return Submission(
        stored["_id"],
        stored["administration"],
        stored["national_ref"],
        tuple(_entry(one) for one in stored["entries"]),
        stored["revision"],
    )


def to_millisecond(instant: datetime) -> datetime:
    """What MongoDB keeps of an instant, so that it is the same when it is read again."""
    return instant.astimezone(UTC).replace(microsecond=instant.microsecond // 1000 * 1000)


def _stored(entry: Entry) -> dict[str, Any]:
    release = entry.released
    return {
        "version": entry.version,
        "content_hash": entry.content_hash,
        "status": entry.status,
        "origin": _place(entry.origin),
        "received_at": entry.received_at,
        "findings": [{"code": code, "path": path} for code, path in entry.faults],
        **({"released": asdict(release) | {"origin": _place(release.origin)}} if release else {}),
    }


def _entry(stored: Mapping[str, Any]) -> Entry:
    released = stored.get("released")
    return Entry(
        stored["version"],
        stored["content_hash"],
        stored["status"],
        _aware(stored["received_at"]),
        _origin(stored["origin"]),
        tuple((one["code"], one["path"]) for one in stored["findings"]),
        Release(released["by"], released["reason"], _aware(released["at"]), _origin(released["origin"]))
        if released
        else None,
    )


def _place(origin: Origin | None) -> dict[str, str | int] | None:
    return dict(zip(("topic", "partition", "offset"), origin, strict=True)) if origin else None


def _origin(stored: Mapping[str, Any] | None) -> Origin | None:
    return (stored["topic"], stored["partition"], stored["offset"]) if stored else None


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
