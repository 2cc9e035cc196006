"""Cursors: where a reader's walk over a list stands. Opaque, and good for the same reader and question only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.api.tokens import Seals, Unsealable


@dataclass(frozen=True, slots=True)
class Place:
    """The sort key of the last item that was shown: its instant (None when the order is by id alone) and id."""

    id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """One reader's walk over one list with one set of filters."""

    seals: Seals
    reader: str
    question: str

    def cursor(self, place: Place) -> str:
        """The cursor that continues after ``place``."""
        at = place.at.isoformat() if place.at else None
        return self.seals.seal("cursor", self.reader, json.dumps([self.question, place.id, at]).encode())

    def place(self, cursor: str) -> Place:
        """Where ``cursor`` continues. Raises Unsealable when it belongs to another reader, list or filter."""
        question, id_, at = json.loads(self.seals.open("cursor", self.reader, cursor))
        if question != self.question:
            raise Unsealable("a cursor of another question")
        return Place(id_, datetime.fromisoformat(at) if at else None)


def question_of(path: str, filters: Mapping[str, Any]) -> str:
    """A short name for a list with its filters; the order of the parameters does not matter."""
    asked = json.dumps([path, {k: v for k, v in filters.items() if v is not None}], sort_keys=True, default=str)
    return hashlib.sha256(asked.encode()).hexdigest()[:16]
