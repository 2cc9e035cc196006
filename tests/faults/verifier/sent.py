"""The load generator's own list: what was sent, and what the door said to it.

One JSON document a line. It is the only account of the senders' side, so that nothing that the platform says of
itself decides what must be there.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

Door = Literal["http", "kafka"]
Answer = Literal["accepted", "duplicate", "held", "refused", "stored", "failed"]
Expected = Literal["accepted", "duplicate", "held", "refused"]
Submission = tuple[str, int]
"""A report id and a version."""


@dataclass(frozen=True)
class Sent:
    """One message and its answer. ``stored``: Kafka has it on all in-sync replicas; its receipt comes later.

    ``failed``: no answer before sending was given up, so it may be in or not. ``expected`` and ``wanted_reason``
    are the plan's. ``origin`` is (topic, partition, offset) of what was written to Kafka. Instants are seconds
    since the epoch.
    """

    sequence: int
    door: Door
    administration: str
    report_id: str
    version: int
    content_type: str
    body: bytes | None
    answer: Answer
    reason: str | None
    expected: Expected
    wanted_reason: str | None
    origin: tuple[str, int, int] | None
    attempts: int
    planned_at: float
    answered_at: float

    @property
    def acknowledged(self) -> bool:
        """Did a door say that it has it?"""
        return self.answer in ("accepted", "duplicate", "held", "stored")

    @property
    def submission(self) -> Submission:
        """What it is about."""
        return self.report_id, self.version

    @cached_property
    def document(self) -> dict[str, Any]:
        """The report inside, out of its CloudEvents envelope. Empty when it can't be read."""
        try:
            found = json.loads(self.body or b"")
        except (ValueError, RecursionError):  # poison may be nested without end
            return {}
        if not isinstance(found, dict):
            return {}
        if self.content_type.startswith("application/cloudevents+json"):
            found = found.get("data", {})
        return found if isinstance(found, dict) else {}


def to_line(sent: Sent) -> str:
    """One line of the list, without its line break."""
    told = asdict(sent) | {"body": None if sent.body is None else base64.b64encode(sent.body).decode()}
    return json.dumps(told, separators=(",", ":"))


def from_line(line: str) -> Sent:
    """The inverse of ``to_line``. Raises ValueError or KeyError when it is not such a line."""
    told = json.loads(line)
    told["body"] = None if told["body"] is None else base64.b64decode(told["body"])
    told["origin"] = None if told["origin"] is None else tuple(told["origin"])
    return Sent(**{field.name: told[field.name] for field in fields(Sent)})


def read_list(path: Path) -> list[Sent]:
    """The whole list."""
    with path.open(encoding="utf-8") as file:
        return [from_line(line) for line in file]


def write_list(path: Path, entries: Iterable[Sent]) -> None:
    """Writes a list as a whole."""
    path.write_text("".join(to_line(entry) + "\n" for entry in entries), encoding="utf-8")


def acknowledged(entries: Iterable[Sent]) -> Iterator[Sent]:
    """What a door has taken."""
    return (entry for entry in entries if entry.acknowledged)
