"""What the sender asks of the reading of a file, beyond its mapping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.ingest.formats.definition import Definition
from services.ingest.formats.judging import Judge, judge_row


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to be read, and ``now``, the instant that it is judged at.

    ``mapping`` None: JSON holds reports as they are, and a table's columns are named after the report's fields.
    ``administration``: who sends; a row of somebody else is refused. ``operation`` and ``zone`` stand for those of
    the mapping; ``encoding`` and ``sheet`` likewise. ``judge`` says what becomes of a body; a caller that knows more
    than the door, such as reference data, gives its own.
    """

    now: datetime
    mapping: Definition | None = None
    administration: str | None = None
    operation: str | None = None
    zone: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    judge: Judge = judge_row
