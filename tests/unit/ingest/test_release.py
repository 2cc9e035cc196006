"""A person of the owner lets in what is held: once, never a clash, and the same again under redelivery."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from starlette.requests import Request

from services.contracts.findings import Code, Finding, finding
from services.contracts.participants import Participant
from services.contracts.reasons import Reason
from services.contracts.release import RELEASE_REASON_LENGTH, release_reason, signed_release
from services.contracts.report import Report
from services.ingest.intake import Decision, accept
from services.ingest.recent import Recent
from services.ingest.request import release
from services.ingest.shape import Unfit
from services.ingest.submission import Origin, Release, Submission, document, submission_of
from tests.unit.ingest.reports import JP, KR, NOW, encode, seizure

HELD = (finding(Code.FUTURE_DATE, "/occurred_at"), finding(Code.SHARING_MISSING, "/sharing"))
FIRST: Origin = ("reports-mail", 0, 10)
LATER: Origin = ("reports-mail", 0, 11)
LAST: Origin = ("reports-mail", 0, 12)
WHY = "l'horloge de la plateforme a été vérifiée"


def decide(
    stored: Submission | None,
    origin: Origin | None,
    reason: str | None = None,
    findings: tuple[Finding, ...] = HELD,
    participant: Participant = KR,
    minutes: int = 0,
    **changes: Any,
) -> Decision:
    now = NOW + timedelta(minutes=minutes)
    return accept(Report.model_validate(seizure(**changes)), findings, participant, origin, stored, now, reason)


def kept(decision: Decision) -> Submission:
    assert decision.submission is not None
    return submission_of(document(decision.submission))


def codes(decision: Decision) -> list[str]:
    return [one.code for one in decision.findings]


def test_the_same_report_with_a_release_is_accepted_and_remembers_who_when_and_why() -> None:
    held = kept(decide(None, FIRST))
    released = decide(held, LATER, WHY, minutes=5)
    assert (released.status, codes(released)) == ("accepted", ["released", "future_date", "sharing_missing"])
    (entry,) = kept(released).entries
    assert entry.released == Release("KR", WHY, NOW + timedelta(minutes=5), LATER)
    assert (entry.status, entry.received_at, entry.origin) == ("accepted", NOW, FIRST)
    assert released.at == NOW + timedelta(minutes=5)


def test_without_a_release_it_stays_a_duplicate_and_held() -> None:
    again = decide(kept(decide(None, FIRST)), LATER)
    assert (again.status, again.submission) == ("duplicate", None)


def test_a_release_that_is_redelivered_repeats_its_effects() -> None:
    first = decide(kept(decide(None, FIRST)), LATER, WHY, minutes=5)
    again = decide(kept(first), LATER, WHY, minutes=90)
    assert again.redelivered
    assert (again.status, again.at, again.findings, again.submission) == (first.status, first.at, first.findings, None)


def test_the_record_that_was_held_is_told_the_same_when_it_is_redelivered_after_its_release() -> None:
    first = decide(None, FIRST)
    released = kept(decide(kept(first), LATER, WHY, minutes=5))
    again = decide(released, FIRST, minutes=90)
    assert (again.redelivered, again.status, again.findings, again.at) == (True, "held", first.findings, first.at)


def test_a_report_is_released_once_and_the_first_reason_stands() -> None:
    released = kept(decide(kept(decide(None, FIRST)), LATER, WHY))
    again = decide(released, LAST, "another reason")
    assert (again.status, again.submission) == ("duplicate", None)


def test_a_clash_of_two_contents_cannot_be_released() -> None:
    clash = kept(decide(kept(decide(None, FIRST)), LATER, narrative="other words"))
    refused = decide(clash, LAST, WHY, narrative="other words")
    assert (refused.status, refused.reason, refused.submission) == ("refused", Reason.NOT_RELEASABLE, None)
    assert [(one.code, one.path) for one in refused.findings] == [("not_releasable", "/version")]


def test_a_new_content_of_a_known_version_is_held_whatever_the_release_says() -> None:
    clash = decide(kept(decide(None, FIRST)), LATER, WHY, narrative="other words")
    assert (clash.status, codes(clash)[0]) == ("held", "version_conflict")
    assert kept(clash).entries[1].released is None


def test_a_report_never_seen_is_judged_and_released_at_once() -> None:
    new = decide(None, FIRST, WHY)
    assert (new.status, codes(new)) == ("accepted", ["released", "future_date", "sharing_missing"])
    again = decide(kept(new), FIRST, WHY, minutes=9)
    assert (again.status, again.at, again.findings) == ("accepted", NOW, new.findings)


def test_where_nothing_is_held_nothing_is_released() -> None:
    new = decide(None, FIRST, WHY, findings=HELD[1:])
    assert (new.status, codes(new), kept(new).entries[0].released) == ("accepted", ["sharing_missing"], None)
    assert decide(kept(new), LATER, WHY).status == "duplicate"


def test_nobody_releases_the_report_of_another() -> None:
    refused = decide(kept(decide(None, FIRST)), LATER, WHY, participant=JP)
    assert refused.reason is Reason.FOREIGN_ADMINISTRATION


def test_a_correction_is_no_release_of_the_version_before() -> None:
    corrected = decide(kept(decide(None, FIRST)), LATER, WHY, findings=(), version=2)
    assert [entry.status for entry in kept(corrected).entries] == ["held", "accepted"]


def test_what_kafka_has_of_a_release_is_known_before_the_stream_has_stored_it() -> None:
    recent, stored = Recent(most=2), kept(decide(None, FIRST))
    released = decide(recent.overlay(stored.report_id, stored), None, WHY)
    assert released.submission is not None
    assert released.entry is not None
    recent.remember(released.submission, released.entry)
    assert decide(recent.overlay(stored.report_id, stored), None, WHY).status == "duplicate"


@pytest.mark.parametrize(
    "text", ["", "   ", "x" * (RELEASE_REASON_LENGTH + 1), "a\tb", "a\x00b", "a\x7fb", "a\x85b", "a\u2028b", "a\u202eb"]
)
def test_a_reason_is_one_line_that_says_something(text: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        release_reason(text)


def test_the_header_is_read_as_utf8_and_must_stand_once() -> None:
    def asked(*values: bytes) -> Request:
        return Request({"type": "http", "headers": [(b"tocsin-release", value) for value in values]})

    assert release(asked()) is None
    assert release(asked(f"  {WHY} ".encode())) == WHY
    for wrong in ((b"",), (b"v\xe9rifi\xe9",), (b"one", b"two")):
        with pytest.raises(Unfit) as why:
            release(asked(*wrong))
        assert (why.value.reason, why.value.findings[0].code) == (Reason.INVALID, "release_reason")


def test_no_other_split_between_reason_and_body_reads_the_same() -> None:
    body = encode(seizure())
    assert signed_release("ab", b"c" + body) != signed_release("abc", body)
