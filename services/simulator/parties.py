"""Consignors and consignees, known only by keyed tokens.

A national system holds names, addresses and phones in clear; nothing but their HMAC-SHA-256 under the
operation's key leaves it. Planted persons are normalised as every national system must
(services/contracts/identifiers/party_values.py); those whom only one report knows get a value that is normalised
already. One administration may hold a wrong key: its tokens meet nobody's.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from services.contracts.identifiers import party_values
from services.contracts.identifiers.party_values import Values
from services.contracts.identifiers.token_keys import key_check
from services.simulator.numbers import Numbers
from services.simulator.people import Person, person
from services.simulator.pins import Known, Script

OWN_FIELDS: Final = ("name", "address", "phone", "document", "email")
"""What an ordinary report knows of its own parties."""

PLATFORM: Final = "telegram"

# Family names that many unrelated persons bear: a part of a name says little.
_COMMON: Final = ("wang", "kim", "ivanov", "garcia", "khan", "nguyen", "silva", "ahmed", "lee", "smith", "chen", "ali")


class Parties:
    """The parties of one operation. The same person gives the same tokens to everybody who holds the key."""

    def __init__(self, seed: int | str, numbers: Numbers, wrong_key: str | None = None) -> None:
        self._keys = {wrong: hashlib.sha256(f"{seed}/{name} key".encode()).digest()
                      for wrong, name in ((False, "operation"), (True, "forgotten"))}  # fmt: skip
        self._numbers = numbers
        self.wrong_key = wrong_key
        """The administration whose key is not the operation's."""

    def tokens(self, known: Known, administration: str) -> dict[str, list[str]]:
        """The tokens by which this administration knows a planted person."""
        values = {kind: values_of(known, kind) for kind in known.tokens}
        return {
            kind: [self._token(value, administration) for value in found] for kind, found in values.items() if found
        }

    def own_tokens(self, field: str, number: int, administration: str) -> dict[str, list[str]]:
        """The tokens of one field of somebody whom only one report knows; every ``number`` is somebody else."""
        found: Mapping[str, tuple[str, ...]] = {field: (self._own_value(field, number),)}
        if field == "name":
            family = _COMMON[number * 7 % 11 % len(_COMMON)]
            parts = (f"{family} given{number}", family, f"given{number}")
            found = {**found, "name_parts": parts, "name_phonetic": (f"KFN{number} {family.upper()}",)}
        elif field == "address":
            found = {**found, "address_parts": (f"ZZ {number} {number % 97}",)}
        return {kind: [self._token(value, administration) for value in values] for kind, values in found.items()}

    def check(self, administration: str = "") -> str:
        """The check value of this administration's key, or of the operation's."""
        return key_check(self._keys[administration == self.wrong_key])

    def _token(self, value: str, administration: str) -> str:
        digest = hmac.digest(self._keys[administration == self.wrong_key], value.encode(), "sha256")
        return "hmac:" + base64.urlsafe_b64encode(digest).decode()

    def _own_value(self, field: str, number: int) -> str:
        """What a national system would hash. Every field of every number differs, and from every planted person's."""
        return {
            "name": f"given{number}family",
            "address": f"ZZ {1000 + number % 8999} own st {number}",
            "phone": f"+999{self._numbers.serial('phone', number):09d}",
            "document": f"Z{number:08d}",
            "email": f"own.{number}@example.net",
        }[field]


def values_of(known: Known, kind: str) -> tuple[str, ...]:
    """The values of this token type that stand for the person once a national system has normalised what it holds."""
    field = kind.partition("_")[0]
    return _normalised(known.person, field, known.script, field in known.slips).get(kind, ())


@cache
def _normalised(number: int, field: str, script: Script, slip: bool) -> Values:
    return _READ[field](person(number), script, slip)


def slipped(text: str) -> str:
    """The text as somebody mistypes it: two neighbours exchanged in the longest word, the next digit for a digit."""
    word = max(text.replace("-", " ").split(), key=len)
    place = len(word) // 2
    if word[place].isdecimal():
        wrong = f"{word[:place]}{(int(word[place]) + 1) % 10}{word[place + 1 :]}"
    elif place + 1 < len(word) and word[place] != word[place + 1]:
        wrong = f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"
    else:
        wrong = word + word[-1:]
    return text.replace(word, wrong, 1)


def _typed(text: str, slip: bool) -> str:
    return slipped(text) if slip else text


_READ: Final[Mapping[str, Callable[[Person, Script, bool], Values]]] = {
    "name": lambda p, script, slip: party_values.name(_typed(p.name(script), slip), p.country),
    "address": lambda p, script, slip: party_values.address(
        _typed(p.address(script), slip), p.country, postcode=p.postcode, house_number=p.house
    ),
    "phone": lambda p, _, slip: party_values.phone(_typed(p.phone, slip)),
    "email": lambda p, _, slip: party_values.email(_typed(p.email, slip)),
    "document": lambda p, _, slip: party_values.document(_typed(p.document, slip)),
    "wallet": lambda p, _, slip: party_values.wallet(_typed(p.wallet, slip)),
    "handle": lambda p, _, slip: party_values.handle(PLATFORM, _typed(p.handle, slip)),
}
