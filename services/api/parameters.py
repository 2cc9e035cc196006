"""What may be asked of each list: closed sets of parameters. An unknown parameter is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.events import (
    REASON_LENGTH,
    AlertSeverity,
    AlertStatus,
    LinkClass,
    LinkDecision,
    LinkStatus,
)
from services.contracts.report import Kind
from services.contracts.topics import Mode

STANDING: Final[tuple[LinkStatus, ...]] = ("proposed", "unsure", "confirmed")
"""The statuses that a list of links shows unless asked."""
LARGEST_PAGE: Final = 1000
DEEPEST: Final = 4
"""Most links between the report that a network is asked for and another of its reports."""


def _tokenless(text: str) -> str:
    if "hmac:" in text:
        raise PydanticCustomError("token", "a token is no reason")
    return text


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("out_of_range", "there is no such instant in UTC") from None


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]

# A null byte would end a BSON pattern early; no name, number or text has one.
Words = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
Operation = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,31}$")]
Id = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9:._-]*$")]


# Neither a control character nor a mark that turns the direction of writing: both hide what a text says.
_HIDES: Final = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
Why = Annotated[
    str,
    StringConstraints(min_length=1, max_length=REASON_LENGTH, pattern=rf"^[^{_HIDES}]*$"),
    AfterValidator(_tokenless),
]


class NoParameters(BaseModel):
    """A path that takes no parameter."""

    model_config = ConfigDict(extra="forbid")


class Paged(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="Most items of one page.")] = 100
    cursor: Annotated[
        str | None, Field(max_length=2048, description="`next` of the page before, with the same filters.")
    ] = None

    @property
    def filters(self) -> dict[str, object]:
        """What the list is about, apart from where the walk stands."""
        return self.model_dump(exclude={"limit", "cursor"}, exclude_none=True)


class ReportFilters(Paged):
    """Filters of reports; an item fits all of them."""

    administration: Code | None = None
    country: CountryCode | None = None
    mode: Mode | None = None
    kind: Kind | None = None
    substance: Words | None = None
    identifier: Annotated[Words | None, Field(description="A number as written; plates as `COUNTRY:number`.")] = None
    operation: Operation | None = None
    place: Annotated[Words | None, Field(description="UN/LOCODE or name of the place, as written.")] = None
    retracted: bool | None = None
    from_: Annotated[Instant | None, Field(alias="from", description="Occurred at or after.")] = None
    to: Annotated[Instant | None, Field(description="Occurred before.")] = None
    q: Annotated[Words | None, Field(description="Words in the texts and the reference; all must occur.")] = None
    order: Annotated[
        Literal["id", "newest"],
        Field(description="`newest` is for looking: what changes during the walk moves to its front."),
    ] = "id"


class LinkFilters(Paged):
    """Filters of links."""

    status: Annotated[list[LinkStatus], Field(description="May be repeated.")] = list(STANDING)
    class_: Annotated[LinkClass | None, Field(alias="class")] = None
    report: Id | None = None
    country: CountryCode | None = None
    operation: Operation | None = None
    order: Annotated[Literal["id", "newest"], Field(description="As for reports.")] = "id"


class AlertFilters(Paged):
    """Filters of alerts."""

    status: Annotated[list[AlertStatus] | None, Field(description="May be repeated.")] = None
    severity: AlertSeverity | None = None
    rule: Id | None = None
    report: Id | None = None
    link: Id | None = None
    country: CountryCode | None = None
    operation: Operation | None = None
    order: Annotated[Literal["id", "newest"], Field(description="As for reports.")] = "id"


class SubstanceFilters(Paged):
    """Filters of the list of substances."""

    q: Annotated[Words | None, Field(description="A name, street name, abbreviation or code in any language.")] = None
    group: Id | None = None


class PlaceQuestion(Paged):
    """A place as written, and the country that it is in."""

    q: Words
    country: Annotated[Words, Field(description="The country that the place is in: a code or a name.")]
    mode: Mode | None = None
    division: Words | None = None


class QualityFilters(Paged):
    """Filters of the score card."""

    operation: Operation | None = None


class NetworkParameters(BaseModel):
    """What the network around a report takes. ``from`` and ``to`` are about its other reports."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    depth: Annotated[int, Field(ge=1, le=DEEPEST, description="Most links from the report that was asked about.")] = 2
    class_: Annotated[list[LinkClass] | None, Field(alias="class", description="May be repeated.")] = None
    min_score: Annotated[float | None, Field(allow_inf_nan=False, description="Least score of a link.")] = None
    status: Annotated[list[LinkStatus], Field(description="May be repeated.")] = list(STANDING)
    from_: Annotated[Instant | None, Field(alias="from", description="Occurred at or after.")] = None
    to: Annotated[Instant | None, Field(description="Occurred before.")] = None


class DecisionAsked(BaseModel):
    """A decision about a link. A rejection needs its reason; no name, address or token belongs in it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    decision: LinkDecision
    reason: Annotated[Why | None, Field(description="Why, for the other owner and for later.")] = None

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.decision == "reject" and self.reason is None:
            raise PydanticCustomError("reason_missing", "a rejection needs its reason")
        return self


class StreamParameters(BaseModel):
    """What the live stream takes."""

    model_config = ConfigDict(extra="forbid")
    last_event_id: Annotated[
        str | None, Field(max_length=2048, description="As the header Last-Event-ID, which goes before it.")
    ] = None
