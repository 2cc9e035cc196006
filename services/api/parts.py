"""What the paths work with: made once at start-up (app.py), found again through the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from services.api.decision_line import DecisionLine
from services.api.live import Hub
from services.api.queries import Views
from services.api.settings import ApiSettings
from services.api.tail import Tail
from services.api.tokens import Seals
from services.contracts.metrics import Metrics
from services.reference.places import Gazetteer
from services.runtime.directory import Directory


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running api."""

    settings: ApiSettings
    metrics: Metrics
    seals: Seals
    views: Views
    directory: Directory
    tail: Tail
    hub: Hub
    gazetteer: Gazetteer
    decisions: DecisionLine


def parts_of(request: Request) -> Parts:
    """The parts of the api that this request came to."""
    return cast(Parts, request.app.state.parts)
