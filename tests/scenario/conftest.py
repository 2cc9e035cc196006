"""Scenarios drive the one running platform of the run from outside: they import nothing from the services.

Each test uses numbers and references of its own, so that none sees another's alerts.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.platform import RunningPlatform
from tests.scenario.coordinator import Watch, Watching
from tests.scenario.officers import Officers


@pytest.fixture(scope="session")
def officers(running_platform: RunningPlatform) -> Iterator[Officers]:
    """Those who report."""
    everybody = Officers(running_platform)
    yield everybody
    everybody.close()


@pytest.fixture
def watching(running_platform: RunningPlatform) -> Iterator[Watching]:
    """Puts participants in front of the live stream until the test ends."""
    open_watches: list[Watch] = []

    def begin(code: str) -> Watch:
        open_watches.append(Watch(running_platform, code))
        return open_watches[-1]

    yield begin
    for watch in open_watches:
        watch.leave()


@pytest.fixture
def coordinator(watching: Watching) -> Watch:
    """The operational coordination unit."""
    return watching("OCU")
