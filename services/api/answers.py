"""How an answer is written: JSON or a table, with an ETag for one object and a Link to the next page of a list."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from services.api.access import Asker
from services.api.cursors import Place, Walk, question_of
from services.api.parameters import Paged
from services.api.parts import parts_of
from services.api.problems import Problem, Refusal
from services.api.tables import COLUMNS, table
from services.api.tokens import Unsealable

JSON: Final = "application/json"
CSV: Final = "text/csv"
_VARY: Final = "Accept, Accept-Language, Authorization"


def single(request: Request, asker: Asker, seen: Mapping[str, Any]) -> Response:
    """One object with the ETag of what this reader sees; 304 when the reader has it already."""
    body = orjson.dumps(seen)
    tag = _tag(body)
    headers = {"etag": tag, "vary": _VARY, "content-language": asker.language}
    if request.method == "GET" and _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=JSON)


def tag_of(seen: Mapping[str, Any]) -> str:
    """The ETag of what a reader sees."""
    return _tag(orjson.dumps(seen))


def _tag(body: bytes) -> str:
    return f'"{base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:15]).decode()}"'


def sheet(asker: Asker, kind: str, seen: Iterable[Mapping[str, Any]], link: str | None = None) -> Response:
    """Rows as a table. ``link``: where it goes on."""
    headers = {"vary": _VARY, "content-language": asker.language, **({"link": link} if link else {})}
    headers["content-disposition"] = f'attachment; filename="{kind}.csv"'
    return Response(table(COLUMNS[kind], seen), headers=headers, media_type=CSV)


def walk_of(request: Request, asker: Asker, asked: Paged) -> tuple[Walk, Place | None]:
    """The walk that the request is part of, and where it stands. Raises Refusal for a cursor of another walk."""
    walk = Walk(parts_of(request).seals, asker.reader.code, question_of(request.url.path, asked.filters))
    try:
        return walk, walk.place(asked.cursor) if asked.cursor is not None else None
    except Unsealable:
        raise Refusal(Problem.BAD_CURSOR) from None


def page(
    request: Request, asker: Asker, walk: Walk, kind: str, seen: Iterable[Mapping[str, Any]], then: Place | None
) -> Response:
    """One page of a list, as JSON or as the table that ``Accept`` asks for."""
    cursor = walk.cursor(then) if then else None
    headers = {"vary": _VARY, "content-language": asker.language}
    if cursor:
        following = request.url.include_query_params(cursor=cursor)
        headers["link"] = f'<{following.path}?{following.query}>; rel="next"'
    if wants_table(request.headers.get("accept", "")):
        return sheet(asker, kind, seen, headers.get("link"))
    return Response(orjson.dumps({"items": list(seen), "next": cursor}), headers=headers, media_type=JSON)


def wants_table(accept: str) -> bool:
    """Does this Accept header put a table before JSON?"""
    weights: dict[str, float] = {}
    for part in accept.split(","):
        kind, _, parameters = part.strip().partition(";")
        _, found, quality = parameters.partition("q=")
        try:
            weights[kind.strip().lower()] = float(quality.split(";")[0]) if found else 1.0
        except ValueError:
            weights[kind.strip().lower()] = 0.0
    return weights.get(CSV, 0.0) > weights.get(JSON, 0.0)


def _matches(header: str, tag: str) -> bool:
    known = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in known or tag in known
