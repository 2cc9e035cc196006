"""Addresses on block chains. All made from a hash; nobody's."""

from __future__ import annotations

import pytest

from services.contracts.identifiers.money import bech32m_is_valid, wallet

TAPROOT = "bc1pkk5d6gxv26gg7s8zpq44cl63xlxtfmy6vls97pe8mnj0ecpv6ezs5x2lu7"
SEGWIT = "bc1qkk5d6gxv26gg7s8zpq44cl63xlxtfmy64ftpvz"
LEGACY = "1HZXbanhWnTHyJ5g4HUStVghYF49ZSZ4Ac"
SCRIPT = "3JFYX8H94gmg4Tn7BP93K83dgmLsCLj9kM"
TRON = "TSXjbeARfWaF8U9JeZ8AQeNqT2oTrY7M2U"
HEX = "0x" + "5027184a" * 5


@pytest.mark.parametrize("address", [LEGACY, SCRIPT, SEGWIT, TAPROOT, TRON])
def test_an_address_with_the_right_checksum_is_valid(address: str) -> None:
    assert (wallet(address).value, wallet(address).check) == (address, "valid")


@pytest.mark.parametrize("address", [LEGACY, SCRIPT, SEGWIT, TAPROOT, TRON])
def test_an_address_with_any_one_letter_changed_is_not_valid(address: str) -> None:
    for place in range(1, len(address)):
        other = "2" if address[place] != "2" else "3"
        assert wallet(address[:place] + other + address[place + 1 :]).check != "valid"


@pytest.mark.parametrize(
    "address", ["1HZXbanhWnTHyJ5g4HUStVghYF49ZSZ4AA", "bc1qkk5d6gxv26gg7s8zpq44cl63xlxtfmy64ftpvq"]
)
def test_the_worked_wrong_addresses_are_wrong(address: str) -> None:
    assert (wallet(address).check, wallet(address).reason) == ("invalid", "check_digit")


def test_base58_keeps_its_case_since_another_case_is_another_address() -> None:
    assert wallet(f"  {LEGACY}\n").value == LEGACY
    for other in (LEGACY.lower(), LEGACY.upper()):
        assert wallet(other).check != "valid"
        assert wallet(other).value == other


def test_bech32_and_hexadecimal_have_no_case() -> None:
    assert {wallet(written).value for written in (SEGWIT, SEGWIT.upper())} == {SEGWIT}
    assert (wallet(TAPROOT.upper()).value, wallet(TAPROOT.upper()).check) == (TAPROOT, "valid")
    assert {wallet(written).value for written in (HEX, "0X" + HEX[2:].upper())} == {HEX}
    assert wallet(HEX).check == "not_checked"


def test_the_name_of_the_chain_and_a_query_are_no_part_of_the_address() -> None:
    broken = f"{LEGACY[:10]}\u200b\n{LEGACY[10:]}"
    for written in (f"bitcoin:{LEGACY}?amount=0.5", f"BTC: {LEGACY}", f"<{LEGACY}>", broken):
        assert wallet(written).value == LEGACY


@pytest.mark.parametrize(
    "written", ["0x5027", "bc1", "bc1q", "bc1pb", "hello", "5027-1843", "pay me", "l0OI" * 8 + "!"]
)
def test_what_is_no_address_is_none(written: str) -> None:
    assert (wallet(written).check, wallet(written).reason) == ("invalid", "form")


@pytest.mark.parametrize(
    "address",
    [
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
        "bc1sw50qgdz25j",
        "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
    ],
)
def test_later_witness_versions_published_as_valid_are_valid(address: str) -> None:
    assert bech32m_is_valid(address)
    assert wallet(address.upper()).check == "valid"


@pytest.mark.parametrize(
    "address",
    [
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",  # the checksum of bech32
        "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",  # a letter that is none of the 32
        "bc130xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",  # version 17
        "bc1pw5dgrnzv",  # a program of one byte
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",  # of 41 bytes
        "bc1gmk9yu",  # none
    ],
)
def test_addresses_published_as_wrong_are_wrong(address: str) -> None:
    assert not bech32m_is_valid(address)
    assert wallet(address).check == "invalid"
