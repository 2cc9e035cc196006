"""/v1/reports/{id}/network: the reports and links around one report."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.api.access import Asker, asker
from services.api.answers import sheet, single, wants_table
from services.api.description import NETWORK
from services.api.networks import network
from services.api.parameters import NetworkParameters
from services.api.parts import parts_of
from services.api.problems import Problem, Refusal
from services.api.shapes import ShownNetwork
from services.api.walking import walk
from services.contracts.documents import REPORTS

router = APIRouter(tags=["reports"])


@router.get("/v1/reports/{report_id}/network", response_model=ShownNetwork, responses=NETWORK)
async def around(
    request: Request,
    report_id: str,
    who: Annotated[Asker, Depends(asker)],
    asked: Annotated[NetworkParameters, Query()],
) -> Response:
    """What is linked to a report, over at most `depth` links; `Accept: text/csv` gives the links as a table."""
    views = parts_of(request).views
    start = await views.one(REPORTS, report_id, who.reader)
    if start is None:
        raise Refusal(Problem.NOT_FOUND)
    found = await walk(views, start, asked, who.reader)
    seen = network(
        report_id, asked.depth, found.reports, found.distances, found.links.values(), found.truncated, who.language
    )
    if wants_table(request.headers.get("accept", "")):
        return sheet(who, "network", seen["edges"])
    return single(request, who, seen)
