"""A plan as JSON Lines: a message a line, its body as text where it is text, else in base64."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from services.simulator.operation import Message

_NAMES: Final = tuple(f.name for f in fields(Message) if f.name not in ("due", "body"))


def to_line(message: Message) -> str:
    """One message as a line without its line break. Blanks at the end of a body are counted, not written."""
    line: dict[str, Any] = {"due_ms": message.due // timedelta(milliseconds=1)}
    line |= {name: getattr(message, name) for name in _NAMES}
    if message.body is not None:
        core = message.body.rstrip(b" ")
        try:
            line["body"] = core.decode()
        except UnicodeDecodeError:
            line["body_base64"] = base64.b64encode(core).decode()
        if len(core) < len(message.body):
            line["blanks"] = len(message.body) - len(core)
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str) -> Message:
    """The message of one line. Raises ValueError or KeyError when it is not one."""
    found = json.loads(line)
    body: bytes | None = None
    if "body" in found or "body_base64" in found:
        core = found["body"].encode() if "body" in found else base64.b64decode(found["body_base64"])
        body = core + b" " * found.get("blanks", 0)
    return Message(due=timedelta(milliseconds=found["due_ms"]), body=body, **{name: found[name] for name in _NAMES})


def read_plan(path: Path) -> Iterator[Message]:
    """The messages of a plan file, one at a time."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield from_line(line)
