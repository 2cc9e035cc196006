"""Reports with parties in clear become reports with tokens; where anything clear would remain, there is no report."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.client.clear_parties import NotTokenised, tokenised
from services.client.tokens import OperationKey, tokens
from services.contracts.report import Report
from tests.unit.ingest.reports import TOKEN, seizure

KEY = OperationKey(bytes(range(32)))
KIM: dict[str, Any] = {"name": "Kim Min-su", "phone": "02-3146-8114", "country": "KR"}


def with_clear(clear: Any, **changes: Any) -> dict[str, Any]:
    return seizure(**({"parties": [{"role": "consignee", "clear": clear}]} | changes))


def faults(report: Any, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(NotTokenised) as why:
        tokenised(report, KEY, **options)
    return [(fault.path, fault.why) for fault in why.value.faults]


def test_a_party_in_clear_becomes_tokens_and_the_rest_stays() -> None:
    report = with_clear(KIM)
    before = copy.deepcopy(report)
    made = tokenised(report, KEY)
    assert report == before, "what was given is left as it is"
    [party] = made.report["parties"]
    assert set(party) == {"role", "tokens"}
    assert party["tokens"]["phone"] == tokens(KEY, "phone", "+82231468114")
    assert party["tokens"]["name_phonetic"] == tokens(KEY, "name_phonetic", "Kim Min-su", country="KR")
    assert made.made == sum(map(len, party["tokens"].values()))
    assert {**made.report, "parties": 0} == {**report, "parties": 0, "token_key": KEY.fingerprint()}
    Report.model_validate(made.report)


def test_a_report_says_which_key_made_its_tokens_and_never_two_keys() -> None:
    assert tokenised(with_clear(KIM, token_key=KEY.fingerprint()), KEY).report["token_key"] == KEY.fingerprint()
    other = OperationKey(bytes(32)).fingerprint()
    assert faults(with_clear(KIM, token_key=other)) == [("/token_key", "other_key")]


def test_a_report_in_which_no_token_was_made_says_nothing_of_the_key() -> None:
    assert "token_key" not in tokenised(with_clear({"name": "unknown"}), KEY).report
    other = OperationKey(bytes(32)).fingerprint()
    assert tokenised(seizure(token_key=other), KEY).report["token_key"] == other


def test_several_values_of_one_field_and_tokens_that_were_there_stand_together() -> None:
    report = with_clear({"phone": ["02-3146-8114", "+82231468114", "+44 20 7946 0958"]})
    report["parties"][0]["tokens"] = {"phone": [TOKEN], "email": [TOKEN]}
    [party] = tokenised(report, KEY).report["parties"]
    assert party["tokens"]["email"] == [TOKEN]
    assert party["tokens"]["phone"][0] == TOKEN
    assert len(party["tokens"]["phone"]) == 3


def test_a_phone_is_read_where_it_was_written_down() -> None:
    korean = tokens(KEY, "phone", "+82231468114")

    def phone(clear: dict[str, Any], region: str | None = None, **changes: Any) -> list[str]:
        [party] = tokenised(with_clear(clear, **changes), KEY, region).report["parties"]
        made: list[str] = party["tokens"]["phone"]
        return made

    assert phone({"phone": "02-3146-8114"}) == korean, "the administration's country"
    assert phone({"phone": "02-3146-8114"}, "KR", administration="NL") == korean
    assert phone({"phone": "02-3146-8114", "country": "kr"}, "NL") == korean
    report = with_clear({"phone": "02-3146-8114"}, administration="RILO-AP")
    assert faults(report) == [("/parties/0/clear/phone", "unread")]


def test_the_country_of_an_address_is_not_guessed() -> None:
    report = with_clear({"address": "12 Gangnam-daero, Seoul"})
    assert faults(report) == [("/parties/0/clear/address", "unread")]
    report["parties"][0]["clear"]["country"] = "KR"
    assert set(tokenised(report, KEY).report["parties"][0]["tokens"]) == {"address"}


def test_a_value_that_cannot_be_read_is_a_fault_unless_it_may_be_left_out() -> None:
    report = with_clear({"name": "Kim Min-su", "phone": ["call me", "n/a", "", None, "x" * 600], "email": "kim@shop"})
    places = ["/parties/0/clear/phone/0", "/parties/0/clear/phone/4", "/parties/0/clear/email"]
    assert faults(report) == [(place, "unread") for place in places]
    made = tokenised(report, KEY, drop_unread=True)
    assert list(made.dropped) == places
    assert "phone" not in made.report["parties"][0]["tokens"]


@pytest.mark.parametrize(
    "narrative",
    [
        "sent by Kim Min-su",
        "SENT BY KIM  MIN SU.",
        "su-min, kim (the driver)",
        "to \uff2b\uff29\uff2d Min\u2011su",
        "call 02 3146 8114",
        "call +82.2.3146.8114",
        "call ٠٢٣١٤٦٨١١٤",
        "kim\u200bmin\u200bsu",
    ],
)
def test_a_clear_value_that_stands_elsewhere_too_keeps_the_report_here(narrative: str) -> None:
    assert faults(with_clear(KIM, narrative=narrative)) == [("/narrative", "still_clear")]


@pytest.mark.parametrize(
    ("clear", "narrative"),
    [
        ({"name": "José Ñandú"}, "jose nandu"),
        ({"name": "김민수"}, "수취인 김민수"),
        ({"name": "김민수"}, "consignee Gim Minsu"),
        ({"email": "Kim.Lee@Example-Shop.KR"}, "see kim.lee@example-shop.kr"),
        ({"document": "M 50271842"}, "passport m5027-1842"),
        ({"address": "12 Gangnam-daero, Seoul", "country": "KR"}, "found at 12 GANGNAMDAERO SEOUL"),
        ({"handle": "telegram:kim_lee"}, "writes as @Kim_Lee"),
    ],
)
def test_so_does_its_other_spelling(clear: dict[str, Any], narrative: str) -> None:
    assert tokenised(with_clear(clear), KEY).made
    assert faults(with_clear(clear, narrative=narrative)) == [("/narrative", "still_clear")]


def test_every_text_of_the_report_is_looked_at() -> None:
    for changes, place in (
        ({"unit": {"name": "desk of Kim Min-su"}}, "/unit/name"),
        ({"cover_load": {"description": "books of kim minsu"}}, "/cover_load/description"),
        ({"goods": [*seizure()["goods"], {**seizure()["goods"][0], "packaging": "kim min su"}]}, "/goods/1/packaging"),
        ({"national_ref": "KIMMINSU-1"}, "/national_ref"),
    ):
        assert faults(with_clear(KIM, **changes)) == [(place, "still_clear")]


def test_what_merely_resembles_a_party_does_not_keep_a_report_back() -> None:
    told = (
        "Kim Yong-ho said that the parcel of 2021-02-11, RR473124829NL, 2786 tablets, was su-min's; call 02-3146-8115"
    )
    assert tokenised(with_clear(KIM, narrative=told), KEY).made


@pytest.mark.parametrize(
    ("clear", "fault"),
    [
        ("Kim Min-su", ("/parties/0/clear", "not_a_text")),
        (["Kim Min-su"], ("/parties/0/clear", "not_a_text")),
        ({"name": 7}, ("/parties/0/clear/name", "not_a_text")),
        ({"name": {"first": "Kim"}}, ("/parties/0/clear/name", "not_a_text")),
        ({"birth_date": "1980-01-01"}, ("/parties/0/clear/birth_date", "no_such_field")),
        ({"Kim Min-su": "x"}, ("/parties/0/clear", "no_such_field")),
        ({"name": "Kim Min-su", "country": "Korea"}, ("/parties/0/clear/country", "not_a_country")),
        ({"phone": [f"+8223146{number:04}" for number in range(8000, 8060)]}, ("/parties/0/clear", "too_many")),
    ],
)
def test_what_no_token_is_made_from_keeps_the_report_here(clear: Any, fault: tuple[str, str]) -> None:
    assert faults(with_clear(clear)) == [fault]


@pytest.mark.parametrize(
    "report",
    [
        None,
        [],
        {},
        seizure(goods=None),
        seizure(parties="Kim Min-su"),
        seizure(parties=["Kim Min-su"]),
        seizure(parties=[{"role": "consignee", "name": "Kim Min-su"}]),
        seizure(parties=[{"role": "consignee", "tokens": {"name": ["Kim Min-su"]}}]),
        seizure(clear={"name": "Kim Min-su"}),
        with_clear(KIM, parties=[{"role": "consignee", "clear": KIM, "tokens": {"kim_min_su": []}}]),
        with_clear(KIM, parties=[{"role": "consignee", "clear": KIM, "tokens": "Kim Min-su"}]),
    ],
)
def test_what_is_no_report_without_its_clear_values_is_not_written(report: Any) -> None:
    [(_, why)] = faults(report)
    assert why == "not_a_report"


def test_no_fault_quotes_a_clear_value() -> None:
    clear = {**KIM, "email": "kim.minsu@@example", "Kim Min-su": "Kim Min-su"}
    with pytest.raises(NotTokenised) as why:
        tokenised(with_clear(clear, narrative="Kim Min-su"), KEY)
    said = str(why.value) + repr(why.value)
    assert not any(part in said.lower() for part in ("kim", "min-su", "3146"))


@given(name=st.text(max_size=60), phone=st.text("0123456789+- ()", max_size=20), email=st.text(max_size=40))
def test_whatever_is_written_nothing_clear_is_left(name: str, phone: str, email: str) -> None:
    report = with_clear({"name": name, "phone": phone, "email": email, "country": "KR"})
    try:
        made = tokenised(report, KEY, drop_unread=True)
    except NotTokenised:
        return
    text = json.dumps(made.report, ensure_ascii=False)
    assert '"clear"' not in text
    Report.model_validate(made.report)
    for value in (name, phone, email):
        assert len(value) < 12 or value not in text
