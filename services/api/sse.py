"""The lines of the live stream (WHATWG server-sent events).

    retry: 2000                       first of all, then
    id: <token>                       where this connection begins, without event and data: a reader that has seen
                                      nothing yet can still resume. By the standard it is remembered, not dispatched.
    : beat                            each heartbeat; ``: source away`` while Kafka cannot be reached (may be stale)

    id: <token>
    event: raised | updated | closed | withdrawn
    data: the alert as this reader sees it; {"alert_id", "status": "withdrawn"} when it may no longer be seen

    event: gap                        events before this point are gone: ask /v1/alerts for what stands
    data: {"reason": "retention" | "truncated"}

A comment has no empty line after it, so that no reader takes it for an event.
"""

from __future__ import annotations

from typing import Final, Literal

import orjson

from services.api import shown
from services.api.alert_log import News, Told
from services.contracts.findings import Language

RETRY_MS = 2000
BEAT = b": beat\n"
SOURCE_AWAY = b": source away\n"
Gap = Literal["retention", "truncated"]
# JSON itself escapes every other character that Python or JavaScript take for the end of a line.
_LINE_ENDS: Final = tuple((end.encode(), f"\\u{ord(end):04x}".encode()) for end in ("\u0085", "\u2028", "\u2029"))


def opening(token: str) -> bytes:
    """The first lines of a connection."""
    return f"retry: {RETRY_MS}\nid: {token}\n\n".encode()


def gap(token: str, reason: Gap) -> bytes:
    """Tells that events before ``token`` can't be shown any more."""
    return f'id: {token}\nevent: gap\ndata: {{"reason":"{reason}"}}\n\n'.encode()


def alert_event(token: str, news: News, what: Told, language: Language) -> bytes:
    """One event as the reader sees it."""
    stored = news.alert.model_dump()
    seen = shown.alert(stored, language) if what.whole else {"alert_id": news.alert.alert_id, "status": "withdrawn"}
    head = f"id: {token}\nevent: {what.event}\ndata: ".encode()
    return head + _one_line(orjson.dumps(seen)) + b"\n\n"


def _one_line(document: bytes) -> bytes:
    """The same JSON in one line for every reader: many libraries also cut at Unicode's own line ends."""
    for end, escaped in _LINE_ENDS:
        document = document.replace(end, escaped)
    return document
