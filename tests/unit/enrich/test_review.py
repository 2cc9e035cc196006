"""What the owners of a link decide, and what the link is because of that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from services.contracts.events import MOST_DECISIONS, Link
from services.contracts.reasons import Reason, Refused
from services.enrich.changes import event_of, propose, withdraw
from services.enrich.matching.found import Found
from services.enrich.review import decide, owners_of
from tests.unit.enrich.decisions import decided
from tests.unit.enrich.reports import compare, party, side, token

PHONE, MAIL, OTHER = party("phone", "p"), party("email", "m"), party("phone", "other")
NL = side("NL", "W1", kind="warning", parties=[PHONE, MAIL, OTHER])
Document = dict[str, Any]


def found(*parties: Document, **of_kr: Any) -> Found:
    """The link that KR's report has with NL's when it names these parties."""
    (link,) = compare(NL, side("KR", "S1", parties=list(parties), **of_kr))
    return link


def proposed(*parties: Document) -> Document:
    link = propose(None, found(*parties or (PHONE,)))
    assert link is not None
    return link


def judged(link: Document, *parties: Document, **of_kr: Any) -> Document:
    """The link after KR's report says this."""
    after = propose(link, found(*parties, **of_kr))
    assert after is not None
    return after


def after(link: Document, *steps: tuple[str, Any]) -> Document:
    """The link after each of these decides, one second after the other, on what it then was."""
    for number, (who, what) in enumerate(steps, len(link["decisions"])):
        link = decide(link, decided(link, who, what, number))
    return link


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([("KR", "confirm")], "proposed"),
        ([("KR", "confirm"), ("NL", "confirm")], "confirmed"),
        ([("KR", "confirm"), ("KR", "confirm")], "proposed"),
        ([("NL", "reject")], "rejected"),
        ([("KR", "confirm"), ("NL", "reject")], "rejected"),
        ([("NL", "reject"), ("KR", "confirm"), ("NL", "confirm")], "confirmed"),
        ([("NL", "unsure")], "unsure"),
        ([("NL", "unsure"), ("KR", "confirm")], "unsure"),
        ([("NL", "unsure"), ("KR", "reject")], "rejected"),
        ([("NL", "unsure"), ("NL", "undo")], "proposed"),
        ([("NL", "reject"), ("NL", "undo")], "proposed"),
        ([("NL", "reject"), ("KR", "undo")], "rejected"),
        ([("NL", "confirm"), ("KR", "confirm"), ("KR", "undo")], "proposed"),
        ([("KR", "undo")], "proposed"),
    ],
)
def test_each_side_decides_for_itself_and_its_last_word_counts(steps: list[tuple[str, str]], status: str) -> None:
    link = after(proposed(), *steps)
    assert link["status"] == status
    assert [(each["administration"], each["decision"]) for each in link["decisions"]] == steps
    assert link["revision"] == 1 + len(steps)
    assert link["change"] == "decided"


def test_a_decision_is_kept_with_who_what_why_when_and_on_what() -> None:
    link = decide(proposed(), decided(proposed(), "KR", "reject", reason="a forwarder's phone"))
    [kept] = link["decisions"]
    assert (kept["administration"], kept["decision"], kept["reason"]) == ("KR", "reject", "a forwarder's phone")
    assert (kept["revision"], kept["by"], len(kept["grounds"])) == (1, "KR", 1)
    assert kept["at"].tzinfo is UTC
    event = Link.model_validate_json(event_of(link))
    assert (event.status, event.decisions[0]["reason"], event.change) == ("rejected", "a forwarder's phone", "decided")


def test_the_same_decision_twice_changes_nothing() -> None:
    link = after(proposed(), ("KR", "confirm"))
    assert decide(link, decided(proposed(), "KR", "confirm")) is link


def test_who_owns_neither_report_decides_nothing() -> None:
    for stranger in ("FR", "OCU", ""):
        with pytest.raises(Refused) as why:
            decide(proposed(), decided(proposed(), "KR", "confirm", administration=stranger))
        assert why.value.reason is Reason.FOREIGN_ADMINISTRATION


def test_an_only_owner_confirms_for_both_reports() -> None:
    link = proposed()
    link["sides"] = [{**each, "administration": "KR"} for each in link["sides"]]
    assert owners_of(link) == {"KR"}
    assert decide(link, decided(link, "KR", "confirm"))["status"] == "confirmed"


def test_a_link_keeps_only_so_many_decisions_that_its_event_fits_its_topic() -> None:
    link = proposed()
    for number in range(MOST_DECISIONS):
        link = decide(link, decided(link, "KR", "unsure", number, reason="\U0001f4e6" * 500))
    with pytest.raises(Refused) as why:
        decide(link, decided(link, "NL", "confirm", 1000))
    assert why.value.reason is Reason.OVERSIZE
    assert len(event_of(link)) < 1024 * 1024 / 2


def test_instants_are_kept_as_mongodb_keeps_them() -> None:
    at = datetime(2021, 2, 11, 1, 2, 3, 456_789, timezone(timedelta(hours=9)))
    link = decide(proposed(), decided(proposed(), "KR", "confirm", at=at))
    assert link["decisions"][0]["at"] == datetime(2021, 2, 10, 16, 2, 3, 456_000, UTC)


