"""What becomes of a link when one of its reports changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from services.contracts.events import Link
from services.enrich.changes import event_of, propose, withdraw
from services.enrich.hub_status import BEARER_LIMIT, Known
from services.enrich.matching.found import Found
from services.enrich.matching.weights import weights
from services.enrich.neighbours import Neighbours, enriched_event
from services.enrich.review import decide
from services.enrich.sides import side_of
from tests.unit.enrich.decisions import decided
from tests.unit.enrich.reports import compare, document, party, report, side, token

PHONE = [party("phone", "p")]
NL = side("NL", "W1", kind="warning", parties=PHONE)


def found(**of_kr: Any) -> Found:
    (link,) = compare(NL, side("KR", "S1", parties=PHONE, **of_kr))
    return link


def stored(**fields: Any) -> dict[str, Any]:
    link = propose(None, found())
    assert link is not None
    return link | fields


def test_a_new_link_is_proposed_with_revision_1() -> None:
    link = stored()
    assert (link["status"], link["revision"], link["decisions"]) == ("proposed", 1, [])


def test_the_same_content_is_the_same_revision() -> None:
    link = stored()
    assert propose(link, found()) is link


def test_a_new_version_of_a_side_is_a_new_revision_and_keeps_what_people_decided() -> None:
    link = stored()
    for number, who in enumerate(("NL", "KR")):
        link = decide(link, decided(link, who, "confirm", number))
    after = propose(link, found(version=2))
    assert after is not None
    assert (after["status"], after["revision"], after["change"]) == ("confirmed", 4, "changed")
    assert after["decisions"] == link["decisions"]


def test_what_is_no_longer_borne_out_is_withdrawn_once_with_its_reason() -> None:
    corrected = side("KR", "S1", version=2)
    gone = withdraw(stored(), NL, corrected)
    assert (gone["status"], gone["reason"], gone["revision"]) == ("withdrawn", "corrected", 2)
    assert withdraw(gone, NL, corrected) is gone


def test_a_withdrawn_link_can_be_proposed_again() -> None:
    gone = withdraw(stored(), NL, side("KR", "S1", version=2))
    back = propose(gone, found(version=3))
    assert back is not None
    assert (back["status"], back["reason"], back["revision"]) == ("proposed", None, 3)


def test_the_reason_of_a_withdrawal_is_that_of_today() -> None:
    corrected = side("KR", "S1", version=2)
    gone = withdraw(stored(), NL, corrected)
    assert withdraw(gone, NL, replace(corrected, retracted=True))["reason"] == "retracted"
    assert withdraw(withdraw(gone, NL, replace(corrected, retracted=True)), NL, corrected)["reason"] == "corrected"


def test_a_change_of_the_score_is_told_as_one() -> None:
    two = [*PHONE, party("email", "m")]
    nl = side("NL", "W1", kind="warning", parties=two)
    (more,) = compare(nl, side("KR", "S1", version=2, parties=two))
    (less,) = compare(nl, side("KR", "S1", version=3, parties=PHONE))
    stronger = propose(stored(), more)
    weaker = propose(stronger, less)
    assert stronger is not None
    assert weaker is not None
    assert (stored()["change"], stronger["change"], weaker["change"]) == ("proposed", "strengthened", "weakened")


def test_parked_values_bring_nothing_back_but_take_readers_away() -> None:
    gone = withdraw(stored(), NL, side("KR", "S1", version=2))
    (alone,) = compare(NL, side("KR", "S1", tlp="RED", parties=PHONE), {f"party:phone:{token('p')}"})
    narrowed = propose(gone, alone)
    assert narrowed is not None
    assert (narrowed["status"], narrowed["reason"], narrowed["sharing"]["tlp"]) == ("withdrawn", "corrected", "RED")


def test_a_withdrawn_link_never_opens_to_more_readers() -> None:
    gone = withdraw(stored(), NL, side("KR", "S1", version=2, tlp="RED"))
    assert gone["sharing"]["tlp"] == "RED"
    assert withdraw(gone, NL, side("KR", "S1", version=3))["sharing"]["tlp"] == "RED"


def test_parked_values_make_nothing_new_and_bring_nothing_back_but_let_stand_what_stood() -> None:
    (alone,) = compare(NL, side("KR", "S1", parties=PHONE), {f"party:phone:{token('p')}"})
    gone = withdraw(stored(), NL, side("KR", "S1", version=2))
    link = stored()
    assert propose(None, alone) is None
    assert propose(gone, alone) is gone
    weakened = propose(link, alone)
    assert weakened is not None
    assert (weakened["status"], weakened["revision"]) == ("proposed", 2)
    assert weakened["score"] < link["score"]
    assert propose(weakened, alone) is weakened


def test_the_event_of_a_link_is_the_link() -> None:
    event = Link.model_validate_json(event_of(stored()))
    assert (event.link_id, event.revision, event.rule_version) == (stored()["_id"], 1, weights().version)


def bearers(number: int) -> list[dict[str, Any]]:
    return [document(report("KR" if n % 2 else "NL", f"S{n}", parties=PHONE)) for n in range(number)]


def test_who_else_bears_a_token_is_told_with_the_role_and_without_the_token() -> None:
    documents = bearers(3)
    event = enriched_event(documents[0], Neighbours(map(side_of, documents), Known()))
    (recurrence,) = event.recurrences
    assert (recurrence.role, recurrence.field, len(recurrence.reports)) == ("consignee", "phone", 3)
    assert token("p") not in event.model_dump_json()


def test_a_token_of_one_report_is_no_recurrence() -> None:
    (only,) = bearers(1)
    assert enriched_event(only, Neighbours([side_of(only)], Known())).recurrences == ()


def test_a_retracted_report_bears_nothing() -> None:
    first, second = bearers(2)
    second["retracted"] = True
    neighbours = Neighbours(map(side_of, (first, second)), Known())
    assert enriched_event(first, neighbours).recurrences == enriched_event(second, neighbours).recurrences == ()
    assert enriched_event(second, neighbours).retracted


def test_the_twenty_first_bearer_parks_a_value() -> None:
    at_limit, beyond = bearers(BEARER_LIMIT), bearers(BEARER_LIMIT + 1)
    assert len(enriched_event(at_limit[0], Neighbours(map(side_of, at_limit), Known())).recurrences) == 1
    assert enriched_event(beyond[0], Neighbours(map(side_of, beyond), Known())).recurrences == ()
    crowd = Neighbours(map(side_of, beyond), Known())
    one = crowd.sides[beyond[0]["_id"]]
    assert crowd.around(one) == set()
