"""Reports become request bodies, alone or in batches, and answers become receipts. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from pydantic import BaseModel

from services.client.answers import Finding, Receipt, Receipts
from services.client.errors import ReportRefused, Unexpected
from services.client.reading import read
from services.contracts.events import SUBMITTED
from services.contracts.findings import Code, Language, finding
from services.contracts.reasons import Reason
from services.contracts.report import Report
from services.contracts.topics import MIB, REPORT_BYTES

PLAIN: Final = "application/json"
BATCH: Final = "application/cloudevents-batch+json"
MOST_EVENTS: Final = 1_000
BATCH_BYTES: Final = 4 * MIB
"""Half of what the door takes: a batch is also sent again as a whole."""
FIRST_FIT: Final = 200
"""Reports in one batch unless told otherwise."""

_MOST_DIGITS: Final = 30

Sendable = Report | Mapping[str, Any]


def body_of(report: Sendable) -> bytes:
    """The JSON of a report, as short as it gets.

    In a mapping dates, aware instants and decimals may stand as they are. Raises TypeError, ValueError or
    RecursionError for what JSON has no form for; what JSON has a form for, the door judges.
    """
    if isinstance(report, BaseModel):
        return report.model_dump_json(by_alias=True, exclude_defaults=True).encode()
    if not isinstance(report, Mapping):
        raise TypeError(f"a report is a Report or a mapping, not {type(report).__name__}")
    text = json.dumps(report, ensure_ascii=False, separators=(",", ":"), default=_plain)
    try:
        return text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: escaped it reaches the door, which says so
        return json.dumps(report, separators=(",", ":"), default=_plain).encode()


@dataclass(frozen=True, slots=True)
class Batch:
    """Reports to be sent together. ``first`` is the number of the first."""

    first: int
    events: tuple[bytes, ...]

    @property
    def content(self) -> bytes:
        """The body of the request."""
        return b"[" + b",".join(self.events) + b"]"

    def receipts(self, content: bytes) -> list[Receipt]:
        """What the door answered, in order. Raises Unexpected when it doesn't fit."""
        return self._numbered(read(Receipts, content).items)

    def all_refused(self, why: ReportRefused) -> list[Receipt]:
        """The receipts of a batch of which nothing was taken. Raises the refusal itself when it names no report."""
        if why.problem.items is None:
            raise why
        return self._numbered(why.problem.items)

    def _numbered(self, items: tuple[Receipt, ...]) -> list[Receipt]:
        if len(items) != len(self.events):
            raise Unexpected(f"{len(items)} receipts for {len(self.events)} reports")
        return [one.model_copy(update={"number": self.first + place}) for place, one in enumerate(items)]


class Packer:
    """Makes batches of at most ``most`` reports, in order. A report too large for any door is refused here."""

    def __init__(self, most: int, language: Language) -> None:
        if not 1 <= most <= MOST_EVENTS:
            raise ValueError(f"a batch has 1 to {MOST_EVENTS} reports")
        self._most, self._language = most, language
        self._events: list[bytes] = []
        self._bytes, self._number = 0, 0

    def add(self, report: Sendable) -> list[Batch | Receipt]:
        """Take in one report; returns what is ready to be sent or to be told. Raises as ``body_of``."""
        body = body_of(report)
        ready: list[Batch | Receipt] = []
        if len(body) > REPORT_BYTES:
            ready = [*self.rest(), self._oversize()]
        else:
            event = _event(report, body)
            if self._bytes + len(event) > BATCH_BYTES:
                ready += self.rest()
            self._events.append(event)
            self._bytes += len(event) + 1
        self._number += 1
        return ready + (self.rest() if len(self._events) == self._most else [])

    def rest(self) -> list[Batch | Receipt]:
        """What was taken in and not returned yet."""
        if not self._events:
            return []
        batch = Batch(self._number - len(self._events), tuple(self._events))
        self._events, self._bytes = [], 0
        return [batch]

    def _oversize(self) -> Receipt:
        said = Finding.model_validate(finding(Code.OVERSIZE, "", self._language).model_dump())
        return Receipt(
            report_id=None,
            version=None,
            status="refused",
            reason=Reason.OVERSIZE.value,
            findings=(said,),
            number=self._number,
        )


def _event(report: Sendable, body: bytes) -> bytes:
    owner = report.administration if isinstance(report, Report) else report.get("administration")
    source = f"/administrations/{owner}" if isinstance(owner, str) else "/administrations"
    # The same content is the same event, however often it is sent.
    head = {"specversion": "1.0", "type": SUBMITTED, "id": sha256(body).hexdigest(), "source": source}
    return json.dumps(head, separators=(",", ":")).encode()[:-1] + b',"data":' + body + b"}"


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, date):  # an instant is a date too
        return value.isoformat()
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a report can't hold a {type(value).__name__}")


def _number(value: Decimal) -> int | float:
    if not value.is_finite():
        return math.nan  # as far as the door, which says what is wrong with it
    whole = abs(value.adjusted()) < _MOST_DIGITS and value == value.to_integral_value()
    return int(value) if whole else float(value)
