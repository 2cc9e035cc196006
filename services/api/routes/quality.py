"""/v1/quality: the reader's own score card. No country sees another's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.api import score_card
from services.api.access import Asker, asker
from services.api.answers import page, walk_of
from services.api.description import LIST
from services.api.parameters import QualityFilters
from services.api.parts import parts_of
from services.api.shapes_reference import QualityPage

router = APIRouter(tags=["reports"])


@router.get("/v1/quality", response_model=QualityPage, responses=LIST)
async def own_quality(
    request: Request, who: Annotated[Asker, Depends(asker)], asked: Annotated[QualityFilters, Query()]
) -> Response:
    """Per mode: how many reports the reader sent, which fields they fill, which findings they got."""
    walk, _ = walk_of(request, who, asked)
    counted = await parts_of(request).views.counted(score_card.question(who.reader.code, asked.operation))
    return page(request, who, walk, "quality", score_card.cards(who.reader.code, counted), None)
