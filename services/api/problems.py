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
    FORBIDDEN = _Kind(
        "forbidden",
        403,
        "Only the owners of the two reports decide",
        "Seuls les propriétaires des deux rapports décident",
    )
    METHOD = _Kind(
        "method_not_allowed", 405, "This path does not take this method", "Ce chemin n'admet pas cette méthode"
    )
    WITHDRAWN = _Kind(
        "link_withdrawn",
        409,
        "The link is withdrawn: there is nothing to decide",
        "Le lien est retiré : rien à décider",
    )
    NOTHING_TO_UNDO = _Kind(
        "nothing_to_undo", 409, "You have no decision to take back", "Vous n'avez pas de décision à annuler"
    )
    TOO_MANY_DECISIONS = _Kind(
        "too_many_decisions", 409, "The link takes no further decision", "Le lien ne prend plus de décision"
    )
    CHANGED = _Kind(
        "precondition_failed", 412, "Somebody was first: read it again", "Quelqu'un était plus rapide : relisez"
    )
    TOO_LARGE = _Kind("body_too_large", 413, "The body is too large", "Le corps est trop grand")
    UNSEEN = _Kind(
        "precondition_required",
        428,
        "If-Match with the ETag of what was read is needed",
        "If-Match avec l'ETag de ce qui a été lu est nécessaire",
    )
    KEY_REUSED = _Kind(
        "idempotency_key_reused",
        422,
        "The idempotency key stands for another decision",
        "La clé d'idempotence désigne une autre décision",
    )
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
    NOT_TAKEN = _Kind(
        "not_taken", 503, "The decision cannot be taken right now", "La décision ne peut pas être prise pour l'instant"
    )
    NOT_YET = _Kind(
        "not_in_effect_yet",
        504,
        "The decision is kept and is not in effect yet: ask again",
        "La décision est conservée et n'a pas encore d'effet : redemandez",
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
    """Raised where a request cannot be answered; becomes the answer. ``errors`` name the parameters that are meant."""

    def __init__(
        self, problem: Problem, retry_after: int | None = None, errors: Iterable[Mapping[str, str]] = ()
    ) -> None:
        super().__init__(problem.value.word)
        self.problem = problem
        self.retry_after = retry_after
        self.errors = tuple(errors)


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
