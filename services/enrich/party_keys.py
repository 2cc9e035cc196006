"""The keys of a report's parties, with the role that each bearer has: what recurs is told to the alerts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

EXACT_TOKENS: Final = frozenset({"phone", "email", "address", "document", "account", "wallet", "handle", "name"})
"""Token types that stand for one party. Parts and sounds of names and addresses are shared by many."""


class PartyKey(NamedTuple):
    """The key of one token, with the role that its bearer has in this report."""

    role: str
    field: str
    key: str


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
