"""What the OpenAPI document says beyond the signatures: answers, problems, identity, the stream."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from services.api.parameters import DecisionAsked
from services.api.problems import MEDIA_TYPE, Problem
from services.api.shapes import ProblemDetails

Answers = dict[int | str, dict[str, Any]]
TITLE: Final = "Tocsin"
ABOUT: Final = (
    "Seizures, links and alerts of a joint customs operation, as far as their owners let the reader see them. Owners "
    "decide about links: with the ETag of what they read in If-Match. "
    "Lists go by cursor and are stable under writes; `Accept: text/csv` gives a table. Problems are RFC 9457."
)
_PROBLEM_SCHEMA: Final = {"$ref": "#/components/schemas/ProblemDetails"}


def _refusals(*problems: Problem) -> Answers:
    answers: Answers = {}
    for problem in problems:
        said = answers.setdefault(
            problem.status, {"description": "", "content": {MEDIA_TYPE: {"schema": _PROBLEM_SCHEMA}}}
        )
        said["description"] = ", ".join(filter(None, (said["description"], f"`{problem.uri}`")))
    return answers


_ALWAYS: Final = (Problem.UNAUTHENTICATED, Problem.PARAMETER, Problem.UNAVAILABLE, Problem.TOO_SLOW)
_ETAG: Final = {"ETag": {"schema": {"type": "string"}, "description": "Of what this reader sees."}}
_NEXT: Final = {"Link": {"schema": {"type": "string"}, "description": "`rel=next` when there is more (RFC 8288)."}}

LIST: Final[Answers] = {
    200: {"description": "One page.", "headers": _NEXT, "content": {"text/csv": {"schema": {"type": "string"}}}},
    **_refusals(*_ALWAYS, Problem.BAD_CURSOR),
}
ONE: Final[Answers] = {
    200: {"description": "The object.", "headers": _ETAG},
    304: {"description": "As the reader has it (If-None-Match)."},
    **_refusals(*_ALWAYS, Problem.NOT_FOUND),
}
NETWORK: Final[Answers] = {
    **ONE,
    200: {"description": "The network.", "headers": _ETAG, "content": {"text/csv": {"schema": {"type": "string"}}}},
}
DECISION: Final[Answers] = {
    200: {"description": "The link, with the decision in effect.", "headers": _ETAG},
    **_refusals(
        *_ALWAYS,
        Problem.FORBIDDEN,
        Problem.NOT_FOUND,
        Problem.WITHDRAWN,
        Problem.NOTHING_TO_UNDO,
        Problem.TOO_MANY_DECISIONS,
        Problem.CHANGED,
        Problem.TOO_LARGE,
        Problem.KEY_REUSED,
        Problem.UNSEEN,
        Problem.NOT_TAKEN,
        Problem.NOT_YET,
    ),
}
DECISION_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/DecisionAsked"}}},
    }
}
STREAM: Final[Answers] = {
    200: {"description": "The stream, without end.", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
    **_refusals(*_ALWAYS, Problem.BAD_TOKEN, Problem.TOO_MANY_STREAMS),
}


def describe(app: FastAPI, version: str) -> None:
    """Makes ``app.openapi()`` complete; the document is built once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(title=TITLE, version=version, description=ABOUT, routes=app.routes)
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            schemas["ProblemDetails"] = ProblemDetails.model_json_schema()
            schemas["DecisionAsked"] = DecisionAsked.model_json_schema()
            # No path answers with the framework's own shape of an invalid parameter.
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
            document["components"]["securitySchemes"] = {
                "key": {"type": "http", "scheme": "bearer", "description": "An API key, `tocsin_<id>_<secret>`."}
            }
            document["security"] = [{"key": []}]
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the framework's own way to complete it
