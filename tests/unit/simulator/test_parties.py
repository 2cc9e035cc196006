"""Persons and their tokens: the same person everywhere, in every script, as the client library would make them."""

from __future__ import annotations

import pytest

from services.client.tokens import Clear
from services.client.tokens import values_of as values_by_client
from services.simulator.numbers import Numbers
from services.simulator.parties import OWN_FIELDS, PLATFORM, Parties, slipped, values_of
from services.simulator.people import CULTURES, SCRIPTS, person
from services.simulator.pins import ADDRESS, NAME, Known, Script, TokenType
from services.simulator.scripts import script_of, writers_of

PARTIES = Parties(5, Numbers(5), wrong_key="NL")
EVERYTHING: tuple[TokenType, ...] = (*NAME, *ADDRESS, "phone", "email", "document", "wallet", "handle")
PERSONS = range(600)


def known(number: int, script: Script = "Latin", slips: tuple[str, ...] = ()) -> Known:
    return Known("consignee", number, EVERYTHING, script, slips)


@pytest.mark.parametrize("number", range(25))
def test_a_persons_values_are_those_that_the_client_library_makes(number: int) -> None:
    someone = person(number)
    for script in {"Latin", someone.culture.script}:
        clear: dict[str, Clear] = {
            "name": someone.name(script),
            "address": {
                "line": someone.address(script),
                "postcode": someone.postcode,
                "house_number": someone.house,
                "country": someone.country,
            },
            "phone": someone.phone,
            "email": someone.email,
            "document": someone.document,
            "wallet": someone.wallet,
            "handle": {"name": someone.handle, "platform": PLATFORM},
        }
        made = {
            kind: values
            for field, value in clear.items()
            for kind, values in values_by_client(field, value, country=someone.country).items()
        }
        assert made == {kind: values_of(known(number, script), kind) for kind in EVERYTHING}


def test_every_person_gives_a_token_of_every_type_in_either_script() -> None:
    for number in PERSONS:
        for script in {"Latin", person(number).culture.script}:
            assert PARTIES.tokens(known(number, script), "KR").keys() == set(EVERYTHING)


def test_a_person_sounds_alike_and_lives_at_one_place_in_both_scripts() -> None:
    for number in PERSONS:
        latin, own = known(number), known(number, person(number).culture.script)
        for kind in ("name_phonetic", "address_parts", "phone", "document", "email"):
            assert values_of(latin, kind) == values_of(own, kind)


def test_in_some_scripts_the_spelled_out_name_differs() -> None:
    arabic = [n for n in PERSONS if person(n).culture.script == "Arabic"]
    assert all(values_of(known(n), "name") != values_of(known(n, "Arabic"), "name") for n in arabic)


def test_two_persons_share_no_token_but_sounds_and_parts_of_names() -> None:
    for kind in (*ADDRESS, "name", "phone", "email", "document", "wallet", "handle"):
        values = [value for number in PERSONS for value in values_of(known(number), kind)]
        assert len(values) == len(set(values)), kind


@pytest.mark.parametrize("field", ["name", "address", "phone", "email", "document"])
def test_a_slip_leaves_no_equal_whole_value(field: str) -> None:
    for number in range(100):
        right, wrong = values_of(known(number), field), values_of(known(number, slips=(field,)), field)
        assert not set(right) & set(wrong)


def test_a_slip_in_a_name_touches_no_other_field() -> None:
    assert values_of(known(7, slips=("name",)), "phone") == values_of(known(7), "phone")
    assert values_of(known(7, slips=("name",)), "address_parts") == values_of(known(7), "address_parts")


def test_a_slip_always_changes_the_text() -> None:
    assert all(slipped(text) != text for text in ("aa", "Kim", "+82 2-3146-8114", "M00000005", "a@b.org", "12"))


def test_an_administration_with_a_wrong_key_meets_only_itself() -> None:
    right, wrong = (PARTIES.tokens(known(3), code) for code in ("KR", "NL"))
    assert all(set(right[kind]).isdisjoint(wrong[kind]) for kind in EVERYTHING)
    assert PARTIES.tokens(known(3), "KR") == PARTIES.tokens(known(3), "DE")


def test_another_operation_has_another_key() -> None:
    assert Parties(6, Numbers(6)).tokens(known(3), "KR") != PARTIES.tokens(known(3), "KR")


def test_an_ordinary_party_is_somebody_else_in_every_report() -> None:
    for field in OWN_FIELDS:
        tokens = [PARTIES.own_tokens(field, number, "KR")[field][0] for number in range(200)]
        assert len(set(tokens)) == 200


def test_ordinary_persons_share_family_names_and_nothing_else() -> None:
    one, other = (PARTIES.own_tokens("name", number, "KR") for number in (0, 11))
    assert len(set(one["name_parts"]) & set(other["name_parts"])) == 1
    assert one["name_phonetic"] != other["name_phonetic"]


def test_every_foreign_script_is_written_by_some_administration() -> None:
    assert len(SCRIPTS) == len(CULTURES)
    for script in SCRIPTS[:-1]:
        assert writers_of(script)
        assert all(script_of(code) == script for code in writers_of(script))
    assert script_of("NL") == "Latin"
