"""Types without a check digit, or with a rule that is not for this number: right in form, and never called valid."""

from __future__ import annotations

import pytest

from services.contracts.identifiers import KINDS, READERS, awb, container
from services.contracts.identifiers.substances_registry import logo

NOT_CHECKED = [
    ("impc", "NLAMSA", "not_looked_up"),
    ("dispatch", "NLAMSAKRICNAAUN10123", "no_check_digit"),
    ("receptacle", "NLAMSAKRICNAAUN10123001110042", "no_check_digit"),
    ("courier", "784512345678", "rule_not_applicable"),
    ("house_awb", "SEL40217", "no_check_digit"),
    ("flight", "KE926", "no_check_digit"),
    ("bag_tag", "0180502718", "no_check_digit"),
    ("uld", "AKE50271KE", "no_check_digit"),
    ("seal", "KR0271843", "no_check_digit"),
    ("mmsi", "440502718", "no_check_digit"),
    ("mmsi", "982440502", "no_check_digit"),
    ("mmsi", "844050271", "no_check_digit"),
    ("voyage", "1", "no_check_digit"),
    ("bill_of_lading", "TOCX5027184", "no_check_digit"),
    ("booking", "50271843", "no_check_digit"),
    ("hull_id", "KRTOC50271D021", "no_check_digit"),
    ("hull_id", "TOC50271D021", "no_check_digit"),
    ("vin", "WVWFW1E59LFA50271", "rule_not_applicable"),
    ("plate", "NL:12ABC3", "no_check_digit"),
    ("tir", "XB50271843", "rule_not_applicable"),
    ("cmr", "502718", "no_check_digit"),
    ("cim", "845027184", "no_check_digit"),
    ("wagon", "338450271843", "no_check_digit"),
    ("hs", "293979", "not_looked_up"),
    ("eori", "XI502718433", "no_check_digit"),
    ("vat", "KR5027184330", "rule_not_applicable"),
    ("locode", "KRICN", "not_looked_up"),
    ("locode", "DEB90", "not_looked_up"),
    ("locode", "IT940", "not_looked_up"),
    ("locode", "XZ222", "not_looked_up"),
    ("country", "KR", "no_check_digit"),
    ("inchikey", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "no_check_digit"),
    ("logo", "CROWN", "no_check_digit"),
    ("document", "M50271842", "no_check_digit"),
    ("email", "kim.lee@example-shop.kr", "no_check_digit"),
    ("handle", "telegram:kim_lee", "no_check_digit"),
    ("wallet", "0x5027184350271843502718435027184350271843", "rule_not_applicable"),
]


@pytest.mark.parametrize(("kind", "value", "reason"), NOT_CHECKED)
def test_right_in_form_is_not_yet_valid(kind: str, value: str, reason: str) -> None:
    found = READERS[kind](value)
    assert (found.value, found.check, found.reason) == (value, "not_checked", reason)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("impc", "ZZAMSA"),
        ("dispatch", "NLAMSAZZICNAAUN10123"),
        ("receptacle", "UKLHRAKRICNAAUN10123001110042"),
        ("eori", "EU502718433"),
        ("vat", "ZZ502718433"),
        ("locode", "ZZICN"),
        ("country", "UK"),
    ],
)
def test_a_number_of_no_assigned_country_is_invalid(kind: str, raw: str) -> None:
    assert (READERS[kind](raw).check, READERS[kind](raw).reason) == ("invalid", "unassigned_country")


def test_couriers_are_checked_where_the_form_is_one_courier_s_alone() -> None:
    assert READERS["courier"]("1Z 502 718 03 5027 184 4").check == "valid"
    assert READERS["courier"]("1Z 502 718 03 5027 184 5").reason == "check_digit"
    assert READERS["courier"]("EE 202 102 011 NL").check == "valid"
    assert READERS["courier"]("EE 202 102 012 NL").reason == "check_digit"


def test_leading_zeros_make_no_other_flight() -> None:
    assert {READERS["flight"](raw).value for raw in ("KE926", "KE0926", "ke 0926")} == {"KE926"}


def test_national_digits_of_a_commodity_code_make_no_other_code() -> None:
    assert {READERS["hs"](raw).value for raw in ("293979", "2939 79 90", "2939.79.90.00")} == {"293979"}


def test_vat_of_the_european_union_is_checked_by_its_country() -> None:
    assert READERS["vat"]("DE 502718437").check == "valid"
    assert READERS["vat"]("DE 502718436").reason == "check_digit"
    assert READERS["vat"]("DE 50271843").reason == "form"
    assert READERS["vat"]("BE 502.718.039").value == "BE0502718039"


def test_a_logo_is_known_with_its_shape_and_colour() -> None:
    assert logo("Crown", "round", "orange").value == "CROWN|ROUND|ORANGE"
    assert logo("crown", None, "Orange").value == "CROWN||ORANGE"
    assert logo("CROWN", "n/a").value == logo("crown").value == "CROWN"
    assert logo("unknown", "round").value is None


def test_every_type_is_listed_once_with_an_example_that_is_not_invalid() -> None:
    assert len(READERS) == len(KINDS)
    for kind in KINDS:
        found = kind.read(kind.example)
        assert (found.type, found.raw) == (kind.type, kind.example)
        assert found.check in {"valid", "not_checked"}


def test_the_types_that_reports_have_always_used_keep_their_names() -> None:
    assert {"s10", "awb", "container", "imo", "plate", "voyage"} <= READERS.keys()
    assert (READERS["awb"], READERS["container"]) == (awb, container)
