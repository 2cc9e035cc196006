"""Is this a report? Asked before it goes where nobody can answer; the answer names places and never a value. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from pydantic import ValidationError

from services.contracts.codec import parse_json
from services.contracts.reasons import Undecodable
from services.contracts.report import Report
from services.contracts.topics import REPORT_BYTES

MOST_PLACES: Final = 5
_FIELD_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


def checked(body: bytes) -> Report:
    """The report that this JSON is. Raises ValueError for what is none."""
    if len(body) > REPORT_BYTES:
        raise ValueError(f"the report is larger than {REPORT_BYTES} bytes")
    try:
        value = parse_json(body)
    except Undecodable as why:
        raise ValueError(f"this is no report: {why.message}") from None
    return checked_value(value)


def checked_value(value: Any) -> Report:
    """The report that this JSON value is. Raises ValueError for what is none."""
    try:
        return Report.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        said = ", ".join(f"{_place(fault)} {fault['type']}" for fault in faults[:MOST_PLACES])
        more = f" and {len(faults) - MOST_PLACES} more" if len(faults) > MOST_PLACES else ""
        raise ValueError(f"this is no report: {said}{more}") from None


def pointer(parts: Iterable[int | str]) -> str:
    """A JSON pointer; it ends above a name that is no field name, since that may be anything."""
    path = ""
    for part in parts:
        if isinstance(part, str) and not _FIELD_NAME.fullmatch(part):
            break
        path += f"/{part}"
    return path or "/"


def _place(fault: Any) -> str:
    if "place" in fault.get("ctx", {}):
        return str(fault["ctx"]["place"])
    loc = fault["loc"]
    # What stands where a type of tokens belongs may be a name in clear.
    return pointer(loc[:3] if loc[:1] == ("parties",) and loc[2:3] == ("tokens",) else loc)
