"""Telephones, e-mail, handles, travel documents: what the national side reads before it makes tokens."""

from __future__ import annotations

import pytest

from services.contracts.identifiers import READERS, display
from services.contracts.identifiers.persons import document, email, handle, mrz_document, phone


@pytest.mark.parametrize(
    ("written", "region", "value"),
    [
        ("+82 (0)2-3146-8114", None, "+82231468114"),
        ("02-3146-8114", "KR", "+82231468114"),
        ("02-3146-8114", "kr", "+82231468114"),
        ("0031 20 794 0800", "NL", "+31207940800"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("+44 20 7946 0958", None, "+442079460958"),
        ("+44 20 7946 0958", "KR", "+442079460958"),
        ("001 44 20 7946 0958", "KR", "+442079460958"),
        ("Tel.: +82 2 3146 8114 ext. 12", None, "+82231468114"),
        ("tel:+82-2-3146-8114", None, "+82231468114"),
        ("\uff0b\uff18\uff12 2 3146 8114", None, "+82231468114"),
        ("+٨٢ ٢ ٣١٤٦ ٨١١٤", None, "+82231468114"),
        ("\u202a+82 2\u20113146\u20118114\u202c", None, "+82231468114"),
    ],
)
def test_a_telephone_has_one_number_however_it_is_written(written: str, region: str | None, value: str) -> None:
    found = phone(written, region)
    assert (found.value, found.check, found.raw) == (value, "valid", written)


@pytest.mark.parametrize(
    ("written", "region", "reason"),
    [
        ("0044 20 7946 0958", "KR", "numbering_plan"),
        ("+4420794609", None, "numbering_plan"),
        ("+999 123456789", None, "form"),
        ("02-3146-8114", None, "form"),
        ("02-3146-8114", "no country", "form"),
        ("123", "KR", "form"),
        ("ask Kim", "KR", "form"),
        ("unknown", "KR", "junk"),
        ("000-0000-0000", "KR", "junk"),
        ("tel: n/a", "KR", "junk"),
    ],
)
def test_a_telephone_that_no_plan_has_is_invalid(written: str, region: str | None, reason: str) -> None:
    assert (phone(written, region).check, phone(written, region).reason) == ("invalid", reason)


def test_a_telephone_is_shown_internationally() -> None:
    assert display(phone("02-3146-8114", "KR")) == "+82 2-3146-8114"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Kim.Lee@Example-Shop.KR", "Kim.Lee@example-shop.kr"),
        ("kim@münchen-shop.de", "kim@xn--mnchen-shop-thb.de"),
        ("kim@xn--mnchen-shop-thb.de", "kim@xn--mnchen-shop-thb.de"),
        ("mailto:kim@example-shop.kr", "kim@example-shop.kr"),
        ('"Kim Lee" <kim@example-shop.kr>', "kim@example-shop.kr"),
        ("kim@example\u200b-shop.kr ;", "kim@example-shop.kr"),
    ],
)
def test_an_address_keeps_its_local_part_and_has_one_domain(written: str, value: str) -> None:
    found = email(written)
    assert (found.value, found.check, found.reason) == (value, "not_checked", "no_check_digit")


@pytest.mark.parametrize(
    "written", ["kim..lee@example.kr", "kim@shop", "kim", "kim@", "kim lee@example.kr", "a@b@c.kr"]
)
def test_an_address_of_wrong_syntax_is_invalid(written: str) -> None:
    assert (email(written).check, email(written).reason) == ("invalid", "form")


@pytest.mark.parametrize("written", ["none@none.com", "@example.kr", "unknown@example.kr", "n/a", "test@test.com"])
def test_an_address_that_stands_for_none_is_junk(written: str) -> None:
    assert (email(written).value, email(written).reason) == (None, "junk")


def test_a_handle_belongs_to_its_platform_and_has_no_case() -> None:
    assert handle("Telegram", "@Kim_Lee").value == handle("telegram", " kim_lee ").value == "telegram:kim_lee"
    assert handle("Instagram", "kim_lee").value != handle("Telegram", "kim_lee").value
    assert handle("Telegram", "n/a").value is None
    assert handle("", "kim_lee").value is None
    assert READERS["handle"]("Telegram: @Kim_Lee").value == "telegram:kim_lee"


def test_a_travel_document_is_checked_only_where_its_digit_is_given() -> None:
    assert (document("m 5027-1842").value, document("m 5027-1842").check) == ("M50271842", "not_checked")
    assert mrz_document("M50271842 5").check == "valid"
    assert mrz_document("L898902C<3").check == "valid"
    assert mrz_document("L898902C<4").reason == "check_digit"
