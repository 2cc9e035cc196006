"""Faults of the libraries that read numbers. Each test shows the fault, and that it does not come through.

Once a library is mended its line here fails: then the catch may go.
"""

from __future__ import annotations

import subprocess
import sys

import email_validator
import phonenumbers
import pytest
from stdnum import bitcoin, imei, iso6346, lei
from vininfo import Vin
from vininfo.dicts import WMI

from services.contracts.identifiers import READERS
from services.contracts.identifiers.persons import email, phone

TAPROOT = "bc1pkk5d6gxv26gg7s8zpq44cl63xlxtfmy6vls97pe8mnj0ecpv6ezs5x2lu7"


def test_a_container_s_pattern_lets_other_letters_through_and_then_raises() -> None:
    with pytest.raises(ValueError, match="substring not found"):
        iso6346.is_valid("A_BU5027181")
    assert READERS["container"]("A_BU5027181").check == "invalid"
    trailer = next(f"TOCR502718{digit}" for digit in range(10) if iso6346.is_valid(f"TOCR502718{digit}"))
    assert READERS["container"](trailer).reason == "form"


def test_a_container_with_hyphens_is_refused() -> None:
    assert not iso6346.is_valid("TOCU-502718-6")
    assert READERS["container"]("TOCU-502718-6").check == "valid"


def test_a_legal_entity_of_any_length_passes() -> None:
    short = next(f"5493TOC{n:02}" for n in range(100) if lei.is_valid(f"5493TOC{n:02}"))
    assert READERS["lei"](short).reason == "form"


def test_a_device_number_without_check_digit_passes() -> None:
    assert imei.is_valid("35209900502718")
    assert READERS["imei"]("35209900502718").check == "invalid"


def test_a_taproot_address_is_called_wrong() -> None:
    assert not bitcoin.is_valid(TAPROOT)
    assert READERS["wallet"](TAPROOT).check == "valid"


def test_a_segwit_address_of_a_later_version_with_the_old_checksum_passes() -> None:
    # The checksum of bech32 over version 1: BIP 350 calls it wrong.
    old = "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7k7grplx"
    assert bitcoin.is_valid(old)
    assert READERS["wallet"](old).reason == "check_digit"


def test_a_right_vehicle_number_is_refused_for_its_model_year() -> None:
    right = next(
        number for digit in "0123456789X" if Vin(number := f"1FTFW1E5{digit}ZFA50271").verify_checksum(check_year=False)
    )
    assert not Vin(right).verify_checksum()
    assert READERS["vin"](right).check == "valid"


def test_a_european_vehicle_number_is_refused() -> None:
    assert not Vin("WVWFW1E51LFA50271").verify_checksum(check_year=False)
    assert READERS["vin"]("WVWFW1E51LFA50271").check == "not_checked"


def test_no_maker_that_is_checked_is_one_whose_numbers_the_library_refuses_altogether() -> None:
    # It answers False for every vehicle of such a maker: Ford of Australia is one.
    refused = {code for code, maker in WMI.items() if not getattr(maker, "uses_sae_checkdigit", True)}
    assert "6FP" in refused
    for code in refused:
        checks = {READERS["vin"](f"{code}FW1E5{digit}LFA50271").check for digit in "0123456789X"}
        assert checks == {"not_checked"}


def test_letters_are_dialled_and_words_before_a_number_are_skipped() -> None:
    assert phonenumbers.is_possible_number(phonenumbers.parse("of Kim: 02-3146-8114", "KR"))
    assert phone("of Kim: 02-3146-8114", "KR").reason == "form"
    assert phonenumbers.parse("+1 800 FLOWERS").national_number == 8003569377
    assert phone("+1 800 FLOWERS").reason == "form"


def test_a_number_dialled_with_another_country_s_exit_code_is_possible() -> None:
    read = phonenumbers.parse("0044 20 7946 0958", "KR")
    assert phonenumbers.is_possible_number(read)
    found = phone("0044 20 7946 0958", "KR")
    assert (found.value, found.check, found.reason) == ("+8200442079460958", "invalid", "numbering_plan")


def test_an_onion_address_is_refused() -> None:
    with pytest.raises(email_validator.EmailSyntaxError):
        email_validator.validate_email("kim@tocsin502718.onion", check_deliverability=False)
    assert email("Kim@Tocsin502718.ONION").value == "Kim@tocsin502718.onion"
    assert email("kim@example.test").reason == "form"


@pytest.mark.parametrize("raw", ["DE", "DE1", "FRXX", "ESX0X", "IE0X0", "NL0B0", "GR1", "XI1", "LT1", "MT00000000000"])
def test_fragments_that_only_look_like_a_vat_number_raise_nothing(raw: str) -> None:
    assert READERS["vat"](raw).check == "invalid"


def test_slow_libraries_are_imported_only_by_who_reads_what_they_read() -> None:
    code = (
        "import sys; from services.contracts.identifiers import KINDS;"
        "[kind.read(kind.example) for kind in KINDS"
        " if kind.type in 's10 awb container imo mrn plate seal courier flight tir cas hs'.split()];"
        "slow = {'phonenumbers', 'schwifty', 'email_validator', 'jellyfish', 'anyascii', 'vininfo'};"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
