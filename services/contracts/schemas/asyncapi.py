"""The AsyncAPI 3.0 document of every topic: channels, who sends and receives, messages with their headers. Pure.

Bodies are the JSON Schemas beside the document, named by ``$ref``. An operation is seen from the side that its name
begins with.
"""

from __future__ import annotations

from typing import Any, Final

from services.contracts.codec import ORIGIN_TIME_HEADER, TRACE_HEADER
from services.contracts.events import RECEIPT, SUBMITTED
from services.contracts.participants import SIGNATURE_HEADER
from services.contracts.release import RELEASE_HEADER, RELEASE_REASON_LENGTH, RELEASE_SIGNATURE_HEADER
from services.contracts.schemas.catalogue import BODIES, schema_name
from services.contracts.topics import TOPICS, Topic, outbound

Node = dict[str, Any]

VERSION: Final = "1.0.0"
"""The version of the document's content: the first figure grows with the first event of a higher version."""

PARTICIPANT: Final = "participant"
_BINDING: Final = "0.5.0"
_FORMAT: Final = "application/schema+json;version=draft-2020-12"
_ABOUT: Final = (
    "Reports of a joint customs operation, what is made of them, and what each participant is told. Bodies are JSON in "
    "UTF-8, the envelope is CloudEvents 1.0 in binary mode: its attributes are Kafka headers. Every record may come "
    "twice; ce_id is the same then. A participant writes reports-<mode> and reads its own outbound topic; all other "
    "topics are inside the platform."
)


def document() -> Node:
    """The whole document."""
    topics = (*TOPICS, outbound(f"{{{PARTICIPANT}}}"))
    return {
        "asyncapi": "3.0.0",
        "id": "urn:tocsin:topics",
        "info": {
            "title": "Tocsin",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {_channel_id(topic): _channel(topic) for topic in topics},
        "operations": {name: operation for topic in topics for name, operation in _operations(topic).items()},
        "components": {
            "messages": {**{event: _message(event) for event in BODIES}, "dead-letter": _dead_letter()},
        },
    }


def messages_of(topic: Topic) -> tuple[str, ...]:
    """The messages that a topic carries; none as long as nobody writes its event."""
    if topic.event is not None:
        return (topic.event,) if topic.event in BODIES else ()
    return (RECEIPT,) if topic.name == outbound(f"{{{PARTICIPANT}}}").name else ("dead-letter",)


def _channel_id(topic: Topic) -> str:
    return topic.name.replace(f"-{{{PARTICIPANT}}}", "")


def _channel(topic: Topic) -> Node:
    wild = "{" in topic.name
    says = f"Keyed by {topic.key}." if topic.key != "none" else "Without a key."
    channel: Node = {
        "address": topic.name,
        "description": says if messages_of(topic) else f"{says} Kept from the first day; nothing is written to it yet.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages_of(topic)},
        "bindings": {
            "kafka": {
                **({} if wild else {"topic": topic.name}),
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": topic.config["cleanup.policy"].split(","),
                    **{
                        name: int(topic.config[name])
                        for name in ("retention.ms", "retention.bytes", "max.message.bytes")
                    },
                },
                "bindingVersion": _BINDING,
            }
        },
    }
    if wild:
        channel["parameters"] = {PARTICIPANT: {"description": "Code of the administration or organisation."}}
    return channel


def _operations(topic: Topic) -> dict[str, Node]:
    if not messages_of(topic):
        return {}
    sides = [("send", who) for who in topic.written_by] + [("receive", who) for who in topic.read_by]
    return {f"{_slug(who)}-{action}-{_channel_id(topic)}": _operation(topic, action, who) for action, who in sides}


def _operation(topic: Topic, action: str, who: str) -> Node:
    channel = f"#/channels/{_channel_id(topic)}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{name}"} for name in messages_of(topic)],
        "tags": [{"name": _slug(who)}],
    }


def _slug(who: str) -> str:
    return who.strip("{}").replace(" ", "-")


def _message(event: str) -> Node:
    return {
        "name": event,
        "title": BODIES[event].__name__,
        "summary": (BODIES[event].__doc__ or "").strip().splitlines()[0],
        "contentType": "application/json",
        "headers": _headers(event),
        "payload": {"schemaFormat": _FORMAT, "schema": {"$ref": f"./{schema_name(event)}"}},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": _BINDING}},
    }


def _headers(event: str) -> Node:
    headers: Node = {
        "ce_specversion": {"const": "1.0"},
        "ce_type": {"const": event},
        "ce_id": {"type": "string", "description": "The same when the same event comes again."},
        "ce_source": {"type": "string", "description": "Who wrote it."},
        "ce_time": {"type": "string", "format": "date-time"},
        "content-type": {"const": "application/json"},
        ORIGIN_TIME_HEADER: {
            "type": "string",
            "format": "date-time",
            "description": "When the report that caused it came in.",
        },
        TRACE_HEADER: {"type": "string", "description": "W3C trace context."},
    }
    if event == SUBMITTED:
        headers[SIGNATURE_HEADER] = {
            "type": "string",
            "description": "Ed25519 over the body: key id, a colon, base64. A real operation refuses unsigned records.",
        }
        headers[RELEASE_HEADER] = {
            "type": "string",
            "maxLength": RELEASE_REASON_LENGTH,
            "description": "Why a person of the owner released the report. Believed of the HTTP door alone.",
        }
        headers[RELEASE_SIGNATURE_HEADER] = {
            "type": "string",
            "description": "The door's Ed25519 over that reason and the body.",
        }
    return {
        "type": "object",
        "required": ["ce_specversion", "ce_type", "ce_id", "ce_source"],
        "properties": headers,
    }


def _dead_letter() -> Node:
    return {
        "name": "dead-letter",
        "title": "Dead letter",
        "summary": "A record as it came, with headers that say where it came from and why it is there.",
        "headers": {
            "type": "object",
            "patternProperties": {"^tocsin-letter-": {"type": "string"}},
            "description": "The record's own headers, and those of the letter.",
        },
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": _BINDING}},
    }
