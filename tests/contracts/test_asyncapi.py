"""The AsyncAPI document: its structure is that of AsyncAPI 3.0, its references lead somewhere, nothing is left out."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from services.contracts.codec import Envelope, headers_of
from services.contracts.schemas.asyncapi import document, messages_of
from services.contracts.schemas.catalogue import BODIES, FOLDER
from services.contracts.schemas.generated import ASYNCAPI_NAME
from services.contracts.topics import TOPICS

AT: Final = datetime(2021, 2, 11, tzinfo=UTC)
TEXT: Final = {"type": "string", "minLength": 1}
REF: Final = {"type": "object", "required": ["$ref"], "properties": {"$ref": TEXT}, "additionalProperties": False}
EXTENSION: Final = {"^x-": True}


def closed(required: list[str], **fields: Any) -> dict[str, Any]:
    """An object of AsyncAPI: these fields, extensions, and nothing else."""
    return {
        "type": "object",
        "required": required,
        "properties": fields,
        "patternProperties": EXTENSION,
        "additionalProperties": False,
    }


def mapping(inner: Any) -> dict[str, Any]:
    """Names and what they stand for."""
    return {"type": "object", "propertyNames": {"pattern": r"^[\w.-]+$"}, "additionalProperties": inner}


TAGS: Final = {"type": "array", "uniqueItems": True, "items": closed(["name"], name=TEXT, description=TEXT)}
SCHEMA: Final = {"type": ["object", "boolean"]}
PAYLOAD: Final = {
    "if": {"type": "object", "required": ["schemaFormat"]},
    "then": closed(["schema"], schemaFormat=TEXT, schema=SCHEMA),
    "else": SCHEMA,
}
MESSAGE: Final = closed(
    [],
    name=TEXT,
    title=TEXT,
    summary=TEXT,
    description=TEXT,
    contentType=TEXT,
    headers={"type": "object", "required": ["type"], "properties": {"type": {"const": "object"}}},
    payload=PAYLOAD,
    tags=TAGS,
    bindings=closed([], kafka=closed([], key=SCHEMA, bindingVersion=TEXT)),
)
KAFKA: Final = closed(
    [],
    topic=TEXT,
    partitions={"type": "integer", "minimum": 1},
    replicas={"type": "integer", "minimum": 1},
    topicConfiguration={
        "type": "object",
        "properties": {
            "cleanup.policy": {"type": "array", "items": {"enum": ["compact", "delete"]}},
            "retention.ms": {"type": "integer", "minimum": -1},
            "retention.bytes": {"type": "integer", "minimum": -1},
            "max.message.bytes": {"type": "integer", "minimum": 0},
        },
        "additionalProperties": False,
    },
    bindingVersion=TEXT,
)
CHANNEL: Final = closed(
    [],
    address={"type": ["string", "null"]},
    title=TEXT,
    description=TEXT,
    messages=mapping(REF),
    parameters=mapping(closed([], description=TEXT, enum={"type": "array"}, default=TEXT, location=TEXT)),
    tags=TAGS,
    bindings=closed([], kafka=KAFKA),
)
OPERATION: Final = closed(
    ["action", "channel"],
    action={"enum": ["send", "receive"]},
    channel=REF,
    messages={"type": "array", "items": REF},
    title=TEXT,
    summary=TEXT,
    description=TEXT,
    tags=TAGS,
)
STRUCTURE: Final = closed(
    ["asyncapi", "info"],
    asyncapi={"const": "3.0.0"},
    id=TEXT,
    info=closed(
        ["title", "version"], title=TEXT, version=TEXT, description=TEXT, license=closed(["name"], name=TEXT, url=TEXT)
    ),
    defaultContentType=TEXT,
    channels=mapping(CHANNEL),
    operations=mapping(OPERATION),
    components=closed([], messages=mapping(MESSAGE), schemas=mapping(SCHEMA)),
)
COMMITTED: Final = json.loads((FOLDER / ASYNCAPI_NAME).read_text(encoding="utf-8"))


def references(node: Any) -> Iterator[str]:
    """Every $ref of the document."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references(inner)


def resolved(ref: str, root: Any = COMMITTED) -> Any:
    """What a reference means, inside the document or beside it."""
    file, _, pointer = ref.partition("#")
    node = json.loads((FOLDER / file).read_text(encoding="utf-8")) if file else root
    for step in filter(None, pointer.split("/")):
        node = node[step]
    return node


def faults(found: Any) -> list[str]:
    """What the structure says against a document."""
    return [error.json_path for error in Draft202012Validator(STRUCTURE).iter_errors(found)]


def test_the_document_has_the_structure_of_asyncapi_3() -> None:
    Draft202012Validator.check_schema(STRUCTURE)
    assert faults(COMMITTED) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("asyncapi",), "2.6.0"),
        (("info", "version"), 3),
        (("channels", "links", "publish"), {}),
        (("channels", "links", "messages", "tocsin.link.changed.v1"), {"payload": {}}),
        (("channels", "links", "bindings", "kafka", "topicConfiguration", "retention.ms"), "-1"),
        (("operations", "enrich-send-links", "action"), "publish"),
        (("operations", "enrich-send-links", "channel"), "links"),
        (("components", "messages", "dead-letter", "headers"), {"type": "array"}),
    ],
)
def test_a_document_of_another_structure_is_told(path: tuple[str, ...], value: Any) -> None:
    spoiled = copy.deepcopy(COMMITTED)
    node = spoiled
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    assert faults(spoiled)


def test_every_reference_leads_somewhere() -> None:
    found = list(references(COMMITTED))
    assert len(found) > 50
    assert all(resolved(ref) for ref in found)


def test_every_topic_is_a_channel_with_all_its_writers_and_readers() -> None:
    channels = COMMITTED["channels"]
    assert {topic.name for topic in TOPICS} | {"outbound"} == set(channels)
    for topic in TOPICS:
        sides = {
            (one["action"], one["tags"][0]["name"])
            for one in COMMITTED["operations"].values()
            if one["channel"]["$ref"] == f"#/channels/{topic.name}"
        }
        declared = {("send", who.replace(" ", "-")) for who in topic.written_by}
        declared |= {("receive", who.replace(" ", "-")) for who in topic.read_by}
        assert sides == (declared if messages_of(topic) else set())


def test_parameters_are_those_of_the_address() -> None:
    for channel in COMMITTED["channels"].values():
        assert set(re.findall(r"\{(\w+)\}", channel["address"])) == set(channel.get("parameters", {}))


def test_operations_use_only_messages_of_their_channel() -> None:
    for operation in COMMITTED["operations"].values():
        channel = operation["channel"]["$ref"]
        assert operation["messages"]
        assert all(one["$ref"].startswith(f"{channel}/messages/") for one in operation["messages"])


@pytest.mark.parametrize("event", BODIES)
def test_the_headers_that_a_record_bears_are_those_of_its_message(event: str) -> None:
    envelope = Envelope(event, "4be3c0a2-0000-5000-8000-000000000000", "urn:tocsin:ingest", AT, {"traceparent": "00-1"})
    headers = {name: value.decode() for name, value in headers_of(envelope)}
    message = document()["components"]["messages"][event]
    Draft202012Validator(message["headers"]).validate(headers)
    assert set(headers) <= set(message["headers"]["properties"])
    assert resolved(message["payload"]["schema"]["$ref"])["$id"].endswith(event.removeprefix("tocsin."))
