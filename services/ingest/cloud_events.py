"""The three ways a report comes by HTTP become one: a list of reports and of what is none. Pure.

A batch is cut into its events before anything is read, so that bad bytes in one event leave its neighbours alone.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, Final

from services.contracts.events import SUBMITTED
from services.contracts.findings import Code, finding
from services.contracts.reasons import Reason
from services.contracts.report import Report
from services.contracts.topics import MIB, REPORT_BYTES
from services.ingest.shape import Unfit, fit, oversize, parse, read

PLAIN: Final = "application/json"
STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"

MOST_EVENTS: Final = 1_000
"""Events in one batch."""
BATCH_BYTES: Final = 8 * MIB
_ENVELOPE_BYTES: Final = 8 * 1024
LIMITS: Final = {PLAIN: REPORT_BYTES, STRUCTURED: REPORT_BYTES + _ENVELOPE_BYTES, BATCH: BATCH_BYTES}
"""The media types that the door takes, each with the largest body in bytes."""

# A JSON text, closed or not, or a mark of structure. Possessive: it never goes back, so its time is linear.
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{},]', re.DOTALL)

Item = Report | Unfit


def read_body(media_type: str, event_type: str | None, raw: bytes) -> list[Item]:
    """What a request body holds, in order. ``event_type`` is the ce-type header of binary mode, if it has one.

    Raises Unfit when nothing in it can be taken on its own.
    """
    if media_type == BATCH:
        return [_item(part) for part in split(raw)]
    if media_type == STRUCTURED:
        return [_from_event(raw)]
    if event_type not in (None, SUBMITTED):
        raise Unfit(Reason.UNKNOWN_EVENT, [], f"expected {SUBMITTED}")
    return [read(raw)]


def oversize_of(media_type: str) -> Unfit:
    """What is said about a body beyond the limit of its media type."""
    if media_type == BATCH:
        return _too_many(f"a batch has at most {MOST_EVENTS} events and {BATCH_BYTES} bytes")
    return oversize()


def split(raw: bytes) -> list[bytes]:
    """The bytes of each event of a batch. Raises Unfit when there is no closed array or it holds too many."""
    body = raw.strip(b" \t\r\n")
    if not body.startswith(b"["):
        parse(raw)  # says what else is wrong with it
        raise Unfit(Reason.INVALID, [finding(Code.WRONG_TYPE, "")], "a batch is a JSON array")
    parts: list[bytes] = []
    depth, start = 0, 1
    for token in _TOKEN.finditer(body):
        mark = body[token.start()]
        if mark in b"[{":
            depth += 1
        elif mark in b"]}":
            depth -= 1
            if depth == 0:
                return _closed(parts, body, start, token.start())
        elif mark in b"," and depth == 1:
            parts.append(body[start : token.start()])
            start = token.end()
            if len(parts) >= MOST_EVENTS:
                raise oversize_of(BATCH)
    raise _broken("the array is not closed")


def _closed(parts: list[bytes], body: bytes, start: int, end: int) -> list[bytes]:
    if end + 1 != len(body) or body[end : end + 1] != b"]":
        raise _broken("something follows the array")
    last = body[start:end]
    if not parts and not last.strip():
        raise Unfit(Reason.EMPTY, [finding(Code.MALFORMED, "")], "the batch holds no event")
    return [*parts, last]


def _item(part: bytes) -> Item:
    try:
        return _from_event(part)
    except Unfit as why:
        return why


def _from_event(raw: bytes) -> Report:
    if len(raw) > LIMITS[STRUCTURED]:
        raise oversize()
    event = parse(raw)
    if not isinstance(event, dict):
        raise Unfit(Reason.INVALID, [finding(Code.WRONG_TYPE, "")], "a CloudEvent is a JSON object")
    if event.get("specversion") != "1.0" or event.get("type") != SUBMITTED:
        raise Unfit(Reason.UNKNOWN_EVENT, [], f"expected CloudEvents 1.0, {SUBMITTED}")
    if "data_base64" in event:
        return read(_decoded(event["data_base64"]))
    if "data" not in event:
        raise Unfit(Reason.EMPTY, [finding(Code.MALFORMED, "")], "the event has no data")
    return fit(event["data"])


def _decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise Unfit(Reason.INVALID, [finding(Code.MALFORMED, "")], "data_base64 is not base64") from None


def _too_many(message: str) -> Unfit:
    return Unfit(Reason.OVERSIZE_BATCH, [finding(Code.OVERSIZE, "")], message)


def _broken(message: str) -> Unfit:
    return Unfit(Reason.NOT_JSON, [finding(Code.MALFORMED, "")], message)
