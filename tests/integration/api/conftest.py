"""An api on real Kafka and MongoDB, with participants, a topic and documents that only one test uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.api.serving import Stage

StartStage = Callable[..., Stage]


@pytest.fixture
def start_stage(
    kafka_bootstrap: str, mongo_url: str, database: str, new_topic: Callable[..., str], tmp_path: Path
) -> Iterator[StartStage]:
    """Starts an api: ``start_stage(stream_queue=10)``; settings are those of ApiSettings."""
    started: list[Stage] = []

    def start(**settings: object) -> Stage:
        topics = new_topic("alerts"), new_topic("link-decisions")
        stage = Stage(kafka_bootstrap, mongo_url, database, topics[0], tmp_path, settings, topics[1])
        started.append(stage)
        stage.start()
        return stage

    yield start
    for stage in started:
        stage.stop()


@pytest.fixture
def stage(start_stage: StartStage) -> Stage:
    """An api with the default settings."""
    return start_stage()
