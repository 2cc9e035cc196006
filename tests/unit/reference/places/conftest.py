"""One small gazetteer for all tests of reading."""

from __future__ import annotations

import pytest

from services.reference.places import Gazetteer
from tests.unit.reference.places.invented import compiled


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Made of packages alone, without a UN/LOCODE list."""
    return compiled(tmp_path_factory.mktemp("places") / "small.sqlite3")
