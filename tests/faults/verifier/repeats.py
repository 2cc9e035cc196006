"""Is what is told twice told the same twice, and do versions only rise?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from tests.faults.verifier.history import ACCEPTED, ALERTS, ENRICHED, LINKS, History, LogRecord
from tests.faults.verifier.verdict import Check, check


def check_repeats(history: History) -> list[Check]:
    """An event id has one content; a revision has one event id; revisions rise."""
    told = list(history.of(ACCEPTED, ENRICHED, LINKS, ALERTS))
    ids = {(record.topic, record.event_id) for record in told}
    revised = list(history.of(LINKS, ALERTS))
    return [
        check("an event id has one content", len(told), _two_contents(told), repeats=len(told) - len(ids)),
        check("a revision has one event", len(revised), _two_events(revised)),
        check("versions only rise", len(history.changes), _falling(history)),
    ]


def _two_contents(told: list[LogRecord]) -> Iterator[str]:
    contents: dict[tuple[str, str], set[bytes | None]] = defaultdict(set)
    for record in told:
        if not record.event_id and record.body:
            yield f"{record.topic}/{record.partition}/{record.offset} has no event id"
        contents[record.topic, record.event_id].add(_content(record))
    for (topic, event_id), found in contents.items():
        if event_id and len(found) > 1:
            yield f"{topic}: event {event_id} has {len(found)} contents"


def _content(record: LogRecord) -> bytes | None:
    if record.topic != ENRICHED or not record.body:
        return record.value
    # Who else bears its values is as of the moment of telling: it grows until the event is told again.
    return json.dumps({name: value for name, value in record.body.items() if name != "recurrences"}).encode()


def _two_events(revised: list[LogRecord]) -> Iterator[str]:
    events: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for record in revised:
        body = record.body.get("alert", record.body)
        if "revision" in body:
            name = body.get("link_id") or body.get("alert_id")
            events[record.topic, name, body["revision"]].add(record.event_id)
    for (topic, name, revision), found in events.items():
        if len(found) > 1:
            yield f"{topic}: {name} revision {revision} has {len(found)} events"


def _falling(history: History) -> Iterator[str]:
    last: dict[tuple[str, str], int] = {}
    for change in history.changes:
        before = last.get((change.collection, change.id), 0)
        last[change.collection, change.id] = change.revision
        if change.revision < before:
            yield f"{change.collection}: {change.id} fell from {before} to {change.revision}"
        elif change.collection != "reports" and change.revision > before + 1:
            yield f"{change.collection}: {change.id} jumped from {before} to {change.revision}"
