"""The one list of MongoDB collections: who writes each, its indexes, and the validator that catches a bad writer.

Each collection is a view of the log and can be dropped and rebuilt, ``participants`` apart. A document's ``_id`` is
deterministic. Instants are BSON dates; a ``Sharing`` stands in ``sharing`` wherever somebody may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.contracts.topics import MODES

ADMINISTRATION_COMMANDS: Final = "administration commands"


@dataclass(frozen=True, slots=True)
class Index:
    """An index: field names, each with 1 or -1."""

    keys: tuple[tuple[str, int], ...]
    unique: bool = False

    @property
    def name(self) -> str:
        """The name that MongoDB would give it."""
        return "_".join(f"{field}_{direction}" for field, direction in self.keys)


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection. ``required`` maps each field that a document must have to its BSON types."""

    name: str
    id: str
    writer: str
    indexes: tuple[Index, ...]
    required: Mapping[str, Any]

    @property
    def validator(self) -> dict[str, Any]:
        """The ``$jsonSchema`` that MongoDB enforces."""
        properties = {
            name: rule if isinstance(rule, dict) else {"bsonType": rule} for name, rule in self.required.items()
        }
        return {
            "$jsonSchema": {
                "bsonType": "object",
                "required": ["_id", *sorted(self.required)],
                "properties": {"_id": {"bsonType": "string"}, **properties},
            }
        }


def _ascending(*fields: str) -> Index:
    return Index(tuple((field, 1) for field in fields))


_SHARING: Final = {
    "bsonType": "object",
    "required": ["tlp", "owners", "readers"],
    "properties": {
        "tlp": {"enum": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]},
        "owners": {"bsonType": "array", "minItems": 1},
        "readers": {"bsonType": "array"},
    },
}
_READERS: Final = "sharing.readers.code"

SUBMISSIONS: Final = Collection(
    name="submissions",
    id="report id",
    writer="ingest",
    indexes=(Index((("administration", 1), ("last_at", -1), ("_id", 1))),),
    required={
        "administration": "string",
        "national_ref": "string",
        "entries": "array",
        "revision": ["int", "long"],
        "last_at": "date",
    },
)
REPORTS: Final = Collection(
    name="reports",
    id="report id",
    writer="enrich",
    indexes=(
        _ascending("match_keys"),
        _ascending("answers"),
        _ascending("history.keys"),
        _ascending("substances"),
        _ascending("normalised.identifiers.value"),
        Index((("received_at", -1), ("_id", 1))),
        _ascending(_READERS, "administration"),
    ),
    required={
        "version": ["int", "long"],
        "kind": {"enum": ["warning", "feedback", "seizure", "lab_result", "retraction"]},
        "mode": {"enum": [*MODES, None]},
        "administration": "string",
        "operation": "string",
        "received_at": "date",
        "match_keys": "array",
        "answered": "array",
        "retracted": "bool",
        "sharing": _SHARING,
    },
)
VERSIONS: Final = Collection(
    name="versions",
    id="report id and version",
    writer="enrich",
    indexes=(Index((("report_id", 1), ("version", 1))),),
    required={"report_id": "string", "version": ["int", "long"], "administration": "string", "sharing": _SHARING},
)
LINKS: Final = Collection(
    name="links",
    id="sorted pair of report ids and class",
    writer="enrich",
    indexes=(
        Index((("reports", 1), ("score", -1), ("_id", 1))),
        Index((("changed_at", -1), ("_id", 1))),
        _ascending("status", "link_class"),
    ),
    required={
        "link_class": {
            "enum": ["same_object", "serial_neighbour", "same_party", "same_method", "same_product", "reply"]
        },
        "status": {"enum": ["proposed", "unsure", "confirmed", "rejected", "withdrawn"]},
        "reports": {"bsonType": "array", "minItems": 2, "maxItems": 2},
        "evidence": {"bsonType": "array", "minItems": 1},
        "score": ["double", "int", "long"],
        "revision": ["int", "long"],
        "changed_at": "date",
        "sharing": _SHARING,
    },
)
HUBS: Final = Collection(
    name="hubs",
    id="UUIDv5 of operation and value",
    writer="enrich",
    indexes=(_ascending("cause"), _ascending("status")),
    required={
        "operation": "string",
        "exercise": "bool",
        "key": "string",
        "matter": "string",
        "status": {"enum": ["parked", "unparked", "stop_listed"]},
        "cause": "string",
        "revision": ["int", "long"],
        "decisions": "array",
    },
)
WAITING_DECISIONS: Final = Collection(
    name="waiting_decisions",
    id="decision id",
    writer="enrich",
    indexes=(_ascending("link_id"),),
    required={"link_id": "string", "at": "date", "decided": "object"},
)
ALERTS: Final = Collection(
    name="alerts",
    id="UUIDv5 of rule, rule version and group",
    writer="alerts",
    indexes=(
        Index((("updated_at", -1), ("_id", 1))),
        _ascending("links"),
        _ascending("reports"),
        _ascending("sources.id"),
        _ascending("status"),
    ),
    required={
        "status": {"enum": ["raised", "acknowledged", "closed", "withdrawn"]},
        "severity": {"enum": ["low", "medium", "high"]},
        "rule": "object",
        "reports": "array",
        "links": "array",
        "revision": ["int", "long"],
        "raised_at": "date",
        "updated_at": "date",
        "sharing": _SHARING,
    },
)
AUDIT: Final = Collection(
    name="audit", id="sequence", writer="api", indexes=(), required={"previous": "string", "at": "date"}
)
PARTICIPANTS: Final = Collection(
    name="participants",
    id="administration or organisation code",
    writer=ADMINISTRATION_COMMANDS,
    indexes=(_ascending("api_keys.key_id"), _ascending("signing_keys.key_id")),
    required={"role": "string", "name": "string", "active": "bool", "api_keys": "array", "signing_keys": "array"},
)

COLLECTIONS: Final[tuple[Collection, ...]] = (
    SUBMISSIONS, REPORTS, VERSIONS, LINKS, HUBS, WAITING_DECISIONS, ALERTS, AUDIT, PARTICIPANTS
)  # fmt: skip
