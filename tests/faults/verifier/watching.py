"""Did a reader of the live stream see every alert that it may see, once, in order, and none that it may not?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.faults.verifier.fates import fates_of
from tests.faults.verifier.history import ALERTS, History
from tests.faults.verifier.linking import accepted_documents
from tests.faults.verifier.policy import Reader, may_read_all
from tests.faults.verifier.sent import Sent
from tests.faults.verifier.verdict import Check, check

Told = tuple[str, int]
"""An alert id and a revision."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of the live stream."""

    at: float
    alert_id: str
    revision: int
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


def may_see(history: History, documents: Mapping[str, Any], reader: Reader, since: int) -> list[Told]:
    """What the reader may see of the alerts from this offset on, each revision once, in the order of the topic."""
    told: dict[Told, bool] = {}
    for record in history.of(ALERTS):
        alert = record.body.get("alert")
        if alert and (alert["alert_id"], alert["revision"]) not in told:
            # An alert about a report that nobody sent is for nobody.
            known = all(report in documents for report in alert["reports"])
            may = known and may_read_all(reader, (documents[report] for report in alert["reports"]))
            told[alert["alert_id"], alert["revision"]] = may and record.offset >= since
    return [name for name, may in told.items() if may]


def _watched(history: History, documents: Mapping[str, Any], recording: Recording) -> list[Check]:
    wanted = may_see(history, documents, recording.reader, recording.since)
    seen = [(one.alert_id, one.revision) for one in recording.seen]
    resumed = len({one.connection for one in recording.seen})
    code = recording.reader.code
    return [
        check(f"{code} saw every alert once", len(wanted), _missed(wanted, seen), connections=resumed),
        check(f"{code} saw alerts in order", len(seen), _disordered(wanted, seen)),
        check(f"{code} saw nothing that it may not see", len(seen), _leaked(wanted, seen)),
    ]


def _missed(wanted: list[Told], seen: list[Told]) -> Iterator[str]:
    counts = Counter(seen)
    for name in wanted:
        if counts[name] == 0:
            yield f"alert {name[0]} revision {name[1]} was never seen"
    for name, count in counts.items():
        if count > 1:
            yield f"alert {name[0]} revision {name[1]} was seen {count} times"


def _disordered(wanted: list[Told], seen: list[Told]) -> Iterator[str]:
    place = {name: number for number, name in enumerate(wanted)}
    places = [place[name] for name in dict.fromkeys(seen) if name in place]
    for one, other in pairwise(places):
        if other < one:
            yield f"alert {wanted[other][0]} revision {wanted[other][1]} came after a later one"


def _leaked(wanted: list[Told], seen: list[Told]) -> Iterator[str]:
    for name in set(seen) - set(wanted):
        yield f"alert {name[0]} revision {name[1]} is not for this reader"
