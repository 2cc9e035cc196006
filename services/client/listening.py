"""The live stream as it is read: bytes to lines, lines to news, and where to go on after a break. Pure.

The reader's place moves only when an event is whole, so that a break in the middle of one costs nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import ValidationError

from services.client.answers import Alert
from services.client.errors import Unexpected
from services.contracts.events import AlertChange

# The standard knows these ends of a line and no other; str.splitlines and httpx's iter_lines also cut at U+2028,
# U+0085 and more, which may stand in a title.
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_LONGEST_RETRY: Final = 60.0


@dataclass(frozen=True, slots=True)
class AlertNews:
    """One event of the live stream. ``token`` resumes right after it.

    ``alert`` is None when the alert was withdrawn from this reader and may no longer be seen. ``gap``: events before
    this point are gone for good (``reason``: ``retention`` or ``truncated``); ask ``alerts()`` for what stands.
    """

    change: AlertChange | Literal["gap"] | str
    token: str
    alert_id: str | None = None
    alert: Alert | None = None
    reason: str | None = None


class Listening:
    """A reader's place in the stream, over as many connections as it takes."""

    def __init__(self, token: str | None = None) -> None:
        self.token = token
        """After what to resume; None: nothing was told yet."""
        self.retry: float | None = None
        """Seconds that the platform asks readers to wait before they come back."""
        self.begin()

    def begin(self) -> None:
        """A new connection: what was cut off in the middle counts for nothing."""
        self._rest, self._after_cr, self._first_line = b"", False, True
        self._clear()
        self._id = self.token or ""

    def feed(self, chunk: bytes) -> Iterator[AlertNews]:
        """The news that this chunk completes. Raises Unexpected for what is none."""
        if self._after_cr and chunk[:1] == b"\n":
            chunk, self._after_cr = chunk[1:], False
        if not chunk:
            return
        self._after_cr = chunk[-1:] == b"\r"
        *lines, self._rest = _LINE_END.split(self._rest + chunk)
        for raw in lines:
            line = raw.decode("utf-8", "replace")
            if self._first_line:
                line, self._first_line = line.removeprefix("\ufeff"), False
            news = self._line(line)
            if news is not None:
                yield news

    def _line(self, line: str) -> AlertNews | None:
        if line == "":
            return self._dispatch()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self.retry = min(int(value[:9]) / 1000, _LONGEST_RETRY)
        return None

    def _dispatch(self) -> AlertNews | None:
        event, data = self._event or "message", "\n".join(self._data)
        had_data = bool(self._data)
        self._clear()
        # A block without data only says where this connection begins.
        news = _news(event, data, self._id) if had_data else None
        self.token = self._id or self.token
        return news

    def _clear(self) -> None:
        self._event = ""
        self._data: list[str] = []


def _news(change: str, data: str, token: str) -> AlertNews:
    try:
        facts = json.loads(data)
        if change == "gap":
            return AlertNews("gap", token, reason=str(facts.get("reason")))
        # Of an alert that may no longer be seen only the id and the word are told.
        alert = Alert.model_validate(facts) if "title" in facts else None
        return AlertNews(change, token, alert_id=str(facts["alert_id"]), alert=alert)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError):
        raise Unexpected(f"an event {change!r} of the stream is no news of an alert") from None
