"""Which two reports belong together, which only look like it, and what is said about it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from services.contracts.sharing import Reader, Role, Sharing, visible
from services.enrich.links import compare, find_links
from services.enrich.sides import Side
from tests.unit.enrich.reports import CONTAINER, DAY, NOON, PARCEL, SHIP, WAYBILL, party, reply_to, side, token

ITEM = {"items": [PARCEL]}
PLATE = {"plates": [{"country": "DE", "number": "BAB123"}]}
VOYAGE = {"vessel": {"imo": SHIP}, "voyage": "112W"}
PHONE = [party("phone", "p")]


def classes(one: Side, other: Side) -> list[str]:
    return [link.content["link_class"] for link in compare(one, other)]


def warned(**more: Any) -> Side:
    return side("NL", "W1", kind="warning", **more)


def seized(after: timedelta = 3 * DAY, **more: Any) -> Side:
    return side("KR", "S1", at=NOON + after, **more)


def test_a_seizure_that_meets_a_foreign_warning_is_the_same_object() -> None:
    assert classes(warned(transport=ITEM), seized(transport=ITEM)) == ["same_object"]


@pytest.mark.parametrize(
    ("transport", "days"),
    [({"awb": WAYBILL}, 365), ({"containers": [CONTAINER]}, 60), (VOYAGE, 60), (PLATE, 365), (ITEM, 365)],
    ids=["waybill", "container", "voyage", "plate", "parcel"],
)
def test_a_number_links_until_its_window_ends(transport: dict[str, Any], days: int) -> None:
    at_the_end, too_late = days * DAY, days * DAY + timedelta(minutes=1)
    assert classes(warned(transport=transport), seized(at_the_end, transport=transport)) == ["same_object"]
    assert classes(warned(transport=transport), seized(too_late, transport=transport)) == []


def test_a_phone_links_for_24_months_and_a_document_for_ever() -> None:
    document = [party("document", "d")]
    assert classes(warned(parties=PHONE), seized(730 * DAY, parties=PHONE)) == ["same_party"]
    assert classes(warned(parties=PHONE), seized(731 * DAY, parties=PHONE)) == []
    assert classes(warned(parties=document), seized(3000 * DAY, parties=document)) == ["same_party"]


def test_parcels_are_compared_by_posting_where_both_say_it() -> None:
    early, late = ({"items": [PARCEL], "posted_on": day} for day in ("2020-01-05", "2021-02-10"))
    assert classes(warned(transport=early), seized(transport=late)) == []
    assert classes(warned(transport=early), seized(transport=ITEM)) == ["same_object"]


def test_a_report_without_a_date_counts_as_of_its_receipt() -> None:
    undated: dict[str, Any] = {"at": None, "transport": {"containers": [CONTAINER]}}
    box = {"containers": [CONTAINER]}
    assert classes(warned(received_at=NOON, **undated), seized(transport=box)) == ["same_object"]
    assert classes(warned(received_at=NOON - 90 * DAY, **undated), seized(transport=box)) == []


def test_of_a_month_the_nearest_day_counts() -> None:
    box = {"containers": [CONTAINER]}
    coarse = side("NL", "W1", kind="warning", at=NOON, transport=box, precision="month")
    assert classes(coarse, seized(77 * DAY, transport=box)) == ["same_object"]  # 60 days after 28 February
    assert classes(coarse, seized(80 * DAY, transport=box)) == []


def test_a_parcel_seized_once_cannot_be_seized_again_but_a_container_can() -> None:
    box = {"containers": [CONTAINER]}
    assert classes(side("NL", "S0", transport=ITEM), seized(transport=ITEM)) == []
    assert classes(side("NL", "S0", transport=box), seized(transport=box)) == ["same_object"]


def test_two_seizures_of_one_parcel_are_still_linked_by_their_consignee() -> None:
    both: dict[str, Any] = {"transport": ITEM, "parties": PHONE}
    assert classes(side("NL", "S0", **both), seized(**both)) == ["same_party"]


def test_reports_of_one_administration_are_a_national_matter() -> None:
    assert classes(side("KR", "W1", kind="warning", transport=ITEM), seized(transport=ITEM)) == []


def test_an_answer_is_a_thread_and_not_a_discovery() -> None:
    answer = seized(transport=ITEM, in_reply_to=reply_to("NL", "W1"))
    assert classes(warned(transport=ITEM), answer) == classes(answer, warned(transport=ITEM)) == []


def test_exercises_and_other_operations_never_meet_what_is_real() -> None:
    real = seized(transport=ITEM)
    assert classes(warned(transport=ITEM, exercise=True), real) == []
    assert classes(warned(transport=ITEM, operation="other"), real) == []
    assert classes(warned(transport=ITEM, exercise=True), seized(transport=ITEM, exercise=True)) == ["same_object"]


def test_tokens_of_different_types_never_meet() -> None:
    assert classes(warned(parties=[party("document", "x")]), seized(parties=[party("account", "x")])) == []


def test_every_shared_value_is_evidence_and_the_score_is_their_sum() -> None:
    both: dict[str, Any] = {
        "transport": {"items": [PARCEL], "awb": WAYBILL},
        "parties": [party("phone", "p"), party("email", "e", "consignor")],
    }
    links = {link.content["link_class"]: link.content for link in compare(warned(**both), seized(**both))}
    assert {name: (link["score"], len(link["evidence"])) for name, link in links.items()} == {
        "same_object": (20.0, 2),
        "same_party": (16.0, 2),
    }
    line = links["same_object"]["evidence"][1]
    assert (line["feature"], line["left"], line["right"], line["weight"]) == ("s10", PARCEL, PARCEL, 10.0)
    assert PARCEL in line["text"]["en"]
    assert PARCEL in line["text"]["fr"]


def test_a_token_is_never_shown() -> None:
    (link,) = compare(warned(parties=PHONE), seized(parties=PHONE))
    assert token("p") not in json.dumps(link.content)
    assert "hmac:" not in json.dumps(link.content)
    assert link.content["evidence"][0]["left"] == link.content["evidence"][0]["right"] == "token equal"


def test_it_does_not_matter_who_asks() -> None:
    both: dict[str, Any] = {"transport": ITEM, "parties": PHONE}
    one, other = warned(**both), seized(**both)
    assert find_links(one, [other]) == find_links(other, [one])


def test_only_who_may_read_both_reports_may_read_the_link() -> None:
    named = side("NL", "W1", kind="warning", transport=ITEM, tlp="RED")
    (link,) = compare(named, seized(transport=ITEM))
    sharing = Sharing.model_validate(link.content["sharing"])
    assert link.content["countries"] == ["KR", "NL"]
    assert visible(Reader(code="NL", role=Role.ADMINISTRATION), sharing)
    assert not visible(Reader(code="KR", role=Role.ADMINISTRATION), sharing)


def test_links_of_one_value_are_one_matter_that_does_not_show_it() -> None:
    first, second = warned(parties=PHONE), seized(parties=PHONE)
    third = side("DE", "S2", parties=[*PHONE, party("wallet", "w")])
    matters = {link.content["matter"] for link in find_links(first, [second, third])}
    assert len(matters) == 1
    assert token("p") not in str(matters)


def test_a_parked_value_makes_no_link_by_itself_but_may_support_one() -> None:
    hub = f"party:phone:{token('p')}"
    assert [link.supported for link in compare(warned(parties=PHONE), seized(parties=PHONE), {hub})] == [False]
    both = [*PHONE, party("email", "e")]
    (link,) = compare(warned(parties=both), seized(parties=both), {hub})
    assert link.supported
    assert link.content["score"] == 16.0
