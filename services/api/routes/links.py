"""/v1/links: why two reports belong together."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.api import shown
from services.api.access import Asker, asker
from services.api.answers import page, single, walk_of
from services.api.description import LIST, ONE
from services.api.parameters import LinkFilters, NoParameters
from services.api.parts import parts_of
from services.api.problems import Problem, Refusal
from services.api.queries import BY_ID, NEWEST_LINKS, of_links
from services.api.shapes import LinkPage, ShownLink
from services.contracts.documents import LINKS

router = APIRouter(prefix="/v1/links", tags=["links"])


@router.get("", response_model=LinkPage, responses=LIST)
async def list_links(
    request: Request, who: Annotated[Asker, Depends(asker)], asked: Annotated[LinkFilters, Query()]
) -> Response:
    """Links that the reader may read and that fit every filter."""
    walk, after = walk_of(request, who, asked)
    order = NEWEST_LINKS if asked.order == "newest" else BY_ID
    found, then = await parts_of(request).views.page(LINKS, of_links(asked), order, after, asked.limit, who.reader)
    return page(request, who, walk, "links", [shown.link(one, who.language) for one in found], then)


@router.get("/{link_id}", response_model=ShownLink, responses=ONE)
async def one_link(
    request: Request,
    link_id: str,
    who: Annotated[Asker, Depends(asker)],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """One link as it stands."""
    found = await parts_of(request).views.one(LINKS, link_id, who.reader)
    if found is None:
        raise Refusal(Problem.NOT_FOUND)
    return single(request, who, shown.link(found, who.language))
