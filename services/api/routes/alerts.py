"""/v1/alerts: what somebody must look at."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.api import shown
from services.api.access import Asker, asker
from services.api.answers import page, single, walk_of
from services.api.description import LIST, ONE
from services.api.parameters import AlertFilters, NoParameters
from services.api.parts import parts_of
from services.api.problems import Problem, Refusal
from services.api.queries import BY_ID, NEWEST_ALERTS, of_alerts
from services.api.shapes import AlertPage, ShownAlert
from services.contracts.documents import ALERTS

router = APIRouter(prefix="/v1/alerts", tags=["alerts"])


@router.get("", response_model=AlertPage, responses=LIST)
async def list_alerts(
    request: Request, who: Annotated[Asker, Depends(asker)], asked: Annotated[AlertFilters, Query()]
) -> Response:
    """Alerts that the reader may read and that fit every filter."""
    walk, after = walk_of(request, who, asked)
    order = NEWEST_ALERTS if asked.order == "newest" else BY_ID
    found, then = await parts_of(request).views.page(ALERTS, of_alerts(asked), order, after, asked.limit, who.reader)
    return page(request, who, walk, "alerts", [shown.alert(one, who.language) for one in found], then)


@router.get("/{alert_id}", response_model=ShownAlert, responses=ONE)
async def one_alert(
    request: Request,
    alert_id: str,
    who: Annotated[Asker, Depends(asker)],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """One alert as it stands."""
    found = await parts_of(request).views.one(ALERTS, alert_id, who.reader)
    if found is None:
        raise Refusal(Problem.NOT_FOUND)
    return single(request, who, shown.alert(found, who.language))
