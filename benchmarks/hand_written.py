"""The peer: the same work in one process, as an experienced hand would write it with confluent-kafka and pymongo.

Batches of 500: consume, verify, decide, store submissions, normalise, store reports with a majority, ask who shares
their values, link, judge, store alerts; then every event that the services produce (accepted, receipt and its copy,
enriched, links, alerts), one flush, one commit. It calls the very decision functions of the services, so that what
differs is the framework, the hops through Kafka between stages, and the processes. It has no retry, no dead letters,
no metrics, no watch on races: with one process there are none.

`python -m benchmarks.hand_written KAFKA MONGO DATABASE PREFIX TOPIC NUMBER` handles NUMBER reports of TOPIC and
prints {"seconds", "links"}; events go to topics named PREFIX + their own name.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from confluent_kafka import Consumer, Message, Producer, TopicPartition
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import BulkWriteError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from services.alerts.grouping import gather, wanted
from services.alerts.lifecycle import apply
from services.alerts.lifecycle import event_of as alert_event
from services.alerts.rule_files import load_rules
from services.alerts.rules import judge
from services.alerts.store import document_of, matter_of
from services.contracts.codec import Envelope, body_of, headers_of
from services.contracts.events import ACCEPTED, ALERT_CHANGED, ENRICHED, LINK_CHANGED, RECEIPT, Accepted, Link
from services.contracts.identifiers import event_id
from services.contracts.participants import Participant, signer, signing_key_id
from services.contracts.topics import ALERTS, LINKS, RECEIPTS, REPORTS_ENRICHED
from services.enrich.changes import event_of as link_event
from services.enrich.enrichment import enrich
from services.enrich.hub_status import Known
from services.enrich.linking import decide
from services.enrich.matching.blocking import asked_keys
from services.enrich.neighbours import Neighbours, enriched_event
from services.enrich.sides import PROJECTION, Realm, side_of
from services.ingest.intake import accept
from services.ingest.outcome import decided
from services.ingest.quality import examine
from services.ingest.shape import read
from services.ingest.submission import document, submission_of
from services.reference.places import Gazetteer
from services.runtime.records import Record

Document = dict[str, Any]
Event = tuple[str, str, str, str, bytes]
BATCH = 500


class Loop:
    """The loop and its connections."""

    def __init__(self, kafka: str, mongo: str, database: str, prefix: str, topic: str) -> None:
        self._client = MongoClient[Document](mongo, tz_aware=True)
        self._db: Database[Document] = self._client.get_database(
            database, write_concern=WriteConcern("majority"), read_concern=ReadConcern("majority")
        )
        self._prefix = prefix
        self._gazetteer = Gazetteer.open()
        self._rules = load_rules()
        self._report_rules = [rule.id for rule in self._rules if rule.on == "report"]
        self._producer = Producer(
            {
                "bootstrap.servers": kafka,
                "enable.idempotence": True,
                "linger.ms": 2,
                "partitioner": "murmur2_random",
                "queue.buffering.max.messages": 100_000,
            }
        )
        self._consumer = Consumer(
            {"bootstrap.servers": kafka, "group.id": f"{prefix}peer", "enable.auto.commit": False}
        )
        partitions = self._consumer.list_topics(topic, timeout=10).topics[topic].partitions
        self._consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
        self._signers = self._participants(database)

    def _participants(self, database: str) -> dict[str, Participant]:
        stored = self._db["participants"].find()
        found = [Participant.model_validate({"code": one.pop("_id"), **one}) for one in stored]
        return {key.key_id: each for each in found for key in each.signing_keys}

    def run(self, number: int) -> dict[str, float | int]:
        """Handle ``number`` reports; seconds count from the first batch in hand."""
        done, began = 0, 0.0
        while done < number:
            messages = self._consumer.consume(BATCH, timeout=0.05)
            if not messages:
                continue
            began = began or time.monotonic()
            self._batch([_record(message) for message in messages])
            done += len(messages)
        seconds = time.monotonic() - began
        self._consumer.close()
        return {"seconds": seconds, "links": self._db["links"].count_documents({"status": "proposed"})}

    def _batch(self, records: Sequence[Record]) -> None:
        accepted, events = self._ingest(records)
        reports, links = self._enrich(accepted, events)
        self._alert([*reports, *links], events)
        for topic, key, kind, ce_id, body in events:
            envelope = Envelope(kind, ce_id, "/tocsin", datetime.now(UTC))
            self._producer.produce(self._prefix + topic, body, key, headers=headers_of(envelope))
        if self._producer.flush(30):
            raise RuntimeError("not everything was acknowledged")
        self._consumer.commit(asynchronous=False)

    def _ingest(self, records: Sequence[Record]) -> tuple[list[bytes], list[Event]]:
        now = datetime.now(UTC)
        parsed = [(record, read(record.value or b""), self._signer(record)) for record in records]
        ids = list({report.report_id for _, report, _ in parsed})
        known = {one["_id"]: submission_of(one) for one in self._db["submissions"].find({"_id": {"$in": ids}})}
        changed: dict[str, Document] = {}
        accepted: list[bytes] = []
        events: list[Event] = []
        for record, report, participant in parsed:
            stored = known.get(report.report_id)
            decision = accept(report, examine(report, now), participant, record.origin, stored, now)
            if decision.submission:
                known[report.report_id] = decision.submission
                changed[report.report_id] = document(decision.submission)
            for out in decided(record, participant, decision):
                events.append((out.topic, out.key, out.type, out.id, out.body))
                if out.type == ACCEPTED:
                    accepted.append(out.body)
                elif out.topic == RECEIPTS.name:
                    events.append((f"outbound-{participant.code}", participant.code, RECEIPT, out.id, out.body))
        if changed:
            self._db["submissions"].insert_many(changed.values(), ordered=False)
        return accepted, events

    def _signer(self, record: Record) -> Participant:
        header = record.headers["tocsin-signature"]
        return signer(header, record.value or b"", [self._signers[signing_key_id(header)]])

    def _enrich(self, accepted: Sequence[bytes], events: list[Event]) -> tuple[list[Any], list[Any]]:
        documents = {
            one["_id"]: one
            for one in (
                enrich(Accepted.model_validate_json(raw), orjson.loads(raw), self._gazetteer) for raw in accepted
            )
        }
        if documents:
            self._insert(documents.values())
        sides = {key: side_of(one) for key, one in documents.items()}
        keys: dict[Realm, set[str]] = defaultdict(set)
        for side in sides.values():
            keys[side.realm].update(asked_keys(side.features, side.first, side.last))
        for realm, asked in keys.items():
            wish = {
                "match_keys": {"$in": list(asked)},
                "operation": realm.operation,
                "exercise": realm.exercise,
                "retracted": False,
            }
            sides |= {one["_id"]: side_of(one) for one in self._db["reports"].find(wish, PROJECTION, limit=4000)}
        neighbours = Neighbours(sides.values(), Known())
        links = decide(documents.keys(), (), neighbours, {})
        if links:
            self._db["links"].insert_many(links.values(), ordered=False)
        reports = [enriched_event(one, neighbours) for one in documents.values()]
        for report in reports:
            ce_id = event_id(ENRICHED, report.report_id, report.version)
            events.append((REPORTS_ENRICHED.name, report.report_id, ENRICHED, ce_id, body_of(report)))
        bodies = []
        for link in links.values():
            body = link_event(link)
            bodies.append(Link.model_validate_json(body))
            events.append((LINKS.name, link["_id"], LINK_CHANGED, event_id(LINK_CHANGED, link["_id"], 1), body))
        return reports, bodies

    def _insert(self, documents: Iterable[Document]) -> None:
        try:
            self._db["reports"].insert_many(documents, ordered=False)
        except BulkWriteError as error:  # a backlog of fresh reports holds none twice
            raise RuntimeError("a report was there already") from error

    def _alert(self, facts: Sequence[Any], events: list[Event]) -> None:
        judged = [judge(self._rules, fact, datetime.now(UTC)) for fact in facts]
        asked = wanted(judged)
        ways: list[Mapping[str, Any]] = [
            {"_id": {"$in": list(asked.alerts)}},
            {"sources.id": {"$in": [*asked.links, *asked.reports]}},
            {"reports": {"$in": list(asked.reports)}, "rule.id": {"$in": self._report_rules}},
        ]
        view = {one["_id"]: matter_of(one) for one in self._db["alerts"].find({"$or": ways})}
        for id_, gathered in gather(judged, view).items():
            outcome = apply(gathered.heading, view.get(id_), gathered.arrived)
            if outcome.changed and outcome.matter:
                matter = outcome.matter
                self._db["alerts"].replace_one({"_id": id_}, document_of(matter), upsert=True)
                ce_id = event_id(ALERT_CHANGED, id_, matter.revision)
                events.append((ALERTS.name, id_, ALERT_CHANGED, ce_id, body_of(alert_event(matter))))


def _record(message: Message) -> Record:
    raw = tuple(message.headers() or ())
    return Record(
        topic=str(message.topic()),
        partition=int(message.partition() or 0),
        offset=int(message.offset() or 0),
        key=None,
        value=message.value(),
        headers={name: value.decode() for name, value in raw},
        raw_headers=raw,
        timestamp=datetime.fromtimestamp(message.timestamp()[1] / 1000, UTC),
    )


if __name__ == "__main__":
    where = Loop(*sys.argv[1:6])
    print(json.dumps(where.run(int(sys.argv[6]))))
