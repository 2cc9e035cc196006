"""A platform of the test's own, and pauses of no length."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.client import retrying
from tests.unit.client.platform_stub import Stub, listening


@pytest.fixture
def platform() -> Iterator[Stub]:
    """Answers what the test told it."""
    with listening() as stub:
        yield stub


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow each other at once."""
    monkeypatch.setattr(retrying, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(retrying, "SPREAD", 0.0)
