"""Did a reader of the live stream see every alert that it may see, once, in order, and none that it may not?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from tests.faults.verifier.fates import fates_of
from tests.faults.verifier.history import ALERTS, History
from tests.faults.verifier.linking import accepted_documents
from tests.faults.verifier.policy import Reader, may_read_all
from tests.faults.verifier.sent import Sent
from tests.faults.verifier.verdict import Check, check

Told = tuple[str, str]
"""An alert id and the state that was told of it; the empty text when it was taken back."""
TAKEN_BACK: Final = ""
WITHDRAWN: Final = '["withdrawn"'
"""How a state begins that is withdrawn."""


def state_of(alert: Mapping[str, Any]) -> str:
    """What distinguishes one revision of an alert from another for a reader, who is shown no number."""
    updated = datetime.fromisoformat(alert["updated_at"]).timestamp()
    return json.dumps([alert["status"], alert["severity"], sorted(alert["reports"]), sorted(alert["links"]), updated])


@dataclass(frozen=True, slots=True)
class Seen:
    """One event of the live stream."""

    at: float
    alert_id: str
    state: str
    change: str
    connection: int
    """Which connection it came by: it rises with every reconnection."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What one reader saw, and from which offset of ``alerts`` on it watched."""

    reader: Reader
    since: int
    seen: tuple[Seen, ...]

    def as_json(self) -> dict[str, Any]:
        """As a JSON document."""
        return asdict(self)


def read_recording(path: Path) -> Recording:
    """The inverse of ``Recording.as_json``, from a file."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Recording(Reader(**told["reader"]), told["since"], tuple(Seen(**one) for one in told["seen"]))


def check_watching(history: History, sent: Iterable[Sent], recordings: Iterable[Recording]) -> list[Check]:
    """One pair of checks for each reader."""
    everything = list(sent)
    by_report = {key[0]: doc for key, doc in accepted_documents(fates_of(history), everything).items()}
    return [check for recording in recordings for check in _watched(history, by_report, recording)]


@dataclass(frozen=True, slots=True)
class Due:
    """One revision that the reader may see. Not ``sure``: it was narrowed later, a late reader is not shown it."""

    told: Told
    sure: bool


def may_see(history: History, documents: Mapping[str, Any], reader: Reader, since: int) -> list[Due]:
    """What the reader may see of the alerts from this offset on, each revision once, in the order of the topic.

    An alert that it may no longer see is told as taken back; one that was withdrawn before it was ever shown is not
    told at all, and neither is a revision that comes after a higher one.
    """
    revisions: dict[tuple[str, int], tuple[str, bool, int]] = {}
    highest: dict[str, int] = {}
    for record in history.of(ALERTS):
        alert = record.body.get("alert")
        if alert and alert["revision"] > highest.get(alert["alert_id"], 0):
            highest[alert["alert_id"]] = alert["revision"]
            # An alert about a report that nobody sent is for nobody.
            known = all(report in documents for report in alert["reports"])
            may = known and may_read_all(reader, (documents[report] for report in alert["reports"]))
            revisions[alert["alert_id"], alert["revision"]] = state_of(alert), may, record.offset
    hidden_after = {alert_id: offset for (alert_id, _), (_, may, offset) in revisions.items() if not may}
    shown: set[str] = set()
    due: list[Due] = []
    for (alert_id, _), (state, may, offset) in revisions.items():
        if may and alert_id not in shown and state.startswith(WITHDRAWN):
            continue
        if may and offset >= since:
            due.append(Due((alert_id, state), sure=hidden_after.get(alert_id, -1) < offset))
        elif not may and alert_id in shown:
            due.append(Due((alert_id, TAKEN_BACK), sure=False))
        (shown.add if may else shown.discard)(alert_id)
    return due


def due_to(history: History, sent: Iterable[Sent], reader: Reader, since: int) -> set[Told]:
    """What the reader must come to see."""
    documents = {key[0]: doc for key, doc in accepted_documents(fates_of(history), sent).items()}
    return {one.told for one in may_see(history, documents, reader, since) if one.sure}


def _watched(history: History, documents: Mapping[str, Any], recording: Recording) -> list[Check]:
    due = may_see(history, documents, recording.reader, recording.since)
    seen = [(one.alert_id, one.state) for one in recording.seen]
    resumed = len({one.connection for one in recording.seen})
    code = recording.reader.code
    return [
        check(f"{code} saw every alert once", len(due), _missed(due, seen), connections=resumed),
        check(f"{code} saw alerts in order", len(seen), _disordered(due, seen)),
        check(f"{code} saw nothing that it may not see", len(seen), _leaked(due, seen)),
    ]


def _missed(due: list[Due], seen: list[Told]) -> Iterator[str]:
    counts, wanted = Counter(seen), Counter(one.told for one in due)
    for one in due:
        if one.sure and not counts[one.told]:
            yield f"alert {one.told[0]} was never seen as {one.told[1]}"
    for told, count in counts.items():
        if count > max(1, wanted[told]):
            yield f"alert {told[0]} was seen {count} times as {told[1]}"


def _disordered(due: list[Due], seen: list[Told]) -> Iterator[str]:
    # Two revisions may look the same to a reader: it sees that state first where it first became true.
    place: dict[Told, int] = {}
    for number, one in enumerate(due):
        place.setdefault(one.told, number)
    places = [place[told] for told in dict.fromkeys(seen) if told in place]
    for earlier, later in pairwise(places):
        if later < earlier:
            yield f"alert {due[later].told[0]} came after a later one"


def _leaked(due: list[Due], seen: list[Told]) -> Iterator[str]:
    for alert_id, state in set(seen) - {one.told for one in due}:
        yield f"alert {alert_id} is not for this reader: {state or 'taken back'}"
