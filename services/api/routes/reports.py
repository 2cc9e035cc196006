"""/v1/reports: search, one report, its versions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.api import shown
from services.api.access import Asker, asker
from services.api.answers import page, single, walk_of
from services.api.description import LIST, ONE
from services.api.parameters import NoParameters, ReportFilters
from services.api.parts import parts_of
from services.api.problems import Problem, Refusal
from services.api.queries import BY_ID, NEWEST_REPORTS, of_reports
from services.api.shapes import ReportPage, ShownHistory, ShownReport
from services.contracts.documents import REPORTS

router = APIRouter(prefix="/v1/reports", tags=["reports"])


@router.get("", response_model=ReportPage, responses=LIST)
async def list_reports(
    request: Request, who: Annotated[Asker, Depends(asker)], asked: Annotated[ReportFilters, Query()]
) -> Response:
    """Reports that the reader may read and that fit every filter."""
    walk, after = walk_of(request, who, asked)
    order = NEWEST_REPORTS if asked.order == "newest" else BY_ID
    found, then = await parts_of(request).views.page(REPORTS, of_reports(asked), order, after, asked.limit, who.reader)
    return page(request, who, walk, "reports", [shown.report(one, who.reader) for one in found], then)


@router.get("/{report_id}", response_model=ShownReport, responses=ONE)
async def one_report(
    request: Request,
    report_id: str,
    who: Annotated[Asker, Depends(asker)],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """One report in its current version."""
    found = await parts_of(request).views.one(REPORTS, report_id, who.reader)
    if found is None:
        raise Refusal(Problem.NOT_FOUND)
    return single(request, who, shown.report(found, who.reader))


@router.get("/{report_id}/history", response_model=ShownHistory, responses=ONE)
async def history(
    request: Request,
    report_id: str,
    who: Annotated[Asker, Depends(asker)],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """The versions of one report and what each said; what is held only its owner sees."""
    views = parts_of(request).views
    found = await views.submission(report_id, who.reader)
    if found is None:
        raise Refusal(Problem.NOT_FOUND)
    said = await views.versions(report_id, who.reader)
    versions = shown.history(found, said, who.reader, who.language)
    return single(request, who, {"report_id": report_id, "versions": versions})
