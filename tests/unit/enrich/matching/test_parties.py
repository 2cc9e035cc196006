"""Which tokens make one party of two, and which are shared by many."""

from __future__ import annotations

import pytest

from services.enrich.matching.judging import judge
from services.enrich.matching.reading import EXACT_FIELDS, PARTIAL_FIELDS
from services.enrich.sides import Side
from tests.unit.enrich.matching.sides import (
    DAY,
    NOON,
    PARCEL,
    UNKNOWN,
    Features,
    borne_by,
    have,
    judged,
    lines,
    number,
    rare,
    reasons,
    seizure,
    side,
    substance,
    tokens,
)


def both(*rows: str) -> tuple[Side, Side]:
    return side(parties=tokens(*rows)), seizure(parties=tokens(*rows))


SOUND_AND_HOUSE = ("name_phonetic:kmmns", "address_parts:krgu12")


def meeting(mine: list[Features], theirs: list[Features] | None = None, days: float = 0) -> list[str]:
    one, other = side(parties=mine), seizure(at=NOON + days * DAY, parties=theirs or mine)
    return [link_class for link_class, link in judged(one, other).items() if link.supported]


@pytest.mark.parametrize("field", EXACT_FIELDS)
def test_one_exact_token_makes_a_link_whatever_the_role(field: str) -> None:
    assert meeting(tokens(f"{field}:x"), tokens(f"{field}:x", role="notify")) == ["same_party"]


@pytest.mark.parametrize("field", PARTIAL_FIELDS)
def test_one_partial_token_never_does(field: str) -> None:
    assert meeting(tokens(f"{field}:x")) == []


def test_tokens_of_different_types_never_meet() -> None:
    assert meeting(tokens("document:x"), tokens("account:x")) == []


def test_the_sound_of_a_name_and_the_parts_of_its_address_are_one_party() -> None:
    assert meeting(tokens(*SOUND_AND_HOUSE)) == ["same_party"]


def test_they_must_be_of_one_party() -> None:
    mine = tokens("name_phonetic:s") + tokens("address_parts:a", party=1)
    assert meeting(mine, tokens("name_phonetic:s", "address_parts:a")) == []
    assert meeting(mine) == []


def test_parts_of_a_name_need_the_address_beside_them() -> None:
    parts = [f"name_parts:{part}" for part in ("kim", "min", "su", "kim min su")]
    assert meeting(tokens(*parts)) == []
    assert meeting(tokens("name_parts:kim", "address_parts:a")) == []
    assert meeting(tokens(*parts[:2], "address_parts:a")) == ["same_party"]


def test_namesakes_who_live_elsewhere_or_bear_another_document_are_two() -> None:
    name = ("name_phonetic:kmmns", "name_parts:kim", "name_parts:minsu")
    for field in ("address_parts", "document"):
        assert meeting(tokens(*name, f"{field}:a"), tokens(*name, f"{field}:b")) == []
    assert meeting(tokens(*name)) == ["same_party"]


def test_a_household_is_not_one_person() -> None:
    father = tokens("name:kim minsu", "name_phonetic:kmmns", "name_parts:kim", "name_parts:minsu", "address_parts:a")
    son = tokens("name:kim jisu", "name_phonetic:kmjs", "name_parts:kim", "name_parts:jisu", "address_parts:a")
    assert meeting(father, son) == []


def test_a_name_written_in_another_script_adds_to_the_phone_and_one_that_differs_takes_away() -> None:
    phone = judged(side(parties=tokens("phone:p")), seizure(parties=tokens("phone:p")))["same_party"]
    mine = tokens("phone:p", "name:kim min su", "name_phonetic:kmmns")
    same = judged(side(parties=mine), seizure(parties=tokens("phone:p", "name:gim minsu", "name_phonetic:kmmns")))
    other = judged(side(parties=mine), seizure(parties=tokens("phone:p", "name:lee", "name_phonetic:l")))
    assert same["same_party"].score > phone.score > other["same_party"].score
    assert lines(other["same_party"])["party.name"]["left"] == "tokens differ"
    assert "party.name" not in lines(same["same_party"])


def test_what_a_party_says_twice_counts_once() -> None:
    name = judged(*both("name:kim minsu"))["same_party"]
    more = judged(*both("name:kim minsu", "name_phonetic:kmmns", "name_parts:kim", "name_parts:minsu"))["same_party"]
    assert 0 <= more.score - name.score < 1
    assert judged(*both("name:kim minsu", "phone:p"))["same_party"].score > name.score + 9


def test_a_phone_counts_for_24_months_a_bag_tag_for_30_days_and_a_document_for_ever() -> None:
    for field, days in (("phone", 730), ("bag_tag", 30), ("pnr", 365)):
        assert meeting(tokens(f"{field}:x"), days=days) == ["same_party"]
        assert meeting(tokens(f"{field}:x"), days=days + 1) == []
    assert meeting(tokens("document:x"), days=3000) == ["same_party"]


def test_an_agreement_fades_by_half_in_half_a_year() -> None:
    fresh, faded = (
        lines(
            judged(side(parties=tokens("email:x")), seizure(at=NOON + days * DAY, parties=tokens("email:x")))[
                "same_party"
            ]
        )
        for days in (0, 180)
    )
    assert faded["party.email"]["weight"] == pytest.approx(fresh["party.email"]["weight"] / 2, abs=0.001)


def test_partial_tokens_that_many_bear_make_nothing_new() -> None:
    crowded = borne_by(None, "party:address_parts:")
    one, other = side(parties=tokens(*SOUND_AND_HOUSE)), seizure(parties=tokens(*SOUND_AND_HOUSE))
    assert [link.supported for link in judged(one, other, crowded).values()] == [False]


def test_common_partial_tokens_of_an_unreliable_source_are_too_little_when_all_else_differs() -> None:
    mine = have(parties=tokens(*SOUND_AND_HOUSE), grading=UNKNOWN, mode="mail", substances=substance("mdma"))
    theirs = mine | {"mode": "land", "substances": substance("khat", "plants")}
    month = NOON + 30 * DAY
    assert judged(side(**mine), seizure(at=month, **theirs), borne_by(20)) == {}
    assert judged(side(**mine), seizure(at=month, **theirs), borne_by(2)) != {}
    assert judged(side(**mine), seizure(at=month, **mine), borne_by(20)) != {}


def test_a_party_may_deal_in_several_drugs_and_a_parcel_holds_what_it_holds() -> None:
    mine = have(parties=tokens("phone:p"), **number("s10", PARCEL), substances=substance("mdma"))
    theirs = mine | {"substances": substance("khat", "plants")}
    links = judged(side(**mine), seizure(**theirs))
    assert links["same_object"].contradiction == pytest.approx(2 * links["same_party"].contradiction, abs=0.01)


def test_a_token_outside_its_window_says_so_without_showing_itself() -> None:
    late = judge(side(parties=tokens("phone:p")), seizure(at=NOON + 800 * DAY, parties=tokens("phone:p")), rare)
    assert (late.found, reasons(late), late.vetoes[0].feature) == ((), ["outside_window"], "party.phone")


@pytest.mark.parametrize("token", ["", "hmac:", "x", None, 7, "hmac:\u202e12345", "hmac:" + "x" * 500])
def test_what_is_no_token_makes_no_link(token: object) -> None:
    rows = [{"role": "consignee", "field": "phone", "token": token}]
    assert meeting(rows) == []
