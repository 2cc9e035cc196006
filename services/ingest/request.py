"""What the door reads of a request: language, key, media type, trace, and a body that is never larger than allowed."""

from __future__ import annotations

import asyncio
import re
from typing import Final

from starlette.requests import Request

from services.contracts.findings import Code, Language, finding
from services.contracts.reasons import Reason
from services.contracts.release import RELEASE_HEADER, release_reason
from services.contracts.topics import MIB
from services.ingest.shape import Unfit

BODY_WITHIN: Final = 30.0
"""Seconds for a body to arrive."""
DRAINED: Final = 64 * MIB
"""Bytes of a body too large that are read and thrown away, so that its sender can hear the answer."""
_TRACE: Final = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class TooLarge(Exception):
    """The body is larger than its media type may be."""


async def limited_body(request: Request, limit: int) -> bytes:
    """The body, of which no more than ``limit`` bytes are ever held. Raises TooLarge, TimeoutError."""
    size, chunks = 0, []
    async with asyncio.timeout(BODY_WITHIN):
        async for chunk in request.stream():
            size += len(chunk)
            if size <= limit:
                chunks.append(chunk)
            else:
                chunks.clear()
            if size > DRAINED:
                break
    if size > limit:
        raise TooLarge
    return b"".join(chunks)


def media_type(request: Request) -> str:
    """The media type without its parameters, in lower case."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def bearer(request: Request) -> str:
    """The key of the Authorization header; the empty text when there is none."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def trace(request: Request) -> str | None:
    """A well-formed ``traceparent``."""
    given = request.headers.get("traceparent", "")
    return given if _TRACE.fullmatch(given) else None


def release(request: Request) -> str | None:
    """Why the sender releases what is held; None when it releases nothing. Raises Unfit for no reason at all."""
    given = [value for name, value in request.headers.raw if name == RELEASE_HEADER.encode()]
    if not given:
        return None
    try:
        (one,) = given
        return release_reason(one.decode())  # Starlette reads headers as Latin-1, officers write UTF-8
    except ValueError:
        found = [finding(Code.RELEASE_REASON, "")]
        raise Unfit(Reason.INVALID, found, f"the header {RELEASE_HEADER} holds no reason") from None


def language(request: Request, default: Language = "en") -> Language:
    """The one of English and French that Accept-Language likes best."""
    given = request.headers.get("accept-language")
    if not given:
        return default
    best: tuple[float, Language] = (0.0, default)
    for part in given[:200].split(","):
        tag, _, weight = part.partition(";")
        found = tag.strip().lower()[:2]
        quality = _quality(weight)
        if found in ("en", "fr") and quality > best[0]:
            best = (quality, "fr" if found == "fr" else "en")
    return best[1]


def _quality(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
