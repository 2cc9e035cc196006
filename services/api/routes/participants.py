"""/v1/participants: who takes part."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.api import shown
from services.api.access import Asker, asker
from services.api.answers import page, walk_of
from services.api.description import LIST
from services.api.parameters import Paged
from services.api.parts import parts_of
from services.api.shapes import ParticipantPage

router = APIRouter(tags=["participants"])


@router.get("/v1/participants", response_model=ParticipantPage, responses=LIST)
async def list_participants(
    request: Request, who: Annotated[Asker, Depends(asker)], asked: Annotated[Paged, Query()]
) -> Response:
    """Active participants: code, role and name."""
    walk, after = walk_of(request, who, asked)
    found, then = await parts_of(request).views.participants(after, asked.limit)
    return page(request, who, walk, "participants", [shown.participant(one) for one in found], then)
