"""Platforms of one test, stopped at its end whatever came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.platform.platforms import Platforms


@pytest.fixture
def platforms(tmp_path: Path) -> Iterator[Platforms]:
    """Platforms of this test's own."""
    made = Platforms(tmp_path)
    yield made
    made.stop_all()
