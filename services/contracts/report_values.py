"""The values that a report is made of: numbers, instants, texts of bounded length, tokens; and what a field says.

A text field that names a code stays a text: a value outside its list holds the report, it does not refuse it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictInt,
)

from services.contracts.topics import Mode

DIGITS: Final = 20
CODE_PATTERN: Final = r"^[a-z0-9][a-z0-9_]{0,63}$"
TOKEN_PATTERN: Final = r"^hmac:[A-Za-z0-9_-]{43}=$"  # noqa: S105 -- the form of a token, no token


def says(
    en: str,
    fr: str,
    *,
    codes: str | None = None,
    names: str | None = None,
    unit: str | None = None,
    modes: tuple[Mode, ...] = (),
) -> Any:
    """What a field is, in English and French, for schemas, pages and templates; it changes nothing in validation.

    ``codes`` is the code list of its values, ``names`` that of an object's field names (contracts/code_lists),
    ``unit`` the unit of a figure, ``modes`` where an identifier is at home (none: everywhere).
    """
    extra: dict[str, Any] = {"x-description-fr": fr}
    if codes:
        extra["x-code-list"] = codes
    if names:
        extra["x-code-list-of-names"] = names
    if unit:
        extra["x-unit"] = unit
    if modes:
        extra["x-modes"] = list(modes)
    return Field(description=en, json_schema_extra=extra)


_A_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AN_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]")


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("must be a JSON number")
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("must be a text")
    return value


def _day(value: Any) -> Any:
    # Without this look, pydantic reads the text "1613088000" as seconds since 1970.
    if not _A_DAY.match(_text(value)):
        raise ValueError("must be a day like 2021-02-11")
    return value


def _instant(value: Any) -> Any:
    # The same trap as with days.
    if not _AN_INSTANT.match(_text(value)):
        raise ValueError("must be an instant like 2021-02-11T09:20:00+09:00")
    return value


def _storable(value: datetime) -> datetime:
    try:
        value.astimezone(UTC)
    except OverflowError:  # the first or last hours of the calendar, shifted out of it
        raise ValueError("lies outside the calendar") from None
    return value


# Amounts are decimals inside. On the wire they are JSON numbers of at most DIGITS digits.
Number = Annotated[
    Decimal,
    BeforeValidator(_number, json_schema_input_type=float),
    Field(allow_inf_nan=False, max_digits=DIGITS, ge=Decimal("-1e12"), le=Decimal("1e12")),
    PlainSerializer(float, return_type=float, when_used="json"),
]
Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]
PerCent = Annotated[Number, Field(ge=0, le=100)]
Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_instant, json_schema_input_type=str),
    AfterValidator(_storable),
    Field(json_schema_extra={"format": "date-time"}),
]
Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=str), Field(json_schema_extra={"format": "date"})]

ItemNumber = Annotated[StrictInt, Field(ge=1, le=10_000)]
Code = Annotated[str, Field(pattern=CODE_PATTERN)]
Country = Annotated[str, Field(min_length=1, max_length=64)]
Place = Annotated[str, Field(max_length=200)]
Mark = Annotated[str, Field(min_length=1, max_length=64)]
Marks = Annotated[tuple[Mark, ...], Field(max_length=200)]
FreeText = Annotated[str, Field(max_length=10_000)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
ParticipantCode = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,31}$")]
NationalRef = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^\S(.*\S)?$")]
Token = Annotated[str, Field(pattern=TOKEN_PATTERN)]
"""``hmac:`` and the base64url (with padding) of HMAC-SHA-256(operation key, normalised value)."""


KeyCheck = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
"""By which keys are told apart and none is found: 16 digits of HMAC-SHA-256(operation key, a published text)."""


class Block(BaseModel):
    """What every part of a report has in common: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
