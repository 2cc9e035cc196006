"""The blocks of a report: place, route, transport, goods, parties, sharing, grading.

Field lists and units: docs/glossary.md and the JSON Schemas made from these classes. Unknown fields are refused.
A text field that names a code stays a text here: a value outside its list holds the report, it does not refuse it.
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
    StrictBool,
    StrictInt,
)

DIGITS: Final = 20


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("must be a JSON number")
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("must be a text")
    return value


def _instant(value: Any) -> Any:
    # Without this look, pydantic reads the text "1613035200" as seconds since 1970.
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]", _text(value)):
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
Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_instant, json_schema_input_type=str),
    AfterValidator(_storable),
    Field(json_schema_extra={"format": "date-time"}),
]
Day = Annotated[date, BeforeValidator(_text, json_schema_input_type=str), Field(json_schema_extra={"format": "date"})]

Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]{0,63}$")]
Country = Annotated[str, Field(min_length=1, max_length=64)]
Place = Annotated[str, Field(max_length=200)]
Mark = Annotated[str, Field(min_length=1, max_length=64)]
FreeText = Annotated[str, Field(max_length=10_000)]
ParticipantCode = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,31}$")]
NationalRef = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^\S(.*\S)?$")]
Token = Annotated[str, Field(pattern=r"^hmac:[A-Za-z0-9_-]{43}=$")]
"""``hmac:`` and the base64url (with padding) of HMAC-SHA-256(operation key, normalised value)."""


class Block(BaseModel):
    """What every part of a report has in common: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(Block):
    """The report that is meant: its owner and its owner's reference."""

    administration: ParticipantCode
    national_ref: NationalRef


class Unit(Block):
    """The reporting office."""

    code: Mark | None = None
    name: Place | None = None


class Location(Block):
    """Where it happened. ``country`` defaults to the administration's."""

    name: Place
    type: Code | None = None
    locode: Mark | None = None
    country: Country | None = None
    lat: Annotated[Number, Field(ge=-90, le=90)] | None = None
    lon: Annotated[Number, Field(ge=-180, le=180)] | None = None


class Detection(Block):
    """How it was found."""

    method: Code
    aids: tuple[Code, ...] = Field((), max_length=20)
    risk_profile: Mark | None = None
    place: Place | None = None


class Leg(Block):
    """One leg of the route. ``country`` may be the word ``unknown``."""

    role: Code
    country: Country
    place: Place | None = None
    date: Day | None = None
    carrier: Place | None = None
    transport: Code | None = None


class Vessel(Block):
    """A ship by its numbers; the name alone identifies nothing."""

    imo: Mark | None = None
    mmsi: Mark | None = None
    name: Place | None = None
    flag: Country | None = None


class Plate(Block):
    """A registration plate with the country that issued it."""

    country: Country
    number: Mark


Marks = Annotated[tuple[Mark, ...], Field(max_length=200)]


class Transport(Block):
    """Identifiers of consignment and conveyance. Every identifier is taken in every mode."""

    items: Marks = ()
    courier: Marks = ()
    posted_on: Day | None = None
    receptacle: Mark | None = None
    awb: Mark | None = None
    house_awb: Mark | None = None
    flight: Mark | None = None
    flight_date: Day | None = None
    bag_tags: Marks = ()
    containers: Marks = ()
    seals: Marks = ()
    bills_of_lading: Marks = ()
    vessel: Vessel | None = None
    voyage: Mark | None = None
    plates: tuple[Plate, ...] = Field((), max_length=50)
    vin: Mark | None = None
    tir: Mark | None = None
    cmr: Mark | None = None
    wagons: Marks = ()
    booking: Mark | None = None
    mrn: Mark | None = None


class Quantity(Block):
    """A figure above zero and the word of its unit, as written."""

    value: Positive
    unit: Mark


class TabletMarks(Block):
    """What a tablet or package looks like; lengths in millimetres, mass in milligrams."""

    logo: Mark | None = None
    colour: Mark | None = None
    shape: Mark | None = None
    score: Mark | None = None
    diameter_mm: Positive | None = None
    thickness_mm: Positive | None = None
    mass_mg: Positive | None = None
    press: Place | None = None
    tool: Place | None = None
    granulousness: Mark | None = None
    odour: Mark | None = None


class Photo(Block):
    """A picture by its hash; the picture itself stays with its owner."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: Annotated[str, Field(pattern=r"^image/[a-z0-9.+-]{1,40}$")]


class Goods(Block):
    """One kind of goods in the case. ``substance`` is as written; ``purity`` is in per cent."""

    no: Annotated[StrictInt, Field(ge=1, le=10_000)] | None = None
    substance: Place | None = None
    cas: Mark | None = None
    inchikey: Mark | None = None
    confirmed: StrictBool | None = None
    form: Code | None = None
    quantity: Quantity | None = None
    count: Annotated[StrictInt, Field(ge=0, le=10**12)] | None = None
    purity: Annotated[Number, Field(ge=0, le=100)] | None = None
    packaging: Place | None = None
    marks: TabletMarks | None = None
    photos: tuple[Photo, ...] = Field((), max_length=50)


class Concealment(Block):
    """How it was hidden."""

    code: Code | None = None
    text: FreeText | None = None


class CoverLoad(Block):
    """The goods that hid it: HS code of six digits, weight in kilograms."""

    description: FreeText | None = None
    hs: Mark | None = None
    weight_kg: Positive | None = None
    declared_value: NotNegative | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None


class Party(Block):
    """A person or firm, known only by keyed tokens made at the national side. No field for a name exists."""

    role: Code
    tokens: dict[Code, Annotated[tuple[Token, ...], Field(max_length=50)]] = Field(default_factory=dict, max_length=20)
    nationality: Country | None = None
    age_band: Mark | None = None
    gender: Code | None = None


class Outcome(Block):
    """What followed."""

    arrests: Annotated[StrictInt, Field(ge=0, le=100_000)] | None = None
    controlled_delivery: StrictBool | None = None


class SharingBlock(Block):
    """Who may read the report, set by its owner in the same message."""

    tlp: Annotated[str, Field(min_length=1, max_length=32)]
    handling: tuple[Mark, ...] = Field((), max_length=10)
    audience: tuple[Annotated[str, Field(pattern=r"^(operation|[A-Z][A-Z0-9-]{1,31})$")], ...] = Field(
        ("operation",), max_length=300
    )
    handling_text: FreeText | None = None


class Grading(Block):
    """Source A B C X, information 1 to 4 (Europol 4x4)."""

    source: Mark
    information: Mark


class Identified(Block):
    """A substance that the laboratory found; ``share`` in per cent."""

    substance: Place
    cas: Mark | None = None
    share: Annotated[Number, Field(ge=0, le=100)] | None = None
    no: Annotated[StrictInt, Field(ge=1, le=10_000)] | None = None


class Validity(Block):
    """From when to when a warning stands."""

    from_: Instant | None = Field(None, alias="from")
    to: Instant | None = None
