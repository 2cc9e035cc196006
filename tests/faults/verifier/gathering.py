"""Reads a history out of a running Kafka and MongoDB. Nothing is written, no consumer group is joined."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition
from kafka import KafkaAdminClient
from pymongo import MongoClient
from pymongo.database import Database

from tests.faults.verifier.history import COLLECTIONS, GROUPS, TOPICS, Change, History, LogRecord, Place

_PATIENCE: Final = 30.0
_PIECE: Final = 0.1
"""Seconds for a piece of a thousand records to fill: the last one never does."""
_REVISION_OF: Final = {"reports": "version", "links": "revision", "alerts": "revision"}


def gather(kafka: str, mongo: str, database: str) -> History:
    """The whole history. Raises TimeoutError when Kafka has more than it gives within 30 s without a record."""
    records, ends = read_log(kafka, TOPICS)
    with MongoClient[dict[str, Any]](mongo, tz_aware=True) as client:
        found = client[database]
        documents = {name: {str(d["_id"]): d for d in found[name].find()} for name in COLLECTIONS}
        changes = list(read_changes(found))
    return History(
        records=records,
        documents=documents,
        changes=changes,
        ends=ends,
        committed=read_committed(kafka, GROUPS),
    )


def read_log(kafka: str, topics: Iterable[str]) -> tuple[list[LogRecord], dict[Place, int]]:
    """Every record of these topics up to their present ends, and those ends. A topic that is not there is empty."""
    settings = {
        "bootstrap.servers": kafka,
        "group.id": f"verifier-{uuid.uuid4().hex}",  # demanded by the client; nothing is ever committed
        "enable.auto.commit": False,
        "enable.partition.eof": True,
        "fetch.message.max.bytes": 4 * 1024 * 1024,
    }
    consumer = Consumer(settings)
    try:
        known = consumer.list_topics(timeout=_PATIENCE).topics
        places = [(name, partition) for name in topics if name in known for partition in known[name].partitions]
        ends = {place: consumer.get_watermark_offsets(TopicPartition(*place), _PATIENCE)[1] for place in places}
        return sorted(_drained(consumer, ends), key=lambda r: r.origin), ends
    finally:
        consumer.close()


def _drained(consumer: Any, ends: Mapping[Place, int]) -> Iterator[LogRecord]:
    open_ends = {place for place, end in ends.items() if end > 0}
    consumer.assign([TopicPartition(*place, OFFSET_BEGINNING) for place in open_ends])
    deadline = time.monotonic() + _PATIENCE
    while open_ends:
        messages = consumer.consume(1000, _PIECE)
        if messages:
            deadline = time.monotonic() + _PATIENCE
        elif time.monotonic() > deadline:
            raise TimeoutError(f"nothing came for {_PATIENCE:.0f} s, still open: {sorted(open_ends)}")
        for message in messages:
            place = message.topic(), message.partition()
            if message.error():
                if message.error().code() != KafkaError._PARTITION_EOF:
                    raise ConnectionError(str(message.error()))
                open_ends.discard(place)
            else:
                yield _record(message)
                if message.offset() + 1 >= ends[place]:
                    open_ends.discard(place)


def _record(message: Any) -> LogRecord:
    headers = {name: (value or b"").decode("utf-8", "replace") for name, value in message.headers() or ()}
    key = message.key()
    return LogRecord(
        topic=message.topic(),
        partition=message.partition(),
        offset=message.offset(),
        at=message.timestamp()[1] / 1000,
        key=None if key is None else key.decode("utf-8", "replace"),
        value=message.value(),
        headers=headers,
    )


def read_committed(kafka: str, groups: Iterable[str]) -> dict[str, dict[Place, int]]:
    """What each group has committed: the next offset that it would read, by topic and partition."""
    with KafkaAdminClient(bootstrap_servers=kafka) as admin:
        return committed_of(admin, groups)


def committed_of(admin: Any, groups: Iterable[str]) -> dict[str, dict[Place, int]]:
    """The same with a client that is kept open, for sampling."""
    found = admin.list_group_offsets(dict.fromkeys(groups))
    return {
        group: {(tp.topic, tp.partition): at.offset for tp, at in offsets.items() if at.offset >= 0}
        for group, offsets in found.items()
    }


def read_changes(database: Database[dict[str, Any]]) -> Iterator[Change]:
    """Every write to the versioned collections that the replica set's log still holds, in order."""
    log = database.client["local"]["oplog.rs"]
    names = {f"{database.name}.{name}": name for name in _REVISION_OF}
    # A batch of writes stands in the log as one entry with a list of operations.
    query = {"$or": [{"ns": {"$in": list(names)}}, {"o.applyOps.ns": {"$in": list(names)}}]}
    for entry in log.find(query).sort("$natural", 1):
        for operation in entry["o"].get("applyOps", [entry]):
            name = names.get(operation["ns"])
            if name and operation["op"] in ("i", "u"):
                yield from _change(name, operation)


def _change(collection: str, operation: dict[str, Any]) -> Iterator[Change]:
    written, field = operation["o"], _REVISION_OF[collection]
    id_ = operation.get("o2", {}).get("_id", written.get("_id"))
    if "diff" in written:
        parts = (written["diff"].get(kind, {}) for kind in ("u", "i"))
        written = {name: value for part in parts for name, value in part.items()}
    if field in written:
        yield Change(collection, str(id_), int(written[field]))
