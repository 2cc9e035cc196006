"""Accounts, firms and wallets: IBAN, LEI, addresses on block chains.

A wallet's address keeps its case: in base58 a letter of other case is another letter.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from stdnum import bitcoin
from stdnum import lei as stdnum_lei

from services.contracts.identifiers.forms import fixed
from services.contracts.identifiers.spelling import LONGEST, compact, is_junk, tight
from services.contracts.identifiers.verdicts import (
    JUNK_WORD,
    NO_RULE,
    VALID,
    WRONG_DIGIT,
    WRONG_FORM,
    Identifier,
    Verdict,
    digit_verdict,
)


def iban(raw: str) -> Identifier:
    """A bank account (ISO 13616): country, two check digits (ISO 7064 mod 97-10), the national number in its form."""
    return _IBAN.read(raw)


def lei(raw: str) -> Identifier:
    """A legal entity (ISO 17442): 18 letters and digits and two check digits (ISO 7064 mod 97-10)."""
    return _LEI.read(raw)


def wallet(raw: str) -> Identifier:
    """An address on a block chain, in its own case; one that ignores case comes in lower case.

    Checked: base58 with a double SHA-256 checksum, bech32, bech32m. Others are taken by their form.
    """
    if len(raw) > LONGEST:
        return Identifier("wallet", raw, None, *WRONG_FORM)
    text = tight(raw).strip("\"'()[]<>,;.")
    text = _SCHEME.sub("", text, count=1).split("?")[0]
    if is_junk(compact(text)):
        return Identifier("wallet", raw, None, *JUNK_WORD)
    value = text.lower() if _CASELESS.match(text) else text
    verdict = _judge_wallet(value)
    return Identifier("wallet", raw, tight(raw) if verdict == WRONG_FORM else value, *verdict)


def bech32m_is_valid(address: str) -> bool:
    """Does a lower-case segwit address of version 1 to 16 pass bech32m (BIP 350) and have a program of right size?"""
    prefix, _, data = address.rpartition("1")
    values = [_BECH32.find(character) for character in data]
    if min(values, default=-1) < 0 or not 14 <= len(address) <= 90 or not 1 <= values[0] <= 16:
        return False
    spread = [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix)]
    if bitcoin.bech32_checksum([*spread, *values]) != _BECH32M:
        return False
    bits = 5 * (len(values) - 7)  # without version and checksum
    unused = values[-7] & ((1 << bits % 8) - 1)
    return bits % 8 < 5 and unused == 0 and 2 <= bits // 8 <= 40


_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32M: Final = 0x2BC830A3
_SCHEME: Final = re.compile("(?:bitcoin|btc|ethereum|eth|litecoin|ltc|tron|trx|usdt|wallet|address):", re.IGNORECASE)
_CASELESS: Final = re.compile("bc1|0x", re.IGNORECASE)
_BASE58: Final = "[1-9A-HJ-NP-Za-km-z]"
_LEGACY: Final = re.compile(f"[13]{_BASE58}{{25,34}}")
_SEGWIT: Final = re.compile(f"bc1[{_BECH32}]{{11,87}}")
_HEX: Final = re.compile("0x[0-9a-f]{40}")
_TRON: Final = re.compile(f"T{_BASE58}{{33}}")
_OTHER_BASE58: Final = re.compile(f"{_BASE58}{{26,36}}")
_OTHER: Final = re.compile("(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_]{20,128}")


def _judge_wallet(value: str) -> Verdict:
    if _LEGACY.fullmatch(value):
        return digit_verdict(bitcoin.is_valid(value))
    if _SEGWIT.fullmatch(value):
        # python-stdnum 2.2 knows bech32 only: of a later version it says that it is wrong.
        return digit_verdict(bitcoin.is_valid(value) if value[3] == "q" else bech32m_is_valid(value))
    if value.startswith("bc1"):
        return WRONG_FORM
    if _HEX.fullmatch(value):
        return NO_RULE
    if value.startswith("0x"):
        return WRONG_FORM
    if _TRON.fullmatch(value):
        return VALID if _has_checksum(value) else WRONG_DIGIT
    if _OTHER_BASE58.fullmatch(value) and _has_checksum(value):
        return VALID
    return NO_RULE if _OTHER.fullmatch(value) else WRONG_FORM


def _has_checksum(value: str) -> bool:
    decoded: bytes = bitcoin.b58decode(value)
    digest = hashlib.sha256(hashlib.sha256(decoded[:-4]).digest()).digest()
    return len(decoded) == 25 and digest[:4] == decoded[-4:]


def _judge_iban(value: str) -> Verdict:
    from schwifty import IBAN  # it reads its registry of banks: only the national side pays for that
    from schwifty.exceptions import InvalidChecksumDigits, SchwiftyException

    try:
        IBAN(value)
    except InvalidChecksumDigits:
        return WRONG_DIGIT
    except SchwiftyException:
        return WRONG_FORM
    return VALID


_IBAN: Final = fixed("iban", "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", _judge_iban, labels="IBAN|ACCOUNT")
# python-stdnum would take any length.
_LEI: Final = fixed("lei", "[A-Z0-9]{18}[0-9]{2}", lambda v: digit_verdict(stdnum_lei.is_valid(v)), labels="LEI")
