"""Who asks: the bearer of an API key, in a language. Nothing is read without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pymongo
from starlette.requests import Request

from services.api.parts import Parts, parts_of
from services.api.problems import Problem, Refusal
from services.contracts.findings import Language
from services.contracts.participants import Participant
from services.contracts.reasons import Transient
from services.contracts.sharing import Reader

LANGUAGES: tuple[Language, ...] = ("en", "fr")
RETRY_AFTER = 2


@dataclass(frozen=True, slots=True)
class Asker:
    """An authenticated reader. ``key`` is only kept to be checked again, and is never logged or shown."""

    reader: Reader
    language: Language
    key: str

    def __repr__(self) -> str:
        return f"Asker({self.reader.code})"


async def asker(request: Request) -> Asker:
    """The participant whose API key the request bears. Raises Refusal (401, or 503 when nobody can be known)."""
    parts = parts_of(request)
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    participant = await holder(parts, key.strip()) if scheme.lower() == "bearer" else None
    if participant is None:
        raise Refusal(Problem.UNAUTHENTICATED)
    language = preferred(request.headers.get("accept-language", ""), participant.language)
    return Asker(participant.reader, language, key.strip())


async def holder(parts: Parts, key: str) -> Participant | None:
    """The active participant that holds ``key`` now. Raises Refusal when MongoDB does not answer."""
    try:
        with pymongo.timeout(parts.settings.query_seconds):
            return await parts.directory.by_api_key(key, datetime.now(UTC))
    except Transient as error:
        raise Refusal(Problem.UNAVAILABLE, RETRY_AFTER) from error


def preferred(header: str, otherwise: Language = "en") -> Language:
    """The best of our languages in an Accept-Language header; ``otherwise`` when it names none of them."""
    weighed: list[tuple[float, int, Language]] = []
    for place, part in enumerate(header.split(",")):
        tag, _, parameter = part.strip().partition(";")
        found = next((one for one in LANGUAGES if tag.strip().lower().split("-")[0] == one), None)
        weight = _weight(parameter)
        if found and weight > 0:
            weighed.append((-weight, place, found))
    return min(weighed)[2] if weighed else otherwise


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
