"""Keyed tokens of what names a person or a firm. Only for the national side: the platform never has the key.

A token is ``hmac:`` and the base64url, with padding, of HMAC-SHA-256(operation key, normalised value in UTF-8). Two
administrations get the same token for the same person when they hold the same key and normalise alike, which
services/contracts/identifiers/party_values.py does. Tokens are compared with tokens of the same type only.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn, Self

from services.client.secret_files import read_secret
from services.contracts.code_lists import CODE_LISTS
from services.contracts.identifiers import party_values
from services.contracts.identifiers.party_values import Values
from services.contracts.identifiers.token_keys import key_check

KEY_BYTES: Final = 32
MOST_TOKENS: Final = 50
"""Tokens of one type that a party takes."""
TYPES: Final = CODE_LISTS["token_type"]
_TEXT: Final = re.compile(rb"[\x20-\x7e\r\n\t]+")
_HEX: Final = re.compile(rb"[0-9a-fA-F]{64}\r?\n?")

Clear = str | Mapping[str, Any]
"""A value in clear: a text, or for some fields its parts by name."""


class OperationKey:
    """The secret that the administrations of one operation share. It is never shown, logged, copied or pickled."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        """``key``: 32 bytes. Raises ValueError otherwise."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"an operation key has {KEY_BYTES} bytes")
        self._key = bytes(key)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a key from a file of mode 0600 that holds it as 32 bytes, or as 64 hexadecimal digits on one line.

        Raises OSError or ValueError, neither of which quotes it.
        """
        content = read_secret(path)
        if _HEX.fullmatch(content):
            return cls(bytes.fromhex(content.decode().strip()))
        # 32 random bytes are never all printable: such a file holds a pass phrase, or half of the digits.
        if len(content) != KEY_BYTES or _TEXT.fullmatch(content):
            raise ValueError(
                f"{path} holds neither {KEY_BYTES} random bytes nor their {2 * KEY_BYTES} hexadecimal digits"
            )
        return cls(content)

    def __repr__(self) -> str:
        return "OperationKey()"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an operation key does not leave the process")

    def token(self, value: str) -> str:
        """The token of a value that is normalised already."""
        return "hmac:" + base64.urlsafe_b64encode(hmac.digest(self._key, value.encode(), "sha256")).decode()

    def fingerprint(self) -> str:
        """Sixteen digits by which two administrations can tell over the telephone whether they hold the same key.

        They stand in a report as ``token_key``, so that the platform can tell as well without holding a key.
        """
        return key_check(self._key)


def tokens(
    key: OperationKey | bytes, field: str, clear: Clear, *, region: str | None = None, country: str | None = None
) -> list[str]:
    """The tokens of one type (``phone``, ``name``, ``name_parts`` ...) of a clear value; none when it can't be read.

    ``region``: where a telephone number was written down (alpha-2). ``country``: that of the person or address, which
    is part of ``address`` and ``name_phonetic``; by default the region. Raises ValueError for an unknown field.
    """
    if field not in TYPES:
        raise ValueError("there are no tokens of that type")
    stem = field.removesuffix("_parts").removesuffix("_phonetic")
    return tokens_by_type(key, stem, clear, region=region, country=country or region).get(field, [])


def tokens_by_type(
    key: OperationKey | bytes, field: str, clear: Clear, *, region: str | None = None, country: str | None = None
) -> dict[str, list[str]]:
    """Everything that one clear value becomes, as ``parties[].tokens`` takes it: ``{token type: tokens}``.

    A name gives ``name``, ``name_parts`` and ``name_phonetic``, an address ``address`` and ``address_parts``. As a
    mapping, ``clear`` has for an address ``line``, ``postcode``, ``house_number`` and ``country``; for an account
    ``number`` and ``bank``; for a handle ``name`` and ``platform``. Raises ValueError for an unknown field or part.
    """
    bearer = key if isinstance(key, OperationKey) else OperationKey(key)
    found = values_of(field, clear, region=region, country=country)
    return {kind: [bearer.token(value) for value in values] for kind, values in found.items()}


def values_of(field: str, clear: Clear, *, region: str | None = None, country: str | None = None) -> Values:
    """The normalised values behind the tokens, still clear; none when it can't be read.

    Raises as ``tokens_by_type``.
    """
    if field not in FIELDS:
        raise ValueError("there are no tokens of that type")
    parts, normalise = FIELDS[field]
    given = {parts[0]: clear} if isinstance(clear, str) else dict(clear)
    if unknown := given.keys() - set(parts):
        raise ValueError(f"{field} has the parts {', '.join(parts)}, and no others ({len(unknown)} too many)")
    if not all(isinstance(value, str) for value in given.values() if value is not None):
        raise ValueError(f"{field} is a text or made of texts")
    return normalise({name: value or "" for name, value in given.items()}, region or None, country or None)


def merged(found: Iterable[Mapping[str, list[str]]]) -> dict[str, list[str]]:
    """The tokens of several values of one party, each once. Raises ValueError above what a party takes."""
    every: dict[str, list[str]] = {}
    for one in found:
        for kind, made in one.items():
            every[kind] = list(dict.fromkeys([*every.get(kind, []), *made]))
    if any(len(made) > MOST_TOKENS for made in every.values()):
        raise ValueError(f"a party has at most {MOST_TOKENS} tokens of one type")
    return every


_Normalise = Callable[[Mapping[str, str], str | None, str | None], Values]


def _address(given: Mapping[str, str], _: str | None, country: str | None) -> Values:
    return party_values.address(
        given.get("line", ""),
        given.get("country") or country or "",
        postcode=given.get("postcode"),
        house_number=given.get("house_number"),
    )


def _handle(given: Mapping[str, str], _: str | None, __: str | None) -> Values:
    name, platform = given.get("name", ""), given.get("platform", "")
    if not platform:
        platform, _colon, name = name.partition(":")
    return party_values.handle(platform, name)


FIELDS: Final[Mapping[str, tuple[tuple[str, ...], _Normalise]]] = {
    "name": (("name",), lambda given, _, country: party_values.name(given.get("name", ""), country)),
    "address": (("line", "postcode", "house_number", "country"), _address),
    "phone": (("number",), lambda given, region, _: party_values.phone(given.get("number", ""), region)),
    "email": (("address",), lambda given, _, __: party_values.email(given.get("address", ""))),
    "document": (("number",), lambda given, _, __: party_values.document(given.get("number", ""))),
    "account": (
        ("number", "bank"),
        lambda given, _, __: party_values.account(given.get("number", ""), given.get("bank") or None),
    ),
    "wallet": (("address",), lambda given, _, __: party_values.wallet(given.get("address", ""))),
    "handle": (("name", "platform"), _handle),
}
"""The fields that may be given in clear: the parts that each has, the first of which is what a mere text means."""
