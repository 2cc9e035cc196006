"""A door with its stream, shared by the tests of this folder, and doors and apis of a test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.api.serving import Stage
from tests.integration.ingest.ground import Ground


# Gone before other folders begin: two ingests on one Kafka would each write the letters of the other's senders.
@pytest.fixture(scope="module")
def ground(kafka_bootstrap: str, mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Door and stream, both running."""
    made = Ground(kafka_bootstrap, mongo_url, tmp_path_factory.mktemp("client-ingest"))
    try:
        made.provision()
        made.run("door")
        made.run("stream")
        yield made
    finally:
        made.leave()


@pytest.fixture
def breakable_ground(kafka_bootstrap: str, mongo_url: str, tmp_path: Path) -> Iterator[Callable[..., Ground]]:
    """Makes a ground whose processes the test starts and stops: ``breakable_ground(mongo=...)``."""
    made: list[Ground] = []

    def make(mongo: str = mongo_url) -> Ground:
        made.append(Ground(kafka_bootstrap, mongo, tmp_path))
        made[-1].provision()
        return made[-1]

    yield make
    for one in made:
        one.leave()


@pytest.fixture
def stage(
    kafka_bootstrap: str, mongo_url: str, database: str, new_topic: Callable[..., str], tmp_path: Path
) -> Iterator[Stage]:
    """A running api."""
    topics = new_topic("alerts"), new_topic("link-decisions")
    made = Stage(kafka_bootstrap, mongo_url, database, topics[0], tmp_path, {}, topics[1])
    try:
        made.start()
        yield made
    finally:
        made.stop()
