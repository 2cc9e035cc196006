"""Check digits against published and worked numbers: UPU S10, IATA 600a, ISO 6346, IMO, VIN, MRN, CAS, mod 97, Luhn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.identifiers import READERS, s10_check_digit
from services.contracts.identifiers.persons import mrz_check_digit

VALID = {
    "s10": "CP502718433KR EE202102011NL LX612345084CN RR502718455PL RR502718420PL RR512718455PL",
    "awb": "020-81140743 180-50271841 988-20210201 180-57271841",
    "container": "TOCU5027186 QZXU2021021 TOCZ0044179 KRXJ1100738 TOCU5027000 TOCU5027020",
    "imo": "9123453 9765433 9074729 7605811",
    "company_imo": "5027185 6123454",
    "vin": "1FTFW1E59LFA50271 1FTFW1E5XLFA50277",
    "mrn": "10NL5663962BE1E825 06DE586600006143E1 21NL5027184300TOM5 21NL502718431002M0",
    "cas": "437-38-7 59708-52-0 14680-51-4 42542-10-9",
    "iban": "GB67NWBK60161350271842 DE55370400440050271842 NL83TEST0050271842",
    "lei": "5493TOCSIN5027180062",
    "mrz_document": "M502718425 TOC5027184",
    "imei": "352099005027186 011245005027196",
}
"""The last numbers of s10, awb and imo are errors that the rule can't see: they are valid all the same."""

WRONG_DIGIT = {
    "s10": "CP502718434KR CP502178433KR",
    "awb": "180-50271842 180-50217841 180-50271848",
    "container": "TOCU5027187 TOCU5072186",
    "imo": "9123454 9132453",
    "company_imo": "5027186",
    "vin": "1FTFW1E51LFA50271 1FTFW1E59LFA50217",
    "mrn": "10NL5663962BE1E826 21NL5027184300TOM4",
    "cas": "59708-52-1 437-83-7 76-42-5",
    "iban": "GB68NWBK60161350271842 DE56370400440050271842",
    "lei": "5493TOCSIN5027180063",
    "mrz_document": "M502718426 TOC5027185",
    "imei": "352099005027187 352099005027168",
}

WRONG_FORM = {
    "s10": "CP50271843KR CP502718433K1 CP5027184333KR 1P502718433KR",
    "awb": "180-5027184 180-502718411 18O-50271841",
    "container": "TOCR5027186 TOC5027186 T0CU5027186 TOCU502718 TÖCU5027186",
    "imo": "912345 91234530 IMO912345A",
    "mrn": "1NL5663962BE1E8255 10N15663962BE1E825",
    "mmsi": "200502718 776502718 44050271 111440502",
    "vin": "1FTFW1E59LFA5027 IFTFW1E59LFA50271 1FTFW1E59LFA5O271",
    "tir": "X150271843 XB5027184",
    "cas": "4-3-7 43-738-7 437-387 437-38-7-1",
    "inchikey": "PJMPHNIQZUBGLI-UHFFFAOYSA PJMPHNIQZUBGL1-UHFFFAOYSA-N",
    "hs": "2939 29397 2939799 770100 000100 980100",
    "bag_tag": "018050271 01805027189",
    "uld": "AK1234K AKE123KE AKE12345678",
    "flight": "KE0000 KE12345 926 KOREAN926",
    "lei": "5493TOCSIN502718006 5493TOCSIN50271800620",
    "imei": "35209900502718 3520990050271865",
    "iban": "GB67NWBK6016135027184 XX67NWBK60161350271842 GB67",
    "mrz_document": "M50271842 M50271842AA",
    "locode": "KRIC KRICN0 KRIC1",
    "hull_id": "KRTOC5027121 KR-TOC50271D0211",
}


def each(table: dict[str, str]) -> list[tuple[str, str]]:
    """One case for each number of a table."""
    return [(kind, raw) for kind, numbers in table.items() for raw in numbers.split()]


@pytest.mark.parametrize(("kind", "raw"), each(VALID))
def test_a_number_of_right_form_and_digit_is_valid(kind: str, raw: str) -> None:
    assert (READERS[kind](raw).check, READERS[kind](raw).reason) == ("valid", None)


@pytest.mark.parametrize(("kind", "raw"), each(WRONG_DIGIT))
def test_a_number_of_the_wrong_check_digit_is_kept_and_invalid(kind: str, raw: str) -> None:
    found = READERS[kind](raw)
    assert (found.check, found.reason, found.raw) == ("invalid", "check_digit", raw)
    assert found.value == (raw if kind == "cas" else raw.replace("-", ""))


@pytest.mark.parametrize(("kind", "raw"), each(WRONG_FORM))
def test_a_number_of_the_wrong_form_is_kept_and_invalid(kind: str, raw: str) -> None:
    found = READERS[kind](raw)
    assert (found.check, found.reason, found.raw) == ("invalid", "form", raw)
    assert found.value


def test_the_airline_of_a_waybill_is_not_covered_by_its_digit() -> None:
    assert {READERS["awb"](f"{airline}-50271841").check for airline in ("000", "180", "999")} == {"valid"}


@pytest.mark.parametrize("country", ["UK", "EU", "AN", "SU", "YU", "ZZ", "XX", "AA"])
def test_an_item_of_a_country_that_is_not_assigned_is_invalid(country: str) -> None:
    found = READERS["s10"](f"CP502718433{country}")
    assert (found.check, found.reason, found.value) == ("invalid", "unassigned_country", f"CP502718433{country}")


@pytest.mark.parametrize("country", ["KR", "NA", "SN", "XK", "TW", "SS"])
def test_an_item_of_an_assigned_country_is_valid(country: str) -> None:
    assert READERS["s10"](f"CP502718433{country}").check == "valid"


def test_vehicles_are_checked_where_the_digit_is_law_and_nowhere_else() -> None:
    wrong = "FTFW1E51LFA50271"
    assert {maker: READERS["vin"](maker + wrong).check for maker in "12345L"} == dict.fromkeys("12345L", "invalid")
    for maker in "WVZSJKR69":  # Europe, Japan, Korea, Oceania, South America
        assert {READERS["vin"](f"{maker}FTFW1E5{digit}LFA50271").check for digit in "0123456789X"} == {"not_checked"}


def test_a_number_that_fits_two_types_is_read_as_the_type_that_is_asked_for() -> None:
    assert READERS["imo"]("5027185").check == "invalid"
    assert READERS["company_imo"]("5027185").check == "valid"


@pytest.mark.parametrize(("field", "digit"), [("M50271842", "5"), ("TOC502718", "4"), ("740812", "2"), ("<<<", "0")])
def test_digits_of_the_machine_readable_zone_are_the_worked_ones(field: str, digit: str) -> None:
    assert mrz_check_digit(field) == digit


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_made_check_digit_is_accepted_and_every_other_refused(serial: str) -> None:
    right = s10_check_digit(serial)
    for digit in "0123456789":
        # All digits alike stand for no number, not for a wrong one; the letters keep that from happening here.
        assert (READERS["s10"](f"RR{serial}{digit}KR").check == "valid") == (digit == right)
