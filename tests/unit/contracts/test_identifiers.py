"""Check digits and spellings against published numbers: UPU S10, IATA 600a, ISO 6346, IMO."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts import identifiers
from services.contracts.identifiers import Identifier

Read = Callable[[str], Identifier]
VALID: dict[Read, list[str]] = {
    identifiers.s10: ["CP502718433KR", "EE202102011NL", "LX612345084CN", "RR502718455PL", "RR502718420PL"],
    identifiers.awb: ["020-81140743", "180-50271841", "988-20210201"],
    identifiers.container: ["TOCU5027186", "QZXU2021021", "TOCZ0044179", "KRXJ1100738", "TOCU5027000", "TOCU5027020"],
    identifiers.imo: ["9123453", "9765433", "9074729", "IMO 9074729", "IMO9123453"],
}
INVALID: dict[Read, list[str]] = {
    identifiers.s10: ["CP502718434KR", "CP502178433KR", "CP50271843KR", "CP502718433K1", ""],
    identifiers.awb: ["180-50271842", "180-50217841", "180-50271848", "180-5027184"],
    identifiers.container: ["TOCU5027187", "TOCU5072186", "A_BU5027181", "TOCR5027186", "TÖCU5027186"],
    identifiers.imo: ["9123454", "9132453", "912345"],
}


@pytest.mark.parametrize(("read", "raw"), [(read, raw) for read, found in VALID.items() for raw in found])
def test_published_number_is_valid(read: Read, raw: str) -> None:
    assert read(raw).check == "valid"


@pytest.mark.parametrize(("read", "raw"), [(read, raw) for read, found in INVALID.items() for raw in found])
def test_number_with_a_wrong_digit_or_form_is_invalid_and_no_error(read: Read, raw: str) -> None:
    assert read(raw).check == "invalid"


FULL_WIDTH = "TOCU5027186".translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
ARABIC_DIGITS = "TOCU5027186".translate({ord("0") + digit: 0x0660 + digit for digit in range(10)})
CYRILLIC_TOC = "\u0422\u041e\u0421U5027186"


@pytest.mark.parametrize(
    "written",
    ["tocu 502718-6", "TOCU-502718-6", "TOCU\u200b5027186", FULL_WIDTH, ARABIC_DIGITS, CYRILLIC_TOC],
)
def test_one_container_has_one_value_however_it_is_written(written: str) -> None:
    found = identifiers.container(written)
    assert (found.value, found.check, found.raw) == ("TOCU5027186", "valid", written)


def test_invalid_number_is_kept_as_written() -> None:
    assert identifiers.s10("CP 502718434 KR") == Identifier("s10", "CP 502718434 KR", "CP502718434KR", "invalid")


@pytest.mark.parametrize("junk", ["UNKNOWN", "n/a", "0000000", "123456789", "-", "...", "TBA", "same as above"])
def test_a_word_that_stands_for_no_number_has_no_value(junk: str) -> None:
    for read in VALID:
        assert read(junk).value is None


def test_letters_and_digits_are_never_exchanged() -> None:
    assert identifiers.container("T0CU5027186").check == "invalid"


def test_plate_belongs_to_its_country_and_has_no_check_digit() -> None:
    assert identifiers.plate("RU", "а 123 вс 77").value == "RU:A123BC77"  # noqa: RUF001 -- Cyrillic on purpose
    assert identifiers.plate("nl", "12-ABC-3") == Identifier("plate", "12-ABC-3", "NL:12ABC3", "not_checked")
    assert identifiers.plate("NL", "1").value is None


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    for read in VALID:
        found = read(raw)
        assert found.raw == raw
        assert found.check in {"valid", "invalid"}
        assert found.value is None or found.value.isascii() or found.check == "invalid"
    identifiers.plate("KR", raw)


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_made_check_digit_is_accepted_and_every_other_refused(serial: str) -> None:
    right = identifiers.s10_check_digit(serial)
    for digit in "0123456789":
        found = identifiers.s10(f"RR{serial}{digit}KR")
        # All digits alike stand for no number, not for a wrong one; the letters keep that from happening here.
        assert (found.check == "valid") == (digit == right)


def test_report_id_is_the_published_one() -> None:
    space = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:report")
    assert identifiers.report_id("KR", "ICN-2021-000123") == str(uuid.uuid5(space, "KR:ICN-2021-000123"))
    assert identifiers.report_id("KR", "ICN-2021-000123") == "91c482c0-fa84-5aef-adee-b1c83c1c312d"


def test_link_id_does_not_depend_on_who_came_first() -> None:
    assert identifiers.link_id("b", "a", "same_object") == identifiers.link_id("a", "b", "same_object")
    assert identifiers.link_id("a", "b", "same_object") != identifiers.link_id("a", "b", "same_party")


@given(st.lists(st.tuples(st.text(), st.text(), st.integers(0, 9)), min_size=2, max_size=2, unique=True))
def test_event_ids_differ_when_anything_differs(two: list[tuple[str, str, int]]) -> None:
    (one, other) = two
    if "|" not in "".join((one[0], one[1], other[0], other[1])):
        assert identifiers.event_id(*one) != identifiers.event_id(*other)
        assert identifiers.event_id(*one) == identifiers.event_id(*one)


def test_matter_id_does_not_show_the_value() -> None:
    assert "TOCU5027186" not in identifiers.matter_id("container:TOCU5027186")
    assert identifiers.alert_id("r", 1, "g") != identifiers.alert_id("r", 2, "g")
