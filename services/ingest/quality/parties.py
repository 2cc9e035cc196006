"""Parties: tokens of a wrong key, a role without anything or not of the mode, one token in two parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from services.contracts.findings import Code
from services.contracts.topics import Mode
from services.ingest.quality.view import Found, View

ROLE_MODES: Final[Mapping[str, frozenset[Mode]]] = {
    "driver": frozenset({"land", "sea"}),
    "haulier": frozenset({"land", "sea"}),
    "passenger": frozenset({"air", "land", "sea"}),
    "crew": frozenset({"air", "land", "sea"}),
}
"""Roles that only some modes have."""
TRAVEL_TOKENS: Final = frozenset({"bag_tag", "pnr"})
TRAVELLERS: Final = frozenset({"passenger", "crew", "owner", "suspect", "witness", "other"})
"""Roles in which somebody may have travelled."""


def token_key(view: View) -> Iterator[Found]:
    """Tokens of a key that is none of the operation's; or of nobody knows which. Nothing where no keys are known."""
    report = view.report
    if not view.token_keys:
        return
    if report.token_key is not None:
        if report.token_key not in view.token_keys:
            yield Code.TOKEN_KEY_UNKNOWN, "/token_key"
    elif report.right_holder or any(party.tokens for party in report.parties):
        yield Code.TOKEN_KEY_MISSING, "/token_key"


def parties(view: View) -> Iterator[Found]:
    """Each party by itself, and each token once."""
    mode = view.report.mode
    bearers: dict[tuple[str, str], int] = {}
    for n, party in enumerate(view.report.parties):
        if not (party.tokens or party.nationality or party.age_band or party.gender):
            yield Code.PARTY_EMPTY, f"/parties/{n}"
        if mode is not None and party.role in ROLE_MODES and mode not in ROLE_MODES[party.role]:
            yield Code.PARTY_ROLE_MODE, f"/parties/{n}/role"
        if party.kind == "organisation" and (party.age_band or party.gender):
            yield Code.PARTY_KIND, f"/parties/{n}/kind"
        for kind, tokens in party.tokens.items():
            if kind in TRAVEL_TOKENS and party.role not in TRAVELLERS:
                yield Code.TOKEN_ROLE, f"/parties/{n}/tokens/{kind}"
            for k, token in enumerate(tokens):
                if bearers.setdefault((kind, token), n) != n:
                    yield Code.TOKEN_TWICE, f"/parties/{n}/tokens/{kind}/{k}"


RULES: Final = (parties,)
