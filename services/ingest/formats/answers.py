"""One file becomes answers, one for each row: valid, warned, held or refused, with what was found and what to send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, Literal

import orjson

from services.contracts.findings import Code, finding
from services.ingest.formats.json_records import Item, JsonItems
from services.ingest.formats.judging import Status, gravest
from services.ingest.formats.records import Notices
from services.ingest.formats.row_findings import RowCode, RowFinding, about_report, row_finding
from services.ingest.formats.sources import Source
from services.ingest.formats.table_rows import TableRows, Told, objects_as_rows
from services.ingest.formats.wishes import Wishes

MOST_REMEMBERED: Final = 2_000_000
"""References of one file that are compared with each other."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to one row. ``body`` is the JSON to be sent; None where there is none, and that row is refused."""

    row: int
    status: Status
    findings: tuple[RowFinding, ...]
    body: bytes | None
    administration: str | None
    national_ref: str | None
    version: int | None


class Reading:
    """The answers to one file, in its order. It may be gone through once."""

    def __init__(self, source: Source, wishes: Wishes) -> None:
        """Raises FileFault when the file cannot be read as wished."""
        self._wishes = wishes
        self._seen: dict[bytes, bytes] = {}
        self.notices = Notices()
        self._items: JsonItems | None = None
        self._rows: TableRows | None = None
        if source.format in ("json", "jsonl"):
            self._items = JsonItems(source)
        else:
            self._rows = TableRows(source, wishes, self.notices)

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
        part = self._rows or self._items
        return part.fraction if part is not None else 0.0

    @property
    def skipped(self) -> int:
        """Blank rows and comments so far."""
        return self._rows.skipped if self._rows is not None else 0

    def __iter__(self) -> Iterator[Answer]:
        """Raises FileFault where the rest of the file cannot be read."""
        if self._rows is not None:
            told = self._rows.told()
        elif self._wishes.mapping is not None:
            told = objects_as_rows(self._items or [], self._wishes)
        else:
            told = (_as_it_is(item) for item in self._items or ())
        for one in told:
            yield self._answer(one)

    def _answer(self, told: Told) -> Answer:
        findings = list(told.findings)
        if told.body is not None:
            _, found = self._wishes.judge(told.body, self._wishes.now)
            findings += [about_report(one, told.column_of(one.path)) for one in found if not told.explains(one)]
        identity = _identity(told.body)
        findings += self._about_identity(told, identity, gravest(one.severity for one in findings) == "refused")
        status = gravest(one.severity for one in findings)
        body = None if told.body is None or status == "refused" else told.body
        return Answer(told.row, status, tuple(findings), body, *identity)

    def _about_identity(self, told: Told, identity: _Identity, refused: bool) -> Iterator[RowFinding]:
        administration, national_ref, version = identity
        wanted = self._wishes.administration
        if wanted is not None and administration is not None and administration != wanted:
            found = finding(Code.FOREIGN_ADMINISTRATION, "/administration")
            yield about_report(found, told.column_of("/administration"))
            return
        if told.body is None or administration is None or national_ref is None or refused:
            return
        key = _digest(f"{administration}:{national_ref}:{version}".encode("utf-8", "replace"))
        content = _digest(told.body)
        earlier = self._seen.get(key)
        if earlier is None:
            if len(self._seen) < MOST_REMEMBERED:
                self._seen[key] = content
        elif earlier == content:
            yield about_report(finding(Code.SAME_REPORT, ""), None)
        else:
            column = told.column_of("/national_ref")
            # Without versions the platform would take the later row as a correction of the earlier one.
            grave: Literal["error"] | None = "error" if version is None else None
            yield row_finding(RowCode.ROW_REPEATED_REFERENCE, column, "/national_ref", grave)


_Identity = tuple[str | None, str | None, int | None]


def _as_it_is(item: Item) -> Told:
    if item.fault is not None:
        return Told(item.number, None, [row_finding(item.fault)])
    return Told(item.number, item.raw, [])


def _identity(body: bytes | None) -> _Identity:
    """Administration, reference and version as they stand there, where they have the right type."""
    try:
        report: Any = orjson.loads(body or b"null")
    except orjson.JSONDecodeError:
        return None, None, None
    if not isinstance(report, dict):
        return None, None, None
    administration, reference, version = (report.get(name) for name in ("administration", "national_ref", "version"))
    return (
        administration if isinstance(administration, str) else None,
        reference if isinstance(reference, str) else None,
        version if isinstance(version, int) and not isinstance(version, bool) else None,
    )


def _digest(text: bytes) -> bytes:
    return blake2b(text, digest_size=12).digest()
