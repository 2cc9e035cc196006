"""What the door says when it takes nothing: RFC 9457 problem details, in English and French. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from services.contracts.findings import Finding, Language, in_language
from services.contracts.reasons import Reason

MEDIA_TYPE: Final = "application/problem+json"

STATUS: Final[Mapping[Reason, int]] = {
    Reason.UNAUTHENTICATED: 401,
    Reason.FORBIDDEN: 403,
    Reason.FOREIGN_ADMINISTRATION: 403,
    Reason.OVERSIZE: 413,
    Reason.OVERSIZE_BATCH: 413,
    Reason.INTERNAL_ERROR: 500,
}
"""The HTTP status of a reason; every other one is 422."""

_TITLES: Final[Mapping[Reason, tuple[str, str]]] = {
    Reason.NOT_UTF8: ("The body is not UTF-8", "Le corps n'est pas en UTF-8"),
    Reason.NOT_JSON: ("The body is not JSON", "Le corps n'est pas du JSON"),
    Reason.DUPLICATE_KEY: ("A key stands twice in one object", "Une clé figure deux fois dans un objet"),
    Reason.NOT_FINITE: ("A number is not finite", "Un nombre n'est pas fini"),
    Reason.TOO_DEEP: ("The body is nested too deep", "Le corps est trop imbriqué"),
    Reason.NULL_BYTE: ("A text holds a null byte", "Un texte contient un octet nul"),
    Reason.EMPTY: ("There is no body", "Le corps est vide"),
    Reason.OVERSIZE: ("The report is too large", "Le rapport est trop grand"),
    Reason.OVERSIZE_BATCH: ("The batch is too large", "Le lot est trop grand"),
    Reason.INVALID: ("This is not a report", "Ceci n'est pas un rapport"),
    Reason.UNKNOWN_FIELD: ("A field does not exist", "Un champ n'existe pas"),
    Reason.NOMINAL_DATA: ("Personal data in clear", "Données personnelles en clair"),
    Reason.UNKNOWN_EVENT: ("The event's type is unknown", "Le type de l'événement est inconnu"),
    Reason.UNAUTHENTICATED: ("No valid API key", "Pas de clé d'API valable"),
    Reason.FORBIDDEN: ("This participant may not report", "Ce participant ne peut pas déclarer"),
    Reason.FOREIGN_ADMINISTRATION: ("Another administration's report", "Rapport d'une autre administration"),
    Reason.NOT_RELEASABLE: ("This version cannot be released", "Cette version ne peut pas être libérée"),
    Reason.ID_CONFLICT: ("Too many versions of one report", "Trop de versions d'un même rapport"),
    Reason.INTERNAL_ERROR: ("The platform failed", "La plateforme a échoué"),
}
UNSUPPORTED: Final = ("This media type is not taken", "Ce type de média n'est pas accepté")
TOO_FAST: Final = ("Too many reports at once", "Trop de rapports à la fois")
AWAY: Final = ("The platform cannot take reports now", "La plateforme ne peut rien recevoir pour l'instant")
TOO_SLOW: Final = ("The body did not arrive in time", "Le corps n'est pas arrivé à temps")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem: HTTP status, body and headers."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def refusal(
    reason: Reason,
    detail: str,
    findings: Sequence[Finding],
    language: Language,
    extra: Mapping[str, Any] | None = None,
    status: int | None = None,
) -> Problem:
    """The problem of a refused request. ``extra`` members follow the findings; ``status`` None is the reason's own."""
    status = status or STATUS.get(reason, 422)
    headers = {"www-authenticate": 'Bearer realm="tocsin"'} if status == 401 else {}
    title = _TITLES.get(reason, _TITLES[Reason.INVALID])
    members = {
        "reason": reason.value,
        "findings": [one.model_dump() for one in in_language(findings, language)],
        **(extra or {}),
    }
    return Problem(status, _body(reason.value, title, status, detail, language, members), headers)


def unsupported(detail: str, language: Language) -> Problem:
    """415: the media type is none of ours."""
    members = {"reason": Reason.INVALID.value, "findings": []}
    return Problem(415, _body("unsupported_media_type", UNSUPPORTED, 415, detail, language, members), {})


def later(status: int, title: tuple[str, str], detail: str, seconds: float, language: Language) -> Problem:
    """A problem that goes by itself: repeat the request after ``seconds``."""
    word = {408: "timeout", 429: "too_many_requests"}.get(status, "unavailable")
    wait = max(1, round(seconds + 0.5))
    return Problem(status, _body(word, title, status, detail, language, {}), {"retry-after": str(wait)})


def _body(
    word: str, title: tuple[str, str], status: int, detail: str, language: Language, members: Mapping[str, Any]
) -> bytes:
    return orjson.dumps(
        {
            "type": f"urn:tocsin:problem:{word}",
            "title": title[1] if language == "fr" else title[0],
            "status": status,
            "detail": detail,
            **members,
        }
    )
