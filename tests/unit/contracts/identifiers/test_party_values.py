"""Clear values of parties become the strings that are hashed: the same for everybody, or none."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from services.contracts.code_lists import CODE_LISTS
from services.contracts.identifiers import party_values

KEY = bytes(range(32))
PLACEHOLDERS = (
    *(
        "",
        " ",
        "-",
        "?",
        "N/A",
        "n.a.",
        "000000",
        "XXXXX",
        "UNKNOWN",
        "none",
        "same as above",
        "as above",
        "not provided",
    ),
    *("anonymous", "test", "to be confirmed", "Inconnu", "sans objet", "Non communiqué", "idem ci-dessus", "anonyme"),
    *("desconocido", "sin datos", "No consta", "el mismo", "mismo que arriba", "anónimo", "wie oben"),
    *("неизвестно", "Нет данных", "не указано", "то же", "аноним", "未知", "不详", "同上", "無名", "匿名", "未提供"),
    *("غير معروف", "미상", "없음", "なし"),
)


def token(value: str) -> str:
    """The token of a normalised value under a key that everybody may know."""
    return "hmac:" + base64.urlsafe_b64encode(hmac.new(KEY, value.encode(), hashlib.sha256).digest()).decode()


@pytest.mark.parametrize(
    ("values", "field", "made"),
    [
        (party_values.phone("+82 (0)2-3146-8114"), "phone", "hmac:UbsNO2P_n9TOrvVwQDGJtBL6Fi_7CD3mlkekQHZTBUQ="),
        (party_values.phone("02-3146-8114", "KR"), "phone", "hmac:UbsNO2P_n9TOrvVwQDGJtBL6Fi_7CD3mlkekQHZTBUQ="),
        (party_values.email("Kim.Lee@Example-Shop.KR"), "email", "hmac:XaMFzojX-2SfGZg9H6Ar4J2sWUh4L4w0ABwBGQr2hFU="),
        (party_values.document("m 5027 1842"), "document", "hmac:WhzX6coCX0ZoQHgGZeWiU8Z2eux9fbJMMKhQuRhuI5A="),
        (
            party_values.account("gb67 nwbk 6016 1350 2718 42"),
            "account",
            "hmac:W3MOKy1hzlaH1WOa-2VAd5jUqtpEoigbiI1PRuwSDIo=",
        ),
    ],
)
def test_tokens_are_the_published_ones(values: party_values.Values, field: str, made: str) -> None:
    assert [token(value) for value in values[field]] == [made]


def test_a_value_that_is_not_normalised_would_never_match() -> None:
    dirty = token("+82 (0)2-3146-8114")
    assert dirty == "hmac:VFSM6Y_ecRc3uWTQ40apN8ETKgE87Lps1rROhpEadis="
    assert dirty != token(party_values.phone("+82 (0)2-3146-8114")["phone"][0])


@pytest.mark.parametrize(
    "values",
    [
        party_values.phone("0044 20 7946 0958", "KR"),
        party_values.phone("02-3146-8114"),
        party_values.phone("unknown", "KR"),
        party_values.email("kim@shop"),
        party_values.email("none@none.com"),
        party_values.document("n/a"),
        party_values.document("M50271842<6KOR"),
        party_values.account("GB68NWBK60161350271842"),
        party_values.account("GB68NWBK60161350271842", "KOEXKRSE"),
        party_values.account("110-502-718433"),
        party_values.account("0000000000", "KOEXKRSE"),
        party_values.wallet("1HZXbanhWnTHyJ5g4HUStVghYF49ZSZ4AA"),
        party_values.handle("telegram", "unknown"),
        party_values.name("SAME AS ABOVE"),
        party_values.name("To order"),
        party_values.name("Li"),
        party_values.name("\U0001f4e6"),
        party_values.address("Seoul", "KR"),
        party_values.address("12 Main Street", "Atlantis"),
        party_values.address("unknown", "GB", postcode="n/a", house_number="12"),
    ],
)
def test_a_value_that_is_wrong_or_says_too_little_has_no_token(values: party_values.Values) -> None:
    assert dict(values) == {}


@pytest.mark.parametrize("word", PLACEHOLDERS)
def test_a_word_for_nothing_has_no_token_in_any_field(word: str) -> None:
    made = {
        "name": party_values.name(word, "KR"),
        "address": party_values.address(word, "KR", postcode=word, house_number=word),
        "phone": party_values.phone(word, "KR"),
        "email": party_values.email(word),
        "document": party_values.document(word),
        "account": party_values.account(word, "KOEXKRSE"),
        "wallet": party_values.wallet(word),
        "handle": party_values.handle("telegram", word),
    }
    assert {field: dict(values) for field, values in made.items() if values} == {}


def test_what_resembles_a_word_for_nothing_is_still_a_name() -> None:
    assert dict(party_values.name("Unknown Unknown")) == dict(party_values.name("Test, test")) == {}
    for name in ("Na Na", "Emma Test", "Ann Unknown-Smith", "王未知", "Sam Same"):
        assert party_values.name(name, "KR"), name
    assert party_values.name("1234 Ltd")["name"]


def test_figures_are_no_name_and_no_address() -> None:
    assert dict(party_values.name("+82 00 0000 0000")) == {}
    assert dict(party_values.address("82 00 0000 0000", "KR")) == {}


def test_a_document_is_one_number_by_hand_and_from_the_machine_readable_zone() -> None:
    assert party_values.document("L898902C<3UTO6908061F9406236ZE184226B<<<<<14")["document"] == ("L898902C",)
    assert party_values.document("L898902C") == party_values.document("L898902C<3")


def test_an_account_without_iban_belongs_to_its_bank() -> None:
    assert party_values.account("110-502-718433", "koexkrse") == {"account": ("KOEXKRSE:110502718433",)}


def test_wallets_and_handles_keep_what_makes_them_one() -> None:
    wallet = "1HZXbanhWnTHyJ5g4HUStVghYF49ZSZ4Ac"
    assert party_values.wallet(f"bitcoin:{wallet}") == {"wallet": (wallet,)}
    assert party_values.handle("Telegram", "@Kim_Lee") == {"handle": ("telegram:kim_lee",)}


@pytest.mark.parametrize(
    "spellings",
    [
        ("Kim Min-su", "KIM Minsu", "kim min su", "Mr. Kim Min-Su", "\uff2b\uff49\uff4d Minsu"),
        ("王小明", "Wang Xiaoming", "Wang Xiao-Ming", "WANG XIAO MING"),
        ("Иван Петров", "Ivan Petrov", "IVAN  PETROV"),
        ("José Muñoz", "Jose Munoz", "JOSE MUN\u0303OZ"),
        ("O\u2019Brien Ann", "O'Brien Ann", "OBrien Ann"),
        ("Foo Trading Co., Ltd.", "FOO TRADING CO LTD", "Foo-Trading Limited"),
        ("ООО Ромашка", "ООО «Ромашка»", "Romashka LLC"),  # noqa: RUF001 -- Cyrillic on purpose
        ("삼성물산 주식회사", "(주)삼성물산", "㈜ 삼성물산"),
    ],
)
def test_one_name_in_several_spellings_has_one_whole(spellings: tuple[str, ...]) -> None:
    assert len({party_values.name(spelling)["name"] for spelling in spellings}) == 1


def test_parts_are_found_in_any_order_and_whole_first() -> None:
    one, other = party_values.name("Petrov, Ivan"), party_values.name("Ivan Petrov")
    assert one["name"] != other["name"]
    assert one["name_parts"] == other["name_parts"] == ("ivan petrov", "ivan", "petrov")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Ali", "Mohammed Ali"),
        ("محمد علي", "Muhammad Ali"),
        ("김민수", "Kim Minsu"),
        ("Petrov Ivan", "Ivan Petroff"),
    ],
)
def test_names_that_sound_alike_have_one_sound_in_one_country(one: str, other: str) -> None:
    sound = party_values.name(one, "KR")["name_phonetic"]
    assert sound == party_values.name(other, "kr")["name_phonetic"]
    assert sound != party_values.name(other, "NL")["name_phonetic"]
    assert party_values.name(one)["name"] != party_values.name(other)["name"]


def test_a_single_word_names_nobody_unless_it_is_a_firm_s() -> None:
    assert "name" not in party_values.name("Maria")
    assert party_values.name("Samsung Co., Ltd.")["name"] == ("samsung",)


def test_a_name_of_many_parts_stays_within_what_a_party_takes() -> None:
    assert all(len(made) <= 50 for made in party_values.name(" ".join(f"abc{n}" for n in range(70))).values())


def test_one_address_in_several_spellings_is_one() -> None:
    one = party_values.address("12 Main Street, Flat 3", "GB", postcode="SW1A 1AA", house_number="12")
    other = party_values.address("12, MAIN ST. flat 3", "gb", postcode="sw1a1aa", house_number=" 12 ")
    assert one == other == {"address": ("GB 12 main st flat 3",), "address_parts": ("GB sw1a1aa 12",)}
    assert party_values.address("12 Main Street, Flat 3", "US")["address"] != one["address"]


def test_a_party_s_values_are_of_the_types_that_reports_take() -> None:
    made = {
        **party_values.name("Kim Minsu"),
        **party_values.address("12 Main St", "GB", postcode="1", house_number="2"),
    }
    assert made.keys() <= CODE_LISTS["token_type"]
