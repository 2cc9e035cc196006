"""The alerts stage on a database of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.integration.alerts.desk import Desk, desk_on


@pytest.fixture
async def desk(mongo_url: str, database: str) -> AsyncIterator[Desk]:
    """One worker's desk."""
    async with desk_on(mongo_url, database) as made:
        yield made


@pytest.fixture
async def other_desk(mongo_url: str, database: str) -> AsyncIterator[Desk]:
    """A second worker on the same database."""
    async with desk_on(mongo_url, database) as made:
        yield made
