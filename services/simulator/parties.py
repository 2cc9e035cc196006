"""Consignors and consignees, known only by keyed tokens.

A national system holds names, addresses and phones in clear; nothing but their HMAC-SHA-256 under the
operation's key leaves it. Here the clear values exist only for the moment in which their token is made.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

from services.simulator.numbers import Numbers

PARTY_FIELDS: Final = ("name", "address", "phone", "document", "email")

_GIVEN: Final = (
    "kim",
    "li",
    "maria",
    "ivan",
    "aisha",
    "jan",
    "somchai",
    "jose",
    "anna",
    "omar",
    "fatima",
    "peter",
)
_FAMILY: Final = (
    "lee",
    "wang",
    "garcia",
    "petrov",
    "khan",
    "de vries",
    "chai",
    "silva",
    "novak",
    "haddad",
    "okafor",
)


class Parties:
    """The parties of one operation by number: the same number is the same person or firm everywhere."""

    def __init__(self, seed: int | str, numbers: Numbers) -> None:
        self._key = hashlib.sha256(f"{seed}/operation key".encode()).digest()
        self._numbers = numbers

    def token(self, field: str, number: int) -> str:
        """The token of one field of party ``number``: ``hmac:`` and padded base64url."""
        digest = hmac.digest(self._key, self._clear(field, number).encode(), "sha256")
        return "hmac:" + base64.urlsafe_b64encode(digest).decode()

    def _clear(self, field: str, number: int) -> str:
        """What a national system would normalise. Every field of every party differs."""
        name = f"{_GIVEN[number % len(_GIVEN)]} {_FAMILY[number // 7 % len(_FAMILY)]} {number}"
        return {
            "name": name,
            "name_parts": f"part of a name {number}",
            "address": f"{1000 + number % 8999} {number}",
            "phone": f"+8{self._numbers.serial('phone', number):09d}",
            "document": f"M{number:08d}",
            "email": f"{name.replace(' ', '.')}@example.org",
        }[field]
