"""The demo's summary says what happened, also when it was not what was planned."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

import pytest

from services.cli.demo_figures import Progress, faults, percentile, summary
from services.simulator.operation import Message, plan
from services.simulator.sending import Outcome

OPERATION = plan(3, seizures=60, messages=600)
MESSAGES = list(OPERATION)


def _outcome(message: Message, status: Literal["acknowledged", "refused", "failed"], answered: float = 1.0) -> Outcome:
    return Outcome(
        message=message,
        status=status,
        report_id=message.report_id,
        version=message.version,
        answer="accepted" if status == "acknowledged" else None,
        reason=None if status == "acknowledged" else message.reason,
        http_status=202,
        attempts=1,
        planned=0.0,
        sent=0.0,
        answered=answered,
        acknowledged_at=datetime(2021, 2, 1, tzinfo=UTC),
    )


def _alert(alert_id: str = "a", links: tuple[str, ...] = ("l",), **more: Any) -> dict[str, Any]:
    said = {"status": "raised", "severity": "high", "title": "t", "countries": ["KR", "NL"], "reports": ["r", "q"]}
    return {"alert_id": alert_id, "links": list(links), **said, **more}


def _played() -> Progress:
    progress = Progress(planned=len(MESSAGES))
    for message in MESSAGES:
        refused = message.door == "http" and message.expected == "refused"
        progress.answered(_outcome(message, "refused" if refused else "acknowledged"))
    return progress


def test_a_run_as_planned_has_no_faults() -> None:
    assert faults(_played(), OPERATION.truth, OPERATION.truth["expected_dead_letters"]) == []


def test_a_message_that_was_never_answered_is_a_fault() -> None:
    progress = _played()
    progress.answered(_outcome(MESSAGES[0], "failed"))
    assert any("never answered" in fault for fault in faults(progress, OPERATION.truth, {}))


def test_a_dead_letter_that_nobody_planned_is_a_fault() -> None:
    letters = {**OPERATION.truth["expected_dead_letters"], "internal_error": 1}
    assert any("internal_error" in fault for fault in faults(_played(), OPERATION.truth, letters))


def test_refused_counts_doors_and_dead_letters_together() -> None:
    found = summary(_played(), OPERATION.truth, [], OPERATION.truth["expected_dead_letters"], 0, 1.0)
    assert found["refused"] == OPERATION.truth["expected_refused"]


def test_links_that_were_all_found_give_full_recall() -> None:
    links = [(link["class"], *link["reports"]) for link in OPERATION.truth["planted_links"]]
    found = summary(_played(), OPERATION.truth, links, {}, 3, 1.0)
    assert found["links"]["recall"] == found["links"]["precision"] == 1.0
    assert found["links"]["planted"] == found["links"]["true"] > 0


def test_latency_runs_from_the_acknowledgement_that_completed_the_match() -> None:
    progress = Progress(planned=2)
    progress.taken_at = {"r": 5.0, "q": 9.0}
    progress.alerted("raised", _alert(), 9.25)
    assert progress.latencies == [pytest.approx(0.25)]


def test_an_update_that_brings_nothing_new_has_no_latency() -> None:
    progress = Progress(planned=2)
    progress.taken_at = {"r": 5.0, "q": 9.0}
    progress.alerted("raised", _alert(), 9.25)
    progress.alerted("updated", _alert(), 30.0)
    assert len(progress.latencies) == 1


def test_percentiles_of_nothing_are_nothing() -> None:
    assert percentile([], 0.99) is None
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
