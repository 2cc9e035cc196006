"""/v1/receipts: what became of the reader's own submissions."""

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
from services.api.shapes import ReceiptPage

router = APIRouter(tags=["receipts"])


@router.get("/v1/receipts", response_model=ReceiptPage, responses=LIST)
async def list_receipts(
    request: Request, who: Annotated[Asker, Depends(asker)], asked: Annotated[Paged, Query()]
) -> Response:
    """Receipts of what the reader itself sent and what was kept, newest first. Nobody reads another's."""
    walk, after = walk_of(request, who, asked)
    views = parts_of(request).views
    found, then = await views.receipts(who.reader, after, asked.limit)
    normalised = await views.normalised((one["_id"], one["entries"]["version"]) for one in found)
    receipts = [
        shown.receipt(one, normalised.get((one["_id"], one["entries"]["version"])), who.language) for one in found
    ]
    return page(request, who, walk, "receipts", receipts, then)
