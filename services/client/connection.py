"""How the client is connected: time limits, and one httpx client that takes nothing from its surroundings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import httpx

from services.client.questions import Question

PATIENCE: Final = 120.0
"""Seconds that one request is repeated for before the caller hears that the platform is away."""
ANSWER_WITHIN: Final = 30.0
CONNECT_WITHIN: Final = 10.0
SILENCE: Final = 45.0
"""Seconds without any byte of the live stream, three heartbeats, after which its connection counts as dead."""
CONNECTIONS: Final = 16
"""httpx looks through its whole pool for each request that waits: few busy connections carry more than many."""


def options() -> dict[str, Any]:
    """The arguments of an httpx client: no proxy or netrc of the environment, no redirect (it would carry the key)."""
    return {
        "timeout": httpx.Timeout(ANSWER_WITHIN, connect=CONNECT_WITHIN, pool=None),
        "limits": httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        "trust_env": False,
        "follow_redirects": False,
    }


def built(
    http: httpx.Client | httpx.AsyncClient, question: Question, headers: Mapping[str, str], silence: float | None = None
) -> httpx.Request:
    """The request that asks ``question``. ``silence``: seconds that a connection which stays open may be silent."""
    limits = http.timeout if silence is None else httpx.Timeout(ANSWER_WITHIN, read=silence, pool=None)
    return http.build_request(
        question.method,
        question.url,
        params=question.params or None,
        content=question.content,
        headers={
            # As bytes: httpx takes texts in ASCII only, and an officer's reason may be in French.
            name.encode(): value.encode() if isinstance(value, str) else value
            for name, value in {**headers, **question.headers}.items()
        },
        timeout=limits,
    )