def test_a_rejected_pair_is_not_proposed_again_on_the_same_evidence() -> None:
    rejected = after(proposed(PHONE, MAIL), ("KR", "reject"))
    assert judged(rejected, PHONE, MAIL, version=2)["status"] == "rejected"
    assert judged(rejected, PHONE, version=2)["status"] == "rejected"
    narrowed = judged(rejected, PHONE, MAIL, tlp="RED")
    assert (narrowed["status"], narrowed["sharing"]["tlp"]) == ("rejected", "RED")


def test_another_feature_or_another_value_of_one_reopens_it_with_the_reason() -> None:
    rejected = after(proposed(PHONE), ("KR", "reject"))
    for new in ((PHONE, MAIL), (OTHER,), (PHONE, OTHER)):
        again = judged(rejected, *new, version=2)
        assert (again["status"], again["reason"], again["change"]) == ("proposed", "new_evidence", "reopened")
        assert judged(again, PHONE, version=3)["status"] == "rejected", "the new evidence is gone again"


def test_a_reopened_link_is_decided_anew() -> None:
    again = judged(after(proposed(PHONE), ("NL", "confirm"), ("KR", "reject")), PHONE, MAIL, version=2)
    assert again["status"] == "proposed"
    assert after(again, ("KR", "confirm"))["status"] == "confirmed"
    assert after(again, ("KR", "reject"))["status"] == "rejected"
    assert judged(after(again, ("KR", "reject")), PHONE, MAIL, version=3)["status"] == "rejected"


def test_a_rejection_is_held_against_what_was_looked_at_and_not_against_what_came_meanwhile() -> None:
    seen, link = proposed(PHONE), judged(proposed(PHONE), PHONE, MAIL, version=2)
    assert decide(link, decided(seen, "KR", "reject"))["status"] == "proposed"
    assert decide(link, decided(link, "KR", "reject"))["status"] == "rejected"


def test_a_confirmed_link_survives_when_its_evidence_goes() -> None:
    confirmed = after(proposed(), ("NL", "confirm"), ("KR", "confirm"))
    kept = withdraw(confirmed, NL, side("KR", "S1", version=2))
    assert (kept["status"], kept["reason"], kept["evidence"]) == ("confirmed", "corrected", confirmed["evidence"])
    assert withdraw(kept, NL, side("KR", "S1", version=2)) is kept
    back = judged(kept, PHONE, version=3)
    assert (back["status"], back["reason"]) == ("confirmed", None)


def test_a_confirmed_link_ends_with_a_retraction_and_returns_to_what_the_decisions_say() -> None:
    confirmed = after(proposed(), ("NL", "confirm"), ("KR", "confirm"))
    retracted = replace(side("KR", "S1", parties=[PHONE]), retracted=True)
    gone = withdraw(confirmed, NL, retracted)
    assert (gone["status"], gone["reason"], gone["change"]) == ("withdrawn", "retracted", "withdrawn")
    assert judged(gone, PHONE)["status"] == "confirmed"
    doubted = after(gone, ("KR", "unsure"))
    assert doubted["status"] == "withdrawn"
    back = judged(doubted, PHONE)
    assert (back["status"], back["change"]) == ("unsure", "returned")


def test_a_confirmed_link_ends_when_a_report_moves_to_another_operation() -> None:
    confirmed = after(proposed(), ("NL", "confirm"), ("KR", "confirm"))
    elsewhere = side("KR", "S1", version=2, operation="other", parties=[PHONE])
    assert withdraw(confirmed, NL, elsewhere)["reason"] == "moved"
    assert withdraw(confirmed, NL, elsewhere)["status"] == "withdrawn"


def test_a_decision_about_a_withdrawn_link_is_kept_for_the_day_it_returns() -> None:
    gone = withdraw(proposed(), NL, side("KR", "S1", version=2))
    rejected = after(gone, ("KR", "reject"))
    assert rejected["status"] == "withdrawn"
    assert judged(rejected, PHONE, version=3)["status"] == "rejected"


def test_what_both_owners_confirm_stands_though_only_parked_values_speak_for_it() -> None:
    confirmed = after(proposed(), ("NL", "confirm"), ("KR", "confirm"))
    retracted = replace(side("KR", "S1", parties=[PHONE]), retracted=True)
    (parked,) = compare(NL, side("KR", "S1", parties=[PHONE]), {f"party:phone:{token('p')}"})
    back = propose(withdraw(confirmed, NL, retracted), parked)
    undecided = propose(withdraw(proposed(), NL, retracted), parked)
    assert back is not None
    assert undecided is not None
    assert (back["status"], undecided["status"]) == ("confirmed", "withdrawn")


def test_parked_values_do_not_say_that_the_evidence_of_a_confirmed_link_is_back() -> None:
    confirmed = after(proposed(), ("NL", "confirm"), ("KR", "confirm"))
    kept = withdraw(confirmed, NL, side("KR", "S1", version=2))
    (parked,) = compare(NL, side("KR", "S1", version=3, parties=[PHONE]), {f"party:phone:{token('p')}"})
    assert propose(kept, parked) is kept


def test_no_token_stands_in_a_decision() -> None:
    assert token("p") not in str(after(proposed(), ("KR", "reject")))
