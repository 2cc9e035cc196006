"""Bytes to values and back: JSON that holds no trap, and the CloudEvents envelope in binary mode.

``parse_json`` refuses what a lenient reader would let through: a repeated key, NaN, a null byte, nesting without
end. Only ``Undecodable`` comes out of it, in time linear in the size of the text.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from itertools import accumulate
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from services.contracts.reasons import Reason, Undecodable

MAX_DEPTH: Final = 32
ORIGIN_TIME_HEADER: Final = "tocsin-origin-time"
TRACE_HEADER: Final = "traceparent"
_TRAVELS: Final = (ORIGIN_TIME_HEADER, TRACE_HEADER)
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
# A JSON text, closed or not. Possessive: it never goes back, so its time is linear whatever it meets.
_TEXT: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NO_BRACKET: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEP: Final = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
"""Each opening bracket as +1 and each closing one as -1, read as signed bytes."""

Body = TypeVar("Body", bound=BaseModel)


def parse_json(raw: bytes) -> Any:
    """The JSON value of ``raw``; numbers with a point are Decimal. Raises Undecodable."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Undecodable(Reason.NOT_UTF8, f"invalid UTF-8 at byte {error.start}") from None
    if not text.strip():
        raise Undecodable(Reason.EMPTY, "there is no body")
    if _deeper_than(raw, MAX_DEPTH):
        raise Undecodable(Reason.TOO_DEEP, f"nested deeper than {MAX_DEPTH}")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_float=_decimal, parse_constant=_constant, strict=True)
    except json.JSONDecodeError as error:
        reason = Reason.NULL_BYTE if "\x00" in text else Reason.NOT_JSON
        raise Undecodable(reason, f"not JSON at line {error.lineno} column {error.colno}") from None
    except ValueError as error:  # an integer of more digits than Python reads
        raise Undecodable(Reason.INVALID, "a number is too long") from error
    if b"\\u0000" in raw or _SURROGATE.search(raw):
        _refuse_unstorable(value, "")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Undecodable(Reason.DUPLICATE_KEY, "a key stands twice in one object")
    return value


def _constant(_: str) -> Any:
    raise Undecodable(Reason.NOT_FINITE, "NaN and Infinity are not JSON")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond any machine's range
        raise Undecodable(Reason.INVALID, "a number is too large") from None


def _deeper_than(raw: bytes, limit: int) -> bool:
    # Cheap first look: most reports hold fewer brackets than the limit.
    if raw.count(b"[") + raw.count(b"{") <= limit:
        return False
    steps = array("b", _TEXT.sub(b"", raw).translate(_STEP, _NO_BRACKET))
    return any(depth > limit for depth in accumulate(steps))


def _refuse_unstorable(value: Any, path: str) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_unstorable(key, path)
            _refuse_unstorable(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_unstorable(inner, f"{path}/{index}")
    elif isinstance(value, str):
        if "\x00" in value:
            raise Undecodable(Reason.NULL_BYTE, f"a null byte stands below {path.encode(errors='replace')!r}")
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise Undecodable(Reason.NOT_UTF8, "half of a surrogate pair")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The CloudEvents attributes of one record, and what travels with it from stage to stage."""

    type: str
    id: str
    source: str
    time: datetime
    extensions: Mapping[str, str] = field(default_factory=dict)


def headers_of(envelope: Envelope) -> list[tuple[str, bytes]]:
    """The Kafka headers of an event (CloudEvents binary mode)."""
    named = {
        "ce_specversion": "1.0",
        "ce_type": envelope.type,
        "ce_id": envelope.id,
        "ce_source": envelope.source,
        "ce_time": envelope.time.astimezone(UTC).isoformat(timespec="milliseconds"),
        "content-type": "application/json",
        **envelope.extensions,
    }
    return [(name, value.encode()) for name, value in named.items()]


def travelling(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that an event made from another one takes over: origin time and trace."""
    return {name: headers[name] for name in _TRAVELS if name in headers}


def body_of(event: BaseModel) -> bytes:
    """The JSON of an event's body; what is absent is left out."""
    return event.model_dump_json(exclude_none=True, by_alias=True).encode()


def decode_event(expected_type: str, headers: Mapping[str, str], value: bytes | None, body: type[Body]) -> Body:
    """The body of an event that one of our own services wrote. Raises Undecodable."""
    if value is None:
        raise Undecodable(Reason.EMPTY, "the record has no value")
    if headers.get("ce_type") != expected_type:
        raise Undecodable(Reason.UNKNOWN_EVENT, f"expected {expected_type}")
    try:
        return body.model_validate_json(value)
    except ValidationError as error:
        place = "/".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise Undecodable(Reason.INVALID, f"{error.error_count()} faults, the first at /{place}") from None
