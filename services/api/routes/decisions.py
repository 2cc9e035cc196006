"""/v1/links/{id}/decisions: what the owners of a link's two reports decide about it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.responses import Response

from services.api import shown
from services.api.access import Asker, asker
from services.api.answers import single
from services.api.bodies import asked_of
from services.api.deciding import (
    check_owner,
    check_same,
    check_seen,
    check_sense,
    decision_id,
    decision_of,
    tags_in,
)
from services.api.decision_line import known
from services.api.description import DECISION, DECISION_BODY
from services.api.parameters import DecisionAsked, NoParameters
from services.api.parts import parts_of
from services.api.problems import Problem, Refusal
from services.api.shapes import ShownLink
from services.contracts.documents import LINKS

router = APIRouter(tags=["links"])
_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")


@router.post("/v1/links/{link_id}/decisions", response_model=ShownLink, responses=DECISION, openapi_extra=DECISION_BODY)
async def decide(
    request: Request,
    link_id: str,
    who: Annotated[Asker, Depends(asker)],
    _: Annotated[NoParameters, Query()],
    if_match: Annotated[str | None, Header(description="The ETag of the link as it was read.")] = None,
    idempotency_key: Annotated[
        str | None, Header(description="With it the same request may be sent again: it decides once.")
    ] = None,
) -> Response:
    """Confirm or reject a link, be unsure of it, or take one's own decision back. Answered once it is in effect."""
    parts = parts_of(request)
    link = await parts.views.one(LINKS, link_id, who.reader)
    if link is None:
        raise Refusal(Problem.NOT_FOUND)
    check_owner(link, who.reader)
    tags = tags_in(if_match)
    if idempotency_key is not None and not _KEY.fullmatch(idempotency_key):
        raise Refusal(Problem.PARAMETER, errors=[{"parameter": "Idempotency-Key", "detail": "not_a_key"}])
    asked = await asked_of(request, DecisionAsked)
    kept = known(link, decision_id(link_id, who.reader, idempotency_key))
    if kept is None:
        check_seen(link, tags)
        check_sense(link, asked, who.reader)
        decided = decision_of(link, asked, who.reader, idempotency_key, datetime.now(UTC))
        link = await parts.decisions.take(decided, parts.views, who.reader)
        kept = known(link, decided.decision_id)
    if kept is not None:
        check_same(kept, asked)
    return single(request, who, shown.link(link, who.language))
