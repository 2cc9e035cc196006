"""Is this a report at all? Raw bytes become a Report, or the findings that say what is wrong. Pure.

A finding names the place (a JSON pointer) and never the value. One body has one reason, the gravest of its
findings: nominal data before unknown fields before everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.contracts.codec import parse_json
from services.contracts.findings import Code, Finding, finding
from services.contracts.reasons import Reason, Refused, Undecodable
from services.contracts.report import Report
from services.contracts.topics import REPORT_BYTES
from services.ingest.personal_fields import holds_personal

MOST_FINDINGS: Final = 50
"""Findings told about one report; a body of 40,000 unknown fields is no reason for 40,000 sentences."""

_FIELD_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_DATE_FAULTS: Final = ("date", "timezone")
_LENGTH_FAULTS: Final = frozenset({"string_too_long", "too_long", "decimal_max_digits"})
_OWN_WORDS: Final = {"missing_for_kind": Code.MISSING_FIELD, "not_for_kind": Code.NOT_FOR_KIND}
_EXACT: Final = {"missing": Code.MISSING_FIELD, "greater_than": Code.NOT_POSITIVE, **_OWN_WORDS}
_WRONG_TYPE_TEXTS: Final = ("must be a JSON number", "must be a text")


class Unfit(Refused):
    """The body can never be a report. ``findings`` say why, gravest first."""

    def __init__(self, reason: Reason, findings: Sequence[Finding], message: str = "") -> None:
        first = findings[0] if findings else None
        place = f", the first at {first.path or 'the top'}: {first.code}" if first else ""
        super().__init__(reason, message or f"{len(findings) or 'no'} findings{place}")
        self.findings = tuple(findings)


def read(raw: bytes) -> Report:
    """The report that these bytes are. Raises Unfit."""
    if len(raw) > REPORT_BYTES:
        raise oversize()
    return fit(parse(raw))


def oversize() -> Unfit:
    """What is said about a body beyond REPORT_BYTES."""
    return Unfit(Reason.OVERSIZE, [finding(Code.OVERSIZE, "")], f"larger than {REPORT_BYTES} bytes")


def parse(raw: bytes) -> Any:
    """The JSON value of these bytes. Raises Unfit with the codec's own reason."""
    try:
        return parse_json(raw)
    except Undecodable as why:
        raise Unfit(why.reason, [finding(Code.MALFORMED, "")], why.message) from None


def fit(value: Any) -> Report:
    """The report that this JSON value is. Raises Unfit."""
    if not isinstance(value, dict):
        raise Unfit(Reason.INVALID, [finding(Code.WRONG_TYPE, "")], "the body is not a JSON object")
    try:
        return Report.model_validate(value)
    except ValidationError as error:
        found = [_found(fault) for fault in error.errors(include_url=False)]
    raise _unfit(found)


def _unfit(found: Iterable[tuple[Code, str]]) -> Unfit:
    places = list(dict.fromkeys(found))
    codes = {code for code, _ in places}
    reason = Reason.INVALID
    for code, graver in ((Code.UNKNOWN_FIELD, Reason.UNKNOWN_FIELD), (Code.NOMINAL_DATA, Reason.NOMINAL_DATA)):
        if code in codes:
            reason = graver
    places.sort(key=lambda place: (place[0] is not Code.NOMINAL_DATA, place[0] is not Code.UNKNOWN_FIELD))
    return Unfit(reason, [finding(code, path) for code, path in places[:MOST_FINDINGS]])


def _found(fault: ErrorDetails) -> tuple[Code, str]:
    kind, loc = fault["type"], fault["loc"]
    if kind in _OWN_WORDS:
        return _OWN_WORDS[kind], str(fault["ctx"]["place"])
    if _in_tokens(loc):
        # Whatever stands where a token belongs may be a name in clear, its key too.
        path = pointer(loc[:3] if loc[-1] == "[key]" else loc)
        return (Code.TOO_LONG if kind in _LENGTH_FAULTS else Code.NOMINAL_DATA), path
    if kind == "extra_forbidden":
        personal = holds_personal(str(loc[-1]), fault["input"])
        return (Code.NOMINAL_DATA if personal else Code.UNKNOWN_FIELD), pointer(loc)
    return _code(fault), pointer(loc)


def _in_tokens(loc: tuple[int | str, ...]) -> bool:
    return loc[:1] == ("right_holder",) or (len(loc) > 2 and loc[0] == "parties" and loc[2] == "tokens")


def _code(fault: ErrorDetails) -> Code:
    kind = fault["type"]
    if kind in _EXACT:
        return _EXACT[kind]
    if kind in _LENGTH_FAULTS:
        return Code.TOO_LONG
    if kind.startswith(_DATE_FAULTS):
        return Code.INVALID_DATE
    if kind == "value_error":
        # Only the validators of numbers and instants raise it (contracts/report_blocks.py).
        return Code.WRONG_TYPE if str(fault["ctx"]["error"]) in _WRONG_TYPE_TEXTS else Code.INVALID_DATE
    if kind.endswith(("_type", "_attributes_type")) or kind == "int_from_float":
        return Code.WRONG_TYPE
    return Code.INVALID_VALUE


def pointer(loc: Iterable[int | str]) -> str:
    """The JSON pointer of a place; it ends above a name that is no field name, since that may be anything."""
    path = ""
    for part in loc:
        if isinstance(part, str) and not _FIELD_NAME.fullmatch(part):
            break
        path += f"/{part}"
    return path
