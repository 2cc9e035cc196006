"""An ingest on the run's Kafka and MongoDB, shared by the tests of this folder; and ones to break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.ingest.ground import Ground

MakeGround = Callable[[str, str, Path], Ground]


@pytest.fixture(scope="session")
def ground(kafka_bootstrap: str, mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Door and stream, both running."""
    made = Ground(kafka_bootstrap, mongo_url, tmp_path_factory.mktemp("ingest"))
    try:
        made.provision()
        made.run("door")
        made.run("stream")
        yield made
    finally:
        made.leave()


@pytest.fixture
def ground_on() -> Iterator[MakeGround]:
    """Makes provisioned grounds on servers that the test may break; the test starts the processes."""
    made: list[Ground] = []

    def make(kafka: str, mongo: str, folder: Path) -> Ground:
        made.append(Ground(kafka, mongo, folder))
        made[-1].provision()
        return made[-1]

    yield make
    for one in made:
        one.leave()
