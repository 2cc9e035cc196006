"""Problem details (RFC 9457): every way in which the api says no. The type URIs are stable; nothing internal shows.

A foreign object and an unknown one give the same answer, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import orjson
from starlette.responses import Response

from services.contracts.findings import Language

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class _Kind:
    word: str
    status: int
    en: str
    fr: str


class Problem(Enum):
    """The closed list of problems."""

    UNAUTHENTICATED = _Kind("unauthenticated", 401, "An API key is needed", "Une clé d'API est nécessaire")
    NOT_FOUND = _Kind("not_found", 404, "There is no such thing to read", "Rien de tel n'est lisible")
    METHOD = _Kind("method_not_allowed", 405, "This path is only read", "Ce chemin se lit seulement")
    BAD_CURSOR = _Kind(
        "bad_cursor", 400, "The cursor does not belong to this question", "Le curseur n'appartient pas à cette question"
    )
    BAD_TOKEN = _Kind(
        "bad_resume_token", 400, "The resume token is not yours", "Le jeton de reprise n'est pas le vôtre"
    )
    PARAMETER = _Kind(
        "invalid_parameter",
        422,
        "A parameter is unknown or has no usable value",
        "Un paramètre est inconnu ou invalide",
    )
    TOO_MANY_STREAMS = _Kind("too_many_streams", 429, "Too many open live streams", "Trop de flux ouverts")
    UNAVAILABLE = _Kind(
        "unavailable", 503, "The data cannot be read right now", "Les données ne sont pas lisibles pour l'instant"
    )
    TOO_SLOW = _Kind(
        "query_too_slow", 503, "The query took too long: ask for less", "La requête est trop longue : précisez-la"
    )
    INTERNAL = _Kind("internal_error", 500, "The platform failed", "La plateforme a failli")

    @property
    def uri(self) -> str:
        """The stable ``type`` of the problem."""
        return f"urn:tocsin:problem:{self.value.word}"

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.value.status

    def title(self, language: Language) -> str:
        """The title in the reader's language."""
        return self.value.fr if language == "fr" else self.value.en


class Refusal(Exception):
    """Raised where a request cannot be answered; becomes the answer."""

    def __init__(self, problem: Problem, retry_after: int | None = None) -> None:
        super().__init__(problem.value.word)
        self.problem = problem
        self.retry_after = retry_after


def answer(
    problem: Problem,
    language: Language = "en",
    *,
    retry_after: int | None = None,
    errors: Iterable[Mapping[str, Any]] = (),
) -> Response:
    """The response that tells of ``problem``; ``errors`` name the parameters that are meant."""
    body: dict[str, Any] = {"type": problem.uri, "title": problem.title(language), "status": problem.status}
    if listed := list(errors):
        body["errors"] = listed
    headers: dict[str, str] = {"content-language": language}
    if problem is Problem.UNAUTHENTICATED:
        headers["www-authenticate"] = 'Bearer realm="tocsin"'
    if retry_after is not None:
        headers["retry-after"] = str(retry_after)
    return Response(orjson.dumps(body), problem.status, headers, MEDIA_TYPE)
