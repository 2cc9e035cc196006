"""Every exception that a request can end with, and the problem that it becomes."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pymongo.errors import ExecutionTimeout, PyMongoError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.api.access import RETRY_AFTER, preferred
from services.api.problems import Problem, Refusal, answer
from services.contracts.findings import Language
from services.runtime.logs import get_logger
from services.runtime.store import is_transient

log = get_logger()
MAX_TIME_EXPIRED = 50


def register(app: FastAPI) -> None:
    """Teaches ``app`` to answer each of them."""

    @app.exception_handler(Refusal)
    async def refused(request: Request, error: Refusal) -> Response:
        return answer(error.problem, _language(request), retry_after=error.retry_after, errors=error.errors)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        # The name of the parameter and the rule; never the value, which may be somebody's number.
        errors = [{"parameter": str(one["loc"][-1]), "detail": one["type"]} for one in error.errors()]
        return answer(Problem.PARAMETER, _language(request), errors=errors)

    @app.exception_handler(HTTPException)
    async def unknown_path(request: Request, error: HTTPException) -> Response:
        problem = Problem.METHOD if error.status_code == Problem.METHOD.status else Problem.NOT_FOUND
        return answer(problem, _language(request))

    @app.exception_handler(PyMongoError)
    async def store_failed(request: Request, error: PyMongoError) -> Response:
        # pymongo's own time limit raises a network timeout too: the store may be well and the question too large.
        log.warning("a query failed", error=type(error).__name__)
        if isinstance(error, ExecutionTimeout) or getattr(error, "code", None) == MAX_TIME_EXPIRED:
            return answer(Problem.TOO_SLOW, _language(request), retry_after=RETRY_AFTER)
        if is_transient(error) or error.timeout:
            return answer(Problem.UNAVAILABLE, _language(request), retry_after=RETRY_AFTER)
        return answer(Problem.INTERNAL, _language(request))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        return answer(Problem.INTERNAL, _language(request))


def _language(request: Request) -> Language:
    return preferred(request.headers.get("accept-language", ""))
