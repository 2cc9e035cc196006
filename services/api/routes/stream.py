"""/v1/alerts/stream: alerts as they come, to be resumed where it broke off."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.api.access import RETRY_AFTER, Asker, asker
from services.api.description import STREAM
from services.api.live import TooManyStreams
from services.api.parameters import StreamParameters
from services.api.parts import parts_of
from services.api.problems import Problem, Refusal
from services.api.streaming import LiveResponse
from services.api.tokens import Unsealable

router = APIRouter(tags=["alerts"])
BUSY_RETRY_AFTER = 30


@router.get("/v1/alerts/stream", response_class=Response, status_code=200, responses=STREAM)
async def stream(
    request: Request, who: Annotated[Asker, Depends(asker)], asked: Annotated[StreamParameters, Query()]
) -> Response:
    """Server-sent events `raised`, `updated`, `closed`, `withdrawn`; `gap` when some are gone for good.

    With `Last-Event-ID` (header, or `last_event_id`) it goes on right after that event; without, it begins at now.
    """
    parts = parts_of(request)
    token = request.headers.get("last-event-id") or asked.last_event_id
    try:
        resume = parts.seals.open_position(who.reader.code, token) if token else None
    except Unsealable:
        raise Refusal(Problem.BAD_TOKEN) from None
    if not parts.tail.caught_up:
        raise Refusal(Problem.UNAVAILABLE, RETRY_AFTER)
    try:
        listener = parts.hub.open(who.reader)
    except TooManyStreams:
        raise Refusal(Problem.TOO_MANY_STREAMS, BUSY_RETRY_AFTER) from None
    return LiveResponse(parts, who, listener, resume)
