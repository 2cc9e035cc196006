"""One cell becomes a value of a report: number, date, code, text. What can be read in two ways is not read. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Context, Decimal
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from services.contracts.report_values import DIGITS
from services.ingest.formats.records import Cell
from services.ingest.formats.report_paths import Kind
from services.ingest.formats.row_findings import RowCode

Precision = Literal["minute", "day", "month"]
Value = str | bool | int | Decimal

YES: Final = frozenset({"yes", "y", "true", "1", "oui", "o", "vrai"})
NO: Final = frozenset({"no", "n", "false", "0", "non", "faux"})

_ISO: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,3})?")
_OFFSET: Final = re.compile(r"([+-])([01][0-9]|2[0-3]):([0-5][0-9])")
_NO_CODE: Final = re.compile(r"[^a-z0-9]+")
_SHORT: Final = Context(prec=15)
_LONGEST: Final = 200
"""Letters of a cell that can be a number, date or code."""


class Unread(Exception):
    """The cell holds nothing of the kind that belongs there."""

    def __init__(self, code: RowCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Habits:
    """How a sender writes numbers and dates. ``formats`` empty: as in ISO 8601. ``zone`` None: offsets are written."""

    decimal: str = "."
    thousands: str = ""
    formats: tuple[str, ...] = ()
    zone: str | None = None


def is_blank(cell: Cell) -> bool:
    """Is there nothing but space in it?"""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell) -> str:
    """The cell as text, a number as a spreadsheet shows it. Raises Unread for a date."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        raise Unread(RowCode.CELL_IS_DATE)
    if isinstance(cell, Decimal):
        return f"{cell:f}" if abs(cell.adjusted()) < 30 else str(cell)
    return ""


def folded(text: str) -> str:
    """The text for comparing: case and runs of space make no difference."""
    return " ".join(text.casefold().split())


def value_of(cell: Cell, kind: Kind, habits: Habits) -> tuple[Value, Precision | None]:
    """The value that belongs into a report, and how exact an instant is. Raises Unread."""
    if kind == "instant":
        return _instant(cell, habits)
    if kind == "day":
        return _day(cell, habits), None
    if kind == "number":
        return number(cell, habits), None
    if kind == "integer":
        found = number(cell, habits)
        small = found.adjusted() < DIGITS  # int() of 1E+999999999 would never end
        return (int(found) if small and found == found.to_integral_value() else found), None
    if kind == "yes_no":
        return _yes_no(cell), None
    text = text_of(cell)
    return (code(text) if kind == "code" else text), None


def code(text: str) -> str:
    """A term as its code: ``Risk profiling`` is ``risk_profiling``. What has no Latin letter stays as it is."""
    return _NO_CODE.sub("_", text[:_LONGEST].casefold()).strip("_") or text


def number(cell: Cell, habits: Habits) -> Decimal:
    """The number in the cell. Raises Unread where a digit could mean two things."""
    if isinstance(cell, Decimal) and cell.is_finite():
        return cell
    if isinstance(cell, date):
        raise Unread(RowCode.CELL_IS_DATE)
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        raise Unread(RowCode.CELL_NO_NUMBER)
    text = cell.strip()
    if habits.thousands:
        text = _without_thousands(text, habits)
    if habits.decimal == ",":
        if "." in text:
            raise Unread(RowCode.CELL_NO_NUMBER)
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise Unread(RowCode.CELL_NO_NUMBER)
    return Decimal(text)


def measurable(value: Decimal) -> Decimal:
    """The number with at most 15 significant digits, if it has more than a report can hold: tails of binary fractions.

    ``1.4000000000000001e-05`` is 0.000014. Every other number stays as it is.
    """
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or max(len(digits), -exponent) <= DIGITS:
        return value
    return _SHORT.plus(value)


def _without_thousands(text: str, habits: Habits) -> str:
    """Groups of three only: 1.5 is no 15, whatever the separator is declared to be."""
    mark = habits.thousands
    if mark == " ":
        text = text.replace("\u00a0", " ").replace("\u202f", " ")
    whole, point, rest = text.partition(habits.decimal)
    if mark not in whole:
        return text
    groups = whole.lstrip("+-").split(mark)
    if mark in rest or not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
        raise Unread(RowCode.CELL_NO_NUMBER)
    return whole.replace(mark, "") + point + rest


def _yes_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, str | Decimal):
        word = folded(text_of(cell)[:_LONGEST])
        if word in YES:
            return True
        if word in NO:
            return False
    raise Unread(RowCode.CELL_NO_YES_NO)


def _day(cell: Cell, habits: Habits) -> str:
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise Unread(RowCode.CELL_NO_DATE)
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        raise Unread(RowCode.CELL_NO_DATE)
    found, _ = _parsed(cell.strip(), habits.formats)
    return found.date().isoformat()


def _instant(cell: Cell, habits: Habits) -> tuple[str, Precision]:
    if isinstance(cell, datetime):
        # A spreadsheet keeps a date as its midnight.
        return _zoned(cell, habits.zone), "day" if cell.time() == time() else "minute"
    if isinstance(cell, date):
        return _zoned(datetime.combine(cell, time()), habits.zone), "day"
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        raise Unread(RowCode.CELL_NO_DATE)
    return _instant_of(cell.strip(), habits.formats, habits.zone)


@lru_cache(maxsize=8192)
def _instant_of(text: str, formats: tuple[str, ...], zone: str | None) -> tuple[str, Precision]:
    found, precision = _parsed(text, formats)
    return _zoned(found, zone), precision


def _parsed(text: str, formats: tuple[str, ...]) -> tuple[datetime, Precision]:
    """The one date that the text is. Raises Unread when it is none, or two by two formats."""
    if not formats:
        return _iso(text)
    found: dict[datetime, Precision] = {}
    for each in formats:
        try:
            read = datetime.strptime(text, each)  # noqa: DTZ007 -- the zone is the mapping's
        except (ValueError, OverflowError):
            continue
        found.setdefault(read, precision_of(each))
    if len(found) != 1:
        raise Unread(RowCode.CELL_NO_DATE)
    return next(iter(found.items()))


def precision_of(pattern: str) -> Precision:
    """How exact a date of this format is."""
    if any(part in pattern for part in ("%H", "%I")):
        return "minute"
    return "day" if any(part in pattern for part in ("%d", "%j")) else "month"


def _iso(text: str) -> tuple[datetime, Precision]:
    parts = _ISO.fullmatch(text)
    if parts is None:
        raise Unread(RowCode.CELL_NO_DATE)
    try:
        return datetime.fromisoformat(text.upper()), "minute" if parts[1] else "day"
    except ValueError:
        raise Unread(RowCode.CELL_NO_DATE) from None


def _zoned(instant: datetime, zone: str | None) -> str:
    if instant.tzinfo is None:
        if zone is None:
            raise Unread(RowCode.CELL_NO_DATE)
        instant = instant.replace(tzinfo=zone_of(zone))
    try:
        instant.astimezone(UTC)
    except OverflowError:
        raise Unread(RowCode.CELL_NO_DATE) from None
    if (instant.utcoffset() or timedelta()).seconds % 60:
        raise Unread(RowCode.CELL_NO_DATE)  # local mean time, before there were zones: no offset can be written
    return instant.isoformat()


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo | timezone:
    """A zone by its IANA name or its offset, such as ``Asia/Seoul`` or ``+09:00``. Raises ValueError."""
    if name == "UTC":
        return UTC
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    try:
        return ZoneInfo(name)
    except (OSError, KeyError) as error:
        raise ValueError(f"no time zone {name[:60]!r}") from error
