"""Match keys: what a report must share with another for the two to be compared at all.

``s10:<v>`` ``awb:<v>`` ``container:<v>`` ``plate:<country:v>`` ``vessel:<imo>:<voyage>``
``party:<token type>:<token>``.
A number whose check fails, or that stands for none, makes no key (domain rule: it may only be repaired by a person).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from services.contracts.identifiers import Identifier

OBJECTS: Final = ("s10", "awb", "container", "plate")
"""Types of number that identify an object by themselves; a vessel does so only with its voyage."""

EXACT_TOKENS: Final = frozenset({"phone", "email", "address", "document", "account", "wallet", "handle", "name"})
"""Token types that stand for one party. Parts and sounds of names and addresses are shared by many."""


class PartyKey(NamedTuple):
    """The key of one token, with the role that its bearer has in this report."""

    role: str
    field: str
    key: str


def object_keys(numbers: Iterable[Identifier]) -> Iterator[str]:
    """The keys of a report's numbers."""
    usable = {number.type: number.value for number in numbers if number.value and number.check != "invalid"}
    if "imo" in usable and "voyage" in usable:
        yield f"vessel:{usable['imo']}:{usable['voyage']}"
    for number in numbers:
        if number.type in OBJECTS and number.value and number.check != "invalid":
            yield f"{number.type}:{number.value}"


def party_keys(parties: Iterable[Mapping[str, Any]]) -> tuple[PartyKey, ...]:
    """The keys of a report's parties (JSON), each role and token once. The role says nothing about who somebody is."""
    return tuple(
        dict.fromkeys(
            PartyKey(party["role"], field, f"party:{field}:{token}")
            for party in parties
            for field, tokens in party.get("tokens", {}).items()
            if field in EXACT_TOKENS
            for token in tokens
        )
    )


def match_keys(numbers: Iterable[Identifier], parties: Iterable[PartyKey]) -> list[str]:
    """All keys of a report, sorted, each once."""
    return sorted({*object_keys(tuple(numbers)), *(party.key for party in parties)})
