"""The door's OpenAPI 3.1 document: the Report schema and the answers, generated from the classes. Pure."""

from __future__ import annotations

from typing import Any, Final, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict

from services.contracts.events import SUBMITTED
from services.contracts.findings import Finding
from services.contracts.reasons import Reason
from services.contracts.release import RELEASE_REASON_LENGTH
from services.contracts.report import Report
from services.ingest.cloud_events import BATCH, MOST_EVENTS, PLAIN, STRUCTURED
from services.ingest.problems import MEDIA_TYPE

_REF: Final = "#/components/schemas/{model}"


class Answer(BaseModel):
    """What became of one report. Kafka has acknowledged it on all in-sync replicas."""

    model_config = ConfigDict(extra="forbid")
    report_id: str
    version: int
    status: Literal["accepted", "duplicate", "held"]
    findings: list[Finding]


class ItemAnswer(BaseModel):
    """What became of one event of a batch; ``report_id`` and ``version`` are null when it could not be read."""

    model_config = ConfigDict(extra="forbid")
    report_id: str | None
    version: int | None
    status: Literal["accepted", "duplicate", "held", "refused"]
    reason: Reason | None = None
    findings: list[Finding]


class BatchAnswer(BaseModel):
    """One answer per event, in the order of the batch."""

    model_config = ConfigDict(extra="forbid")
    items: list[ItemAnswer]


class ProblemDetails(BaseModel):
    """RFC 9457 problem details. ``items`` stands there for a batch of which nothing was taken."""

    type: str
    title: str
    status: int
    detail: str
    reason: Reason | None = None
    findings: list[Finding] = []
    items: list[ItemAnswer] | None = None


_ANSWERS: Final = {
    "401": "No live API key.",
    "403": "The participant may not report, or not for this administration.",
    "408": "The body did not arrive in time.",
    "413": "The body, the report or the batch is too large.",
    "415": "The media type is not taken.",
    "422": "Refused: the findings say why.",
    "429": "Too many reports; see Retry-After.",
    "503": "MongoDB or Kafka is away; see Retry-After. Nothing was promised: send it again.",
}


def operation() -> dict[str, Any]:
    """Request body and responses of POST /v1/reports, as OpenAPI has them."""
    event = {
        "type": "object",
        "required": ["specversion", "type", "id", "source", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "type": {"const": SUBMITTED},
            "id": {"type": "string"},
            "source": {"type": "string"},
            "data": _ref("Report"),
        },
    }
    problem = {MEDIA_TYPE: {"schema": _ref("ProblemDetails")}}
    taken = {PLAIN: {"schema": {"anyOf": [_ref("Answer"), _ref("BatchAnswer")]}}}
    return {
        "requestBody": {
            "required": True,
            "content": {
                PLAIN: {"schema": _ref("Report")},
                STRUCTURED: {"schema": event},
                BATCH: {"schema": {"type": "array", "items": event, "minItems": 1, "maxItems": MOST_EVENTS}},
            },
        },
        "parameters": [
            {
                "name": "Tocsin-Release",
                "in": "header",
                "required": False,
                "description": "Why a person of the owner lets in what is held: one line in UTF-8. Sent with the very "
                "report that is held, or with a new one; what is held for a version_conflict cannot be let in.",
                "schema": {"type": "string", "minLength": 1, "maxLength": RELEASE_REASON_LENGTH},
            }
        ],
        "responses": {
            "202": {"description": "Taken: accepted, held, or known already.", "content": taken},
            **{status: {"description": text, "content": problem} for status, text in _ANSWERS.items()},
        },
        "security": [{"apiKey": []}],
    }


def document(app: FastAPI) -> dict[str, Any]:
    """The whole document of ``app``."""
    made = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    schemas: dict[str, Any] = {}
    for model in (Report, Answer, BatchAnswer, ProblemDetails):
        schema = model.model_json_schema(ref_template=_REF)
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    made["components"] = {
        "schemas": dict(sorted(schemas.items())),
        "securitySchemes": {"apiKey": {"type": "http", "scheme": "bearer"}},
    }
    return made


def _ref(model: str) -> dict[str, str]:
    return {"$ref": _REF.format(model=model)}
