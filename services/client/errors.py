"""What can go wrong, as types. No message holds a key or a value of a report.

TocsinError
├── Away                 nobody took it and nobody said no, for as long as the caller was patient: repeat it
├── Unexpected           the answer is none of the platform's: is the address right, is a proxy in between?
└── Refusal              the platform said no, in problem details (RFC 9457)
    ├── Unauthenticated  the key opens nothing, or nothing any more
    ├── Forbidden        this participant may not do that
    ├── NotFound         there is no such thing that this participant may read
    ├── ReportRefused    this report can never be taken as it is: the findings say why
    ├── Conflict         it is not as it was thought to be: read it again, then decide
    ├── BadQuestion      a parameter, a cursor or a resume token is not what it should be
    └── PlatformFailed   a fault of the platform: tell its operators
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from services.client.answers import Finding, Receipt
from services.contracts.reasons import Reason

URN: Final = "urn:tocsin:problem:"
SHOWN: Final = 5
"""Findings that stand in the message of an exception; all of them stand in ``problem.findings``."""


class Problem(BaseModel):
    """Problem details. ``type`` is stable; ``title`` and ``detail`` are for a person.

    ``items`` stands there for a batch of which nothing was taken, ``errors`` for parameters that were not understood.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    type: str
    title: str = ""
    status: int
    detail: str = ""
    reason: str | None = None
    findings: tuple[Finding, ...] = ()
    items: tuple[Receipt, ...] | None = None
    errors: tuple[dict[str, str], ...] = ()

    @property
    def word(self) -> str:
        """The one word of the problem, such as ``unknown_field``."""
        return self.type.removeprefix(URN)


class TocsinError(Exception):
    """Whatever this client raises about the platform."""


class Away(TocsinError):
    """It may succeed later: repeat it, which is safe. ``retry_after`` in seconds when the platform said so.

    ``problem`` is what the platform said last, None when nobody answered.
    """

    def __init__(
        self, why: str, attempts: int = 1, retry_after: float | None = None, problem: Problem | None = None
    ) -> None:
        super().__init__(why, attempts, retry_after, problem)
        self.why, self.attempts, self.retry_after, self.problem = why, attempts, retry_after, problem

    def __str__(self) -> str:
        tries = "once" if self.attempts == 1 else f"{self.attempts} times"
        return f"{self.why} (tried {tries})"


class Unexpected(TocsinError):
    """An answer that the platform does not give."""


class Refusal(TocsinError):
    """The platform said no, and would say so again."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        said = self.problem
        parts = [f"{said.status} {said.word}: {said.title}", *filter(None, [said.detail])]
        parts += [f"{one.path or '/'} {one.code}: {one.message}" for one in said.findings[:SHOWN]]
        if len(said.findings) > SHOWN:
            parts.append(f"and {len(said.findings) - SHOWN} findings more")
        parts += [" ".join(one.values()) for one in said.errors[:SHOWN]]
        return "; ".join(parts)


class Unauthenticated(Refusal):
    """The key opens nothing, or nothing any more."""


class Forbidden(Refusal):
    """This participant may not do that."""


class NotFound(Refusal):
    """There is no such thing that this participant may read."""


class ReportRefused(Refusal):
    """This report can never be taken as it is: ``problem.findings`` say why."""


class Conflict(Refusal):
    """It is not as it was thought to be (somebody was first, it is withdrawn): read it again, then decide."""


class BadQuestion(Refusal):
    """A parameter, a cursor or a resume token is not what it should be."""


class PlatformFailed(Refusal):
    """A fault of the platform."""


_BY_WORD: Final[Mapping[str, type[Refusal]]] = {
    **{reason.value: ReportRefused for reason in Reason},
    Reason.UNAUTHENTICATED.value: Unauthenticated,
    Reason.FORBIDDEN.value: Forbidden,
    Reason.INTERNAL_ERROR.value: PlatformFailed,
    "unsupported_media_type": ReportRefused,
    "not_found": NotFound,
    "method_not_allowed": BadQuestion,
    "precondition_failed": Conflict,
    "link_withdrawn": Conflict,
    "nothing_to_undo": Conflict,
    "too_many_decisions": Conflict,
    "precondition_required": BadQuestion,
    "idempotency_key_reused": BadQuestion,
    "body_too_large": BadQuestion,
    "bad_cursor": BadQuestion,
    "bad_resume_token": BadQuestion,
    "invalid_parameter": BadQuestion,
}
_BY_STATUS: Final[Mapping[int, type[Refusal]]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: Conflict,
    500: PlatformFailed,
}


def problem_of(content: bytes) -> Problem | None:
    """The problem details in a body; None when there are none."""
    try:
        return Problem.model_validate_json(content)
    except ValidationError:
        return None


def refusal(status: int, content: bytes) -> TocsinError:
    """The exception for an answer that is a no. A word that is not known yet goes by the HTTP status."""
    problem = problem_of(content)
    if problem is None:
        return Unexpected(f"HTTP {status} without problem details")
    kind = _BY_WORD.get(problem.word) or _BY_STATUS.get(status, Refusal)
    return kind(problem)
