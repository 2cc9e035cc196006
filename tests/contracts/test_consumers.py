"""Every example goes through the decode of every stage that reads its event: good ones pass, bad ones are refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from services.alerts.stage import AlertsStage
from services.contracts.processes import PROCESSES
from services.contracts.reasons import Refused
from services.contracts.schemas.catalogue import BODIES, FOLDER, example_folder
from services.contracts.topics import TOPICS, Topic
from services.enrich.stage import EnrichStage
from services.ingest.stream import IngestStage, Submitted
from services.reference.places import Gazetteer
from services.runtime.records import Record

STAGES: Final[tuple[type[Any], ...]] = (IngestStage, EnrichStage, AlertsStage)


def examples(topic: Topic, *, valid: bool) -> list[Path]:
    """The examples of the event that a topic carries."""
    folder = FOLDER / "examples" / example_folder(str(topic.event))
    return sorted(folder.glob("*.json" if valid else "invalid/*.json"))


def cases(*, valid: bool) -> list[Any]:
    """Stage, topic and example; a report goes to the topic of its mode."""
    return [
        pytest.param(stage, topic, path, id=f"{stage.name}-{topic.name}-{path.stem}")
        for stage in STAGES
        for topic in stage.topics
        for path in examples(topic, valid=valid)
        if stage is not IngestStage or not valid or fits(topic, path)
    ]


def fits(topic: Topic, path: Path) -> bool:
    """Is the topic that of the report's mode?"""
    mode = json.loads(path.read_bytes()).get("mode")
    return mode is None or topic.name == f"reports-{mode}"


def decoded(stage: type[Any], topic: Topic, path: Path) -> Any:
    """What the stage makes of the example as a record. Of what a stage is made from, decoding needs the lists alone."""
    record = Record(
        topic=topic.name,
        partition=0,
        offset=0,
        key=b"key",
        value=path.read_bytes(),
        headers={"ce_type": str(topic.event)},
        raw_headers=(),
        timestamp=datetime(2021, 2, 11, tzinfo=UTC),
    )
    made = object.__new__(stage)
    made._gazetteer = places()
    return made.decode(record)


@cache
def places() -> Gazetteer:
    """The places list that is made from packages."""
    return Gazetteer.open()


def test_stages_read_the_topics_that_are_declared_for_them() -> None:
    for stage in STAGES:
        declared = {topic.name for topic in TOPICS if stage.name in topic.read_by and topic.event in BODIES}
        assert {topic.name for topic in stage.topics} == declared
    workers = {process.service for process in PROCESSES if process.public_port is None}
    assert {stage.name for stage in STAGES} == workers


@pytest.mark.parametrize(("stage", "topic", "path"), cases(valid=True))
def test_good_example_is_read_by_the_stage(stage: type[Any], topic: Topic, path: Path) -> None:
    body = decoded(stage, topic, path)
    assert not isinstance(body, Submitted) or (body.report is not None and body.unfit is None)


@pytest.mark.parametrize(("stage", "topic", "path"), cases(valid=False))
def test_bad_example_is_refused_by_the_stage(stage: type[Any], topic: Topic, path: Path) -> None:
    if stage is IngestStage:
        # Not raised: the sender may be owed a receipt.
        body = decoded(stage, topic, path)
        assert body.report is None
        assert body.unfit.findings
    else:
        with pytest.raises(Refused):
            decoded(stage, topic, path)
