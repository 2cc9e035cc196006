"""A report: the one typed definition, for every kind and mode.

``kind`` and ``mode`` say which blocks are needed. JSON Schema, OpenAPI and the field pages come from here.
A correction is the same administration and national reference with a higher version.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from services.contracts.identifiers import report_id
from services.contracts.report_blocks import (
    Block,
    Code,
    Concealment,
    CoverLoad,
    Detection,
    FreeText,
    Goods,
    Grading,
    Identified,
    Instant,
    Leg,
    Location,
    Mark,
    NationalRef,
    Outcome,
    ParticipantCode,
    Party,
    Place,
    Reference,
    SharingBlock,
    Transport,
    Unit,
    Validity,
)
from services.contracts.topics import Mode

Kind = Literal["warning", "feedback", "seizure", "lab_result", "retraction"]

REQUIRED: Final[dict[Kind, tuple[str, ...]]] = {
    "warning": ("mode",),
    "feedback": ("in_reply_to", "occurred_at", "result"),
    "seizure": ("mode", "occurred_at", "precision", "direction", "location", "detection", "goods"),
    "lab_result": ("in_reply_to", "occurred_at", "identified"),
    "retraction": ("in_reply_to", "reason"),
}
"""What each kind must have beyond the header."""

ONLY_IN: Final[dict[str, Kind]] = {
    "addressed_to": "warning",
    "answer_by": "warning",
    "requested_action": "warning",
    "validity": "warning",
    "result": "feedback",
    "seizure_ref": "feedback",
    "identified": "lab_result",
    "method": "lab_result",
    "status": "lab_result",
    "reason": "retraction",
}
"""Fields that belong to one kind."""

REQUIRED_OF_SEIZED_GOODS: Final = ("substance", "quantity", "confirmed")


class Report(Block):
    """One report as its administration sent it."""

    kind: Kind
    operation: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    administration: ParticipantCode
    national_ref: NationalRef
    version: Annotated[StrictInt, Field(ge=1, le=1_000_000)] | None = None
    mode: Mode | None = None
    unit: Unit | None = None
    in_reply_to: Reference | None = None
    occurred_at: Instant | None = None
    precision: Code | None = None
    reported_at: Instant | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    exercise: StrictBool = False
    traffic: Code | None = None
    direction: Code | None = None
    customs_procedure: Mark | None = None
    location: Location | None = None
    service: Code | None = None
    detection: Detection | None = None
    narrative: FreeText | None = None
    illicit_indicators: tuple[Code, ...] = Field((), max_length=20)
    route: tuple[Leg, ...] = Field((), max_length=50)
    conveyance: Code | None = None
    transport: Transport | None = None
    goods: tuple[Goods, ...] = Field((), max_length=500)
    concealment: Concealment | None = None
    cover_load: CoverLoad | None = None
    parties: tuple[Party, ...] = Field((), max_length=100)
    outcome: Outcome | None = None
    sharing: SharingBlock | None = None
    grading: Grading | None = None
    # warning
    addressed_to: tuple[ParticipantCode, ...] = Field((), max_length=300)
    answer_by: Instant | None = None
    requested_action: FreeText | None = None
    validity: Validity | None = None
    # feedback
    result: Code | None = None
    seizure_ref: NationalRef | None = None
    # lab_result
    identified: tuple[Identified, ...] = Field((), max_length=100)
    method: Place | None = None
    status: Code | None = None
    # retraction
    reason: FreeText | None = None

    @property
    def report_id(self) -> str:
        """The id of the case."""
        return report_id(self.administration, self.national_ref)

    @property
    def answers(self) -> str | None:
        """The id of the report that this one is about."""
        return report_id(self.in_reply_to.administration, self.in_reply_to.national_ref) if self.in_reply_to else None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        for name in REQUIRED[self.kind]:
            if not getattr(self, name):
                raise PydanticCustomError("missing_for_kind", "{place}", {"place": f"/{name}", "kind": self.kind})
        for name, kind in ONLY_IN.items():
            if kind != self.kind and getattr(self, name):
                raise PydanticCustomError("not_for_kind", "{place}", {"place": f"/{name}", "kind": self.kind})
        if self.kind == "seizure":
            self._seizure_is_whole()
        if self.kind == "warning" and not self._says_what_to_look_at():
            raise PydanticCustomError("missing_for_kind", "{place}", {"place": "/transport", "kind": self.kind})
        return self

    def _seizure_is_whole(self) -> None:
        if self.location and not self.location.type:
            raise PydanticCustomError("missing_for_kind", "{place}", {"place": "/location/type", "kind": self.kind})
        for index, goods in enumerate(self.goods):
            for name in REQUIRED_OF_SEIZED_GOODS:
                if getattr(goods, name) is None:
                    raise PydanticCustomError(
                        "missing_for_kind", "{place}", {"place": f"/goods/{index}/{name}", "kind": self.kind}
                    )

    def _says_what_to_look_at(self) -> bool:
        identified = self.transport is not None and bool(self.transport.model_dump(exclude_defaults=True))
        return identified or bool(self.route and self.goods) or bool(self.parties)
