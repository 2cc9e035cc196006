"""The committed schemas and examples are what the code says, for every event that somebody writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from services.contracts.codec import body_of, decode_event
from services.contracts.reasons import Undecodable
from services.contracts.schemas.catalogue import BODIES, FOLDER, example_folder, schema_name, schema_of
from services.contracts.schemas.generated import generated
from services.contracts.topics import TOPICS

EXAMPLES = FOLDER / "examples"
# Their topics exist so that they are kept from the first day; nobody writes these events yet.
NOT_WRITTEN_YET = {"tocsin.alert.decided.v1", "tocsin.audit.entry.v1"}


def cases(*, valid: bool) -> list[Any]:
    """Every example with its event."""
    pattern = "*.json" if valid else "invalid/*.json"
    return [
        pytest.param(event, path, id=f"{event.removeprefix('tocsin.')}-{path.stem}")
        for event in BODIES
        for path in sorted((EXAMPLES / example_folder(event)).glob(pattern))
    ]


def validator(event: str) -> Draft202012Validator:
    """The committed schema, with formats checked."""
    schema = json.loads((FOLDER / schema_name(event)).read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("name", generated())
def test_committed_file_is_the_one_that_the_code_exports(name: str) -> None:
    committed = (FOLDER / name).read_text(encoding="utf-8")
    assert committed == generated()[name], "run: python -m services.contracts.schemas"


def test_no_schema_and_no_example_is_left_of_an_event_that_is_gone() -> None:
    assert {path.name for path in FOLDER.glob("*.schema.json")} == {schema_name(event) for event in BODIES}
    folders = {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.glob("*/*") if path.is_dir()}
    assert folders == {example_folder(event) for event in BODIES}


def test_every_event_on_a_topic_has_a_schema_once_somebody_writes_it() -> None:
    on_topics = {topic.event for topic in TOPICS if topic.event}
    assert on_topics - NOT_WRITTEN_YET == set(BODIES)
    assert on_topics >= NOT_WRITTEN_YET


@pytest.mark.parametrize("event", BODIES)
def test_every_event_has_good_and_bad_examples_and_a_sound_schema(event: str) -> None:
    Draft202012Validator.check_schema(schema_of(event))
    folder = EXAMPLES / example_folder(event)
    assert list(folder.glob("*.json"))
    assert list(folder.glob("invalid/*.json"))


@pytest.mark.parametrize(("event", "path"), cases(valid=True))
def test_good_example_passes_the_schema_and_the_class_and_comes_back_the_same(event: str, path: Path) -> None:
    raw = path.read_bytes()
    validator(event).validate(json.loads(raw))
    decoded = decode_event(event, {"ce_type": event}, raw, BODIES[event])
    assert decode_event(event, {"ce_type": event}, body_of(decoded), BODIES[event]) == decoded
    validator(event).validate(json.loads(body_of(decoded)))


@pytest.mark.parametrize(("event", "path"), cases(valid=False))
def test_bad_example_fails_the_schema_and_the_class(event: str, path: Path) -> None:
    raw = path.read_bytes()
    assert list(validator(event).iter_errors(json.loads(raw))), "the schema lets it through"
    with pytest.raises(ValidationError):
        BODIES[event].model_validate_json(raw)
    with pytest.raises(Undecodable):
        decode_event(event, {"ce_type": event}, raw, BODIES[event])


def test_an_event_of_another_type_is_not_decoded() -> None:
    event = next(iter(BODIES))
    with pytest.raises(Undecodable):
        decode_event(event, {"ce_type": "tocsin.report.submitted.v2"}, b"{}", BODIES[event])
    with pytest.raises(Undecodable):
        decode_event(event, {"ce_type": event}, None, BODIES[event])
