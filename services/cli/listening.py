"""Server-sent events out of lines (WHATWG HTML, 9.2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dispatched:
    """One event. ``data`` is empty for lines that only moved the token on."""

    event: str
    data: str
    token: str


def dispatched(lines: Iterable[str]) -> Iterator[Dispatched]:
    """Every block of lines that an empty line ends; what is cut off in the middle counts for nothing."""
    event, token = "", ""
    data: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if line == "":
            if data or token:
                yield Dispatched(event or "message", "\n".join(data), token)
            event, data = "", []
        elif name == "event":
            event = value
        elif name == "data":
            data.append(value)
        elif name == "id":
            token = value
