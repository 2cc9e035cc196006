"""Accepted, known already, held, refused: what becomes of a report, and of the same record again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.contracts.findings import Code, Finding, finding
from services.contracts.participants import DefaultSharing, Participant
from services.contracts.reasons import Reason
from services.contracts.report import Report
from services.contracts.sharing import Role
from services.ingest.intake import LAST_VERSION, MAY_REPORT, MOST_ENTRIES, Decision, accept, effective_sharing
from services.ingest.submission import Entry, Origin, Submission, canonical, content_hash, document, submission_of
from tests.unit.ingest.reports import JP, KR, NOW, retraction, seizure

FIRST: Origin = ("reports-mail", 0, 10)
LATER: Origin = ("reports-mail", 0, 11)


def decide(
    report: dict[str, Any],
    stored: Submission | None = None,
    origin: Origin | None = FIRST,
    findings: tuple[Finding, ...] = (),
    participant: Participant = KR,
    minutes: int = 0,
) -> Decision:
    now = NOW + timedelta(minutes=minutes)
    return accept(Report.model_validate(report), findings, participant, origin, stored, now)


def kept(decision: Decision) -> Submission:
    """What the next decision reads: the document, through MongoDB's form."""
    assert decision.submission is not None
    return submission_of(document(decision.submission))


def test_a_new_report_is_accepted_under_its_senders_version() -> None:
    decision = decide(seizure(version=7))
    assert (decision.status, decision.version, decision.report.version) == ("accepted", 7, 7)


def test_the_same_report_from_elsewhere_is_a_duplicate_without_effect() -> None:
    again = decide(seizure(), kept(decide(seizure())), LATER, minutes=5)
    assert (again.status, again.submission, again.findings[0].code) == ("duplicate", None, "same_report")


def test_the_same_record_again_repeats_its_result_and_its_instant() -> None:
    first = decide(seizure(), findings=(finding(Code.SHARING_MISSING, "/sharing"),))
    again = decide(seizure(), kept(first), FIRST, minutes=90)
    assert again.redelivered
    assert (again.status, again.at, again.findings, again.version) == (
        first.status,
        first.at,
        first.findings,
        first.version,
    )


def test_the_same_place_in_a_topic_made_anew_is_no_redelivery() -> None:
    stored = kept(decide(seizure()))
    other = decide(seizure(version=2, narrative="another report"), stored, FIRST)
    assert (other.status, other.redelivered) == ("accepted", False)


def test_the_same_version_with_other_content_is_held() -> None:
    stored = kept(decide(seizure()))
    other = decide(seizure(narrative="other words"), stored, LATER)
    assert (other.status, other.version, other.findings[0].code) == ("held", 1, "version_conflict")
    once_more = decide(seizure(narrative="other words"), kept(other), ("reports-mail", 1, 1))
    assert once_more.status == "duplicate"


def test_the_same_content_under_a_higher_version_is_a_new_version() -> None:
    assert decide(seizure(version=2), kept(decide(seizure())), LATER).status == "accepted"


def test_a_lower_version_that_comes_late_is_history() -> None:
    late = decide(seizure(), kept(decide(seizure(version=2, narrative="corrected"))), LATER)
    assert (late.status, late.version) == ("accepted", 1)
    assert [entry.version for entry in kept(late).entries] == [2, 1]


def test_without_a_version_new_content_gets_the_next_and_known_content_its_own() -> None:
    first = decide(seizure(version=None))
    second = decide(seizure(version=None, narrative="corrected"), kept(first), LATER)
    third = decide(seizure(version=None), kept(second), ("reports-mail", 0, 12))
    assert (first.version, second.version) == (1, 2)
    assert (third.status, third.version) == ("duplicate", 1)


def test_a_finding_of_severity_hold_keeps_the_report_but_does_not_pass_it_on() -> None:
    held = decide(seizure(), findings=(finding(Code.FUTURE_DATE, "/occurred_at"),))
    assert held.status == "held"
    assert kept(held).entries[0].findings == held.findings


@pytest.mark.parametrize("role", sorted(set(Role) - MAY_REPORT))
def test_who_only_reads_may_not_report(role: Role) -> None:
    assert decide(seizure(), participant=Participant(code="KR", role=role, name="x")).reason is Reason.FORBIDDEN


def test_nobody_reports_for_another_administration() -> None:
    refused = decide(seizure(), participant=JP)
    assert (refused.reason, refused.submission) == (Reason.FOREIGN_ADMINISTRATION, None)


def test_only_the_owner_retracts() -> None:
    foreign = {"administration": "JP", "national_ref": "x"}
    refused = decide(retraction(in_reply_to=foreign))
    assert (refused.reason, refused.findings[0].path) == (
        Reason.FOREIGN_ADMINISTRATION,
        "/in_reply_to/administration",
    )
    assert decide(retraction()).status == "accepted"


def test_feedback_may_answer_another_administration() -> None:
    answer = retraction(
        kind="feedback",
        reason=None,
        in_reply_to={"administration": "JP", "national_ref": "x"},
        occurred_at="2021-02-11T09:20:00+09:00",
        result="released",
    )
    assert decide({name: value for name, value in answer.items() if value is not None}).status == "accepted"


def test_one_report_cannot_grow_without_end() -> None:
    entries = tuple(Entry(n + 1, f"{n}", "accepted", NOW) for n in range(MOST_ENTRIES))
    full = Submission("id", "KR", "x", entries, 1)
    assert decide(seizure(version=MOST_ENTRIES + 1), full).reason is Reason.ID_CONFLICT


def test_after_the_highest_version_no_number_is_left_to_give() -> None:
    Report.model_validate(seizure(version=LAST_VERSION))
    with pytest.raises(ValueError, match="version"):
        Report.model_validate(seizure(version=LAST_VERSION + 1))
    last = kept(decide(seizure(version=LAST_VERSION)))
    assert decide(seizure(version=None, narrative="more"), last, LATER).reason is Reason.ID_CONFLICT


def test_a_report_written_in_two_ways_is_the_same_content() -> None:
    one = seizure(occurred_at="2021-02-11T00:20:00Z", cover_load={"weight_kg": 1.20, "hs": "950300"})
    other = dict(reversed(one.items())) | {
        "version": 5,
        "exercise": False,
        "occurred_at": "2021-02-11T00:20:00.000+00:00",
        "cover_load": {"hs": "950300", "weight_kg": 1.2},
    }
    hashes = {content_hash(canonical(Report.model_validate(report))) for report in (one, other)}
    assert len(hashes) == 1


def test_what_is_written_to_the_log_reads_as_the_same_report() -> None:
    report = Report.model_validate(seizure())
    assert Report.model_validate(canonical(report)) == report


def test_the_owners_default_stands_where_no_sharing_is_given() -> None:
    owner = KR.model_copy(update={"default_sharing": DefaultSharing(tlp="AMBER+STRICT", audience=("JP",))})
    own = effective_sharing(Report.model_validate(seizure(sharing=None)), owner)
    assert (own.tlp, own.audience, own.owners) == ("AMBER+STRICT", ("JP",), ("KR",))
    given = effective_sharing(Report.model_validate(seizure()), owner)
    assert (given.tlp, given.handling, given.audience) == ("AMBER", ("H2",), ("operation",))


def test_a_label_that_nobody_knows_is_read_as_the_strictest() -> None:
    own = effective_sharing(Report.model_validate(seizure(sharing={"tlp": "PURPLE"})), KR)
    assert own.tlp == "RED"
    assert [reader.code for reader in own.readers] == ["KR"]
