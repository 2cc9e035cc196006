"""The HTTP door: POST /v1/reports. Who sends, what is it, is it safe in Kafka; only then 202."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request, Response
from pymongo.errors import PyMongoError
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from services.contracts.findings import Finding, Language, in_language
from services.contracts.metrics import Metrics
from services.contracts.participants import Participant
from services.contracts.reasons import Reason, Transient
from services.ingest import openapi, problems
from services.ingest.admission import Admission, Arrival
from services.ingest.cloud_events import BATCH, LIMITS, Item, oversize_of, read_body
from services.ingest.intake import MAY_REPORT, Decision
from services.ingest.problems import Problem
from services.ingest.rate import Buckets
from services.ingest.request import TooLarge, bearer, language, limited_body, media_type, release, trace
from services.ingest.shape import Unfit
from services.runtime.directory import Directory
from services.runtime.logs import get_logger

PATH: Final = "/v1/reports"
LARGE: Final = 64 * 1024
"""Bodies above this are read in a thread, so that others are answered meanwhile."""
RETRY_AFTER: Final = 1.0

log = get_logger()


@dataclass(frozen=True, slots=True)
class DoorParts:
    """What the door is made from. ``patience``: seconds for the look-up of a key."""

    admission: Admission
    directory: Directory
    metrics: Metrics
    buckets: Buckets
    patience: float


def create_door(open_parts: Callable[[], AbstractAsyncContextManager[DoorParts]]) -> FastAPI:
    """The door's application; its parts are opened when it starts and closed when it stops."""
    doors: list[_Door] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with open_parts() as parts:
            doors.append(_Door(parts))
            yield

    app = FastAPI(
        title="Tocsin ingest door",
        version="1",
        description="Reports come in here. Kafka takes them too, on reports-<mode>.",
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
    )

    @app.post(PATH, openapi_extra=openapi.operation(), status_code=202, response_class=Response)
    async def post_report(request: Request) -> Response:
        """Send one report, one CloudEvent, or a batch of CloudEvents."""
        return await doors[-1].answer(request)

    app.add_middleware(_StraightIn, answer=post_report)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]  # FastAPI's own way to replace it
    return app


class _StraightIn:
    """Takes a report past the layers of routing, which cost a fifth of what a report costs here and decide nothing."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._app, self._answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST":
            response = await self._answer(Request(scope, receive, send))
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class _Door:
    def __init__(self, parts: DoorParts) -> None:
        self._parts, self._metrics = parts, parts.metrics

    async def answer(self, request: Request) -> Response:
        response = await self._safely(request)
        self._metrics.count("tocsin_door_requests_total", answer=f"{response.status_code // 100}xx")
        return response

    async def _safely(self, request: Request) -> Response:
        speech = language(request)
        try:
            return await self._answer(request, speech)
        except (Transient, TimeoutError, PyMongoError) as away:
            log.warning("door cannot take reports", error=type(away).__name__)
            return _response(problems.later(503, problems.AWAY, "Nothing was taken.", RETRY_AFTER, speech))
        except ClientDisconnect:
            return Response(status_code=400)  # nobody hears it
        except Exception as error:  # noqa: BLE001 -- a bug is answered too; a trace could hold the report
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("door failed", error=type(error).__name__, file=place.filename, line=place.lineno)
            return self._refuse(Unfit(Reason.INTERNAL_ERROR, [], "an error of the platform"), speech)

    async def _answer(self, request: Request, speech: Language) -> Response:
        participant = await self._participant(bearer(request))
        if participant is None:
            return self._refuse(Unfit(Reason.UNAUTHENTICATED, [], "no live API key"), speech)
        speech = language(request, participant.language)
        if participant.role not in MAY_REPORT:
            return self._refuse(Unfit(Reason.FORBIDDEN, [], "this role may not report"), speech)
        media = media_type(request)
        if media not in LIMITS or "content-encoding" in request.headers:
            self._count(Reason.INVALID)
            return _response(problems.unsupported(f"one of {', '.join(LIMITS)}, not encoded", speech))
        try:
            raw = await limited_body(request, LIMITS[media])
        except TooLarge:
            return self._refuse(oversize_of(media), speech)
        except TimeoutError:
            return _response(problems.later(408, problems.TOO_SLOW, "Send it again.", RETRY_AFTER, speech))
        try:
            arrival = Arrival(datetime.now(UTC), trace(request), release(request))
            items = await _read(media, request.headers.get("ce-type"), raw)
        except Unfit as why:
            return self._refuse(why, speech)
        wait = self._parts.buckets.take(participant.code, len(items), time.monotonic())
        if wait:
            return _response(problems.later(429, problems.TOO_FAST, "Slow down.", wait, speech))
        results = await self._parts.admission.admit(participant, items, arrival)
        return self._batch(results, speech) if media == BATCH else self._single(results[0], speech)

    async def _participant(self, key: str) -> Participant | None:
        async with asyncio.timeout(self._parts.patience):
            return await self._parts.directory.by_api_key(key, datetime.now(UTC))

    def _single(self, result: Decision | Unfit, speech: Language) -> Response:
        if isinstance(result, Unfit):
            return self._refuse(result, speech)
        if result.reason is not None:
            return self._refuse(Unfit(result.reason, result.findings), speech)
        self._count_result(result)
        return Response(orjson.dumps(_item(result, speech)), 202, media_type="application/json")

    def _batch(self, results: Sequence[Decision | Unfit], speech: Language) -> Response:
        for result in results:
            self._count_result(result)
        items = [_item(result, speech) for result in results]
        if any(result.reason is None for result in results):
            return Response(orjson.dumps({"items": items}), 202, media_type="application/json")
        reason = next(result.reason for result in results if result.reason is not None)
        # Always 422: which of its events would say another status?
        problem = problems.refusal(reason, "none of the events was taken", [], speech, {"items": items}, status=422)
        return _response(problem)

    def _refuse(self, why: Unfit, speech: Language) -> Response:
        self._count(why.reason)
        return _response(problems.refusal(why.reason, why.message, why.findings, speech))

    def _count_result(self, result: Decision | Unfit) -> None:
        if result.reason is not None:
            self._count(result.reason)
        elif isinstance(result, Decision):
            self._metrics.count("tocsin_door_reports_total", status=result.status)

    def _count(self, reason: Reason) -> None:
        self._metrics.count("tocsin_door_reports_total", status="refused")
        self._metrics.count("tocsin_refused_total", reason=reason.value)


async def _read(media: str, event_type: str | None, raw: bytes) -> list[Item]:
    if len(raw) > LARGE:
        return await asyncio.to_thread(read_body, media, event_type, raw)
    return read_body(media, event_type, raw)


def _item(result: Decision | Unfit, speech: Language) -> dict[str, Any]:
    if isinstance(result, Unfit):
        return _words(None, None, "refused", result.reason, result.findings, speech)
    own = result.reason is not Reason.FOREIGN_ADMINISTRATION
    report_id = result.seen.report_id if own else None
    return _words(report_id, result.version, result.status, result.reason, result.findings, speech)


def _words(
    report_id: str | None,
    version: int | None,
    status: str,
    reason: Reason | None,
    findings: Sequence[Finding],
    speech: Language,
) -> dict[str, Any]:
    said = [one.model_dump() for one in in_language(findings, speech)]
    why = {"reason": reason.value} if reason else {}
    return {"report_id": report_id, "version": version, "status": status, **why, "findings": said}


def _response(problem: Problem) -> Response:
    return Response(problem.body, problem.status, dict(problem.headers), media_type=problems.MEDIA_TYPE)
