"""Was anything committed before it was done, and is everything done after quiet?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from tests.faults.verifier.history import (
    ACCEPTED,
    ALERTS,
    ENRICHED,
    GROUPS,
    LETTERS,
    LINKS,
    RECEIPTS,
    REPORTS,
    History,
    LogRecord,
    OffsetSample,
    Place,
)
from tests.faults.verifier.letters import origin_of
from tests.faults.verifier.linking import OUR_CLASSES
from tests.faults.verifier.verdict import Check, check

# An effect bears the producer's clock, a sample ours: the same machine, but whole milliseconds.
_GRAIN = 0.002


def check_progress(history: History, samples: Iterable[OffsetSample]) -> list[Check]:
    """Lag after quiet, and every sample of committed offsets against when the effects were written."""
    taken = list(samples)
    done = Effects(history)
    ahead = {stage: done.of(stage) for stage in GROUPS}
    return [
        check("nothing is left to do", len(history.ends), _lagging(history)),
        check(
            "no offset was committed before its record was done",
            len(taken),
            (text for sample in taken for text in _too_early(sample, ahead[sample.group])),
        ),
    ]


def _lagging(history: History) -> Iterator[str]:
    for group, topics in GROUPS.items():
        for (topic, partition), end in history.ends.items():
            committed = history.committed.get(group, {}).get((topic, partition), 0)
            if topic in topics and committed != end:
                yield f"{group} stands at {committed} of {end} on {topic}/{partition}"


@dataclass(frozen=True, slots=True)
class Done:
    """One partition: offsets in order, and when all up to each of them had its effect."""

    offsets: list[int]
    by: list[float]

    def before(self, committed: int) -> float:
        """When the last record below this offset had its effect; infinity when one never had."""
        count = bisect_left(self.offsets, committed)
        return self.by[count - 1] if count else 0.0


def _too_early(sample: OffsetSample, done: Mapping[Place, Done]) -> Iterator[str]:
    for place, committed in sample.committed.items():
        by = done[place].before(committed) if place in done else 0.0
        if by > sample.at + _GRAIN:
            late = "never" if by == inf else f"{by - sample.at:.3f} s later"
            yield f"{sample.group} had committed {committed} on {place[0]}/{place[1]}; its effects came {late}"


class Effects:
    """When the effect of each record was first written."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._answered = _earliest(
            (_about(record), record.at) for record in history.of(ACCEPTED, RECEIPTS) if record.body
        )
        self._dead = _earliest((origin_of(record), record.at) for record in history.of(*LETTERS.values()))
        self._enriched: dict[str, list[tuple[int, float]]] = {}
        for record in history.of(ENRICHED):
            if "report_id" in record.body:
                told = (record.body["version"], record.at)
                self._enriched.setdefault(record.body["report_id"], []).append(told)
        self._alerted = _earliest(
            (link, record.at) for record in history.of(ALERTS) for link in record.body.get("alert", {}).get("links", ())
        )

    def of(self, stage: str) -> dict[Place, Done]:
        """For every partition that the stage reads."""
        by_place: dict[Place, list[tuple[int, float]]] = {}
        for record in self._history.of(*GROUPS[stage]):
            by_place.setdefault((record.topic, record.partition), []).append((record.offset, self._when(record)))
        return {place: _running(sorted(times)) for place, times in by_place.items()}

    def _when(self, record: LogRecord) -> float:
        dead = self._dead.get(record.origin, inf)
        if record.topic in REPORTS:
            return min(dead, self._answered.get(_about(record), inf))
        if record.topic == ACCEPTED and "report_id" in record.body:
            # A version that came after a higher one may leave no event of its own.
            told = self._enriched.get(record.body["report_id"], ())
            return min([dead, *(at for version, at in told if version >= record.body["version"])])
        if record.topic == LINKS and record.body.get("link_class") in OUR_CLASSES:
            # The first alert that names it; a link that came and went at once may never have had one.
            return min(dead, self._alerted.get(record.body["link_id"], 0.0))
        return min(dead, 0.0)


def _about(record: LogRecord) -> tuple[Any, Any]:
    body = record.body
    return body.get("report_id", record.key), body.get("version")


def _earliest(times: Iterable[tuple[Any, float]]) -> dict[Any, float]:
    found: dict[Any, float] = {}
    for name, at in times:
        found[name] = min(at, found.get(name, at))
    return found


def _running(times: list[tuple[int, float]]) -> Done:
    by, latest = [], 0.0
    for _, at in times:
        latest = max(latest, at)
        by.append(latest)
    return Done([offset for offset, _ in times], by)
