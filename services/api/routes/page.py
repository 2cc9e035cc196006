"""/ and the console's own files, which hold no data; and the OpenAPI document, for those who have a key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import FileResponse, JSONResponse, Response

from services.api.access import Asker, asker
from services.api.parameters import NoParameters
from services.api.problems import Problem, Refusal

router = APIRouter(include_in_schema=False)

FOLDER: Final = Path(__file__).resolve().parents[1] / "console"
FILES: Final = {
    "console.css": "text/css",
    "console.js": "text/javascript",
    "card.js": "text/javascript",
    "stream.js": "text/javascript",
    "words.js": "text/javascript",
    "bell.svg": "image/svg+xml",
}
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@router.get("/")
async def page() -> Response:
    """The console's first page."""
    return FileResponse(FOLDER / "index.html", media_type="text/html", headers={"content-security-policy": POLICY})


@router.get("/console/{name}")
async def file(name: str) -> Response:
    """One of the console's own files."""
    if name not in FILES:
        raise Refusal(Problem.NOT_FOUND)
    return FileResponse(FOLDER / name, media_type=FILES[name], headers={"cache-control": "no-cache"})


@router.get("/v1/openapi.json")
async def openapi(
    request: Request, _: Annotated[Asker, Depends(asker)], __: Annotated[NoParameters, Query()]
) -> Response:
    """The description of every path."""
    document: dict[str, Any] = request.app.openapi()
    return JSONResponse(document)
