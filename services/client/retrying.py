"""When to send again, and when to give up: the platform's Retry-After, else longer and longer pauses.

Everything that is sent may be sent again: a report has one id for ever, and the same content is a duplicate.
"""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from services.client.errors import Away, Problem, Unexpected, problem_of, refusal
from services.client.questions import STREAM

LATER: Final = frozenset({408, 429, 502, 503, 504})
"""HTTP statuses after which the same request may succeed."""
FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 15.0
SPREAD: Final = 0.5
"""Seconds over which those who were told the same Retry-After come back."""
_NEVER_HEALS: Final = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)


class Later(Exception):
    """Not now, or not to its end. ``wait`` in seconds when the platform said how long."""

    def __init__(self, why: str, wait: float | None = None, problem: Problem | None = None) -> None:
        super().__init__(why)
        self.why, self.wait, self.problem = why, wait, problem


def accepted(response: httpx.Response, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> bytes:
    """The body of an answer that is a yes. Raises Later, a Refusal or Unexpected. The body must have been read."""
    if response.is_success:
        return response.content
    if response.status_code in LATER:
        wait = seconds(response.headers.get("retry-after"), now)
        problem = problem_of(response.content)
        raise Later(f"HTTP {response.status_code}{f': {problem.title}' if problem else ''}", wait, problem)
    raise refusal(response.status_code, response.content)


def streams(response: httpx.Response) -> None:
    """Returns when the answer is a live stream. Raises as ``accepted``; a body that is none must have been read."""
    if not response.is_success:
        accepted(response)
    if not response.headers.get("content-type", "").startswith(STREAM):
        raise Unexpected("the answer is no stream of events")


def seconds(text: str | None, now: Callable[[], datetime]) -> float | None:
    """A Retry-After (seconds, or a date) in seconds from now; None when it is absent or unreadable."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now()).total_seconds())


class Attempts:
    """The tries of one request. ``patience``: seconds from now after which no further one begins; None: no end."""

    def __init__(
        self,
        patience: float | None,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._patience, self._clock, self._chance = patience, clock, chance
        self._begun, self._first_pause = clock(), FIRST_PAUSE
        self.made, self._failures = 0, 0

    def pause(self, failure: httpx.TransportError | Later) -> float:
        """Seconds to wait before the next try.

        Raises Away when patience would be over by then, Unexpected for what never heals.
        """
        self.made += 1
        if isinstance(failure, _NEVER_HEALS) or _is_distrust(failure):
            raise Unexpected(f"no connection is possible: {_why(failure)}") from failure
        pause = min(LONGEST_PAUSE, self._first_pause * 2 ** min(self._failures, 30))
        self._failures += 1
        told = failure.wait if isinstance(failure, Later) else None
        wait = pause * (1 + self._chance()) / 2 if told is None else told + SPREAD * self._chance()
        if self._patience is not None and self._clock() + wait - self._begun > self._patience:
            problem = failure.problem if isinstance(failure, Later) else None
            raise Away(_why(failure), self.made, told, problem) from failure
        return wait

    def went_well(self, first_pause: float | None = None) -> None:
        """A try succeeded: the next failure is a first one again. ``first_pause`` sets its pause."""
        self._failures, self._begun = 0, self._clock()
        if first_pause is not None:
            self._first_pause = first_pause


def _why(failure: httpx.TransportError | Later) -> str:
    # httpx's own messages may quote a header; the name of the class says enough.
    return failure.why if isinstance(failure, Later) else type(failure).__name__


def _is_distrust(failure: BaseException | None) -> bool:
    while failure is not None:
        if isinstance(failure, ssl.SSLCertVerificationError):
            return True
        failure = failure.__cause__ or failure.__context__
    return False
