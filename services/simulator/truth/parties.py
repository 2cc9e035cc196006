"""Same party: an equal token of a whole value, or enough equal parts of one party.

Tokens are equal when the normalised values are and both were hashed with the same key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from services.simulator.truth.evidence import PARKED_ABOVE, Evidence, Tokens, Told, Verdict, comparable, pairs_among

EXACT: Final = ("phone", "email", "document", "wallet", "handle", "name", "address")
PARTIAL: Final = ("name_parts", "name_phonetic", "address_parts")
ENOUGH_PARTS: Final = 3

Token = tuple[str, bool, str]
"""Its type, whether the key was wrong, and the normalised value."""


def gather_parties(told: Sequence[Told], evidence: Evidence) -> None:
    """Every pair that shares tokens, with what the tokens say."""
    bearers = _bearers(told)
    parked = {token for token, bearing in bearers.items() if len(bearing) > PARKED_ABOVE}
    for token, bearing in bearers.items():
        kind = token[0]
        if token in parked:
            if kind in EXACT:
                evidence.parked.append(("same_party", kind, tuple(bearing)))
        elif kind in EXACT:
            for one, other in pairs_among(bearing):
                evidence.add("same_party", one, other, "yes", kind)
    _gather_parts(bearers, parked, evidence)


def _bearers(told: Sequence[Told]) -> dict[Token, list[Told]]:
    bearers: dict[Token, list[Told]] = defaultdict(list)
    for each in told:
        borne = {(kind, *value) for party in each.parties for kind, values in party.items() for value in values}
        for token in borne:
            bearers[token].append(each)
    return bearers


def _gather_parts(bearers: dict[Token, list[Told]], parked: set[Token], evidence: Evidence) -> None:
    """Pairs that share the sound of a name or the parts of an address: does one party of each agree in enough?"""
    seen = set()
    for token, bearing in bearers.items():
        # A crowd makes hundreds of pairs; what else its members share is found by another token.
        if token[0] not in ("name_phonetic", "address_parts") or token in parked:
            continue
        for one, other in combinations(bearing, 2):
            if comparable(one, other) and (one.id, other.id) not in seen:
                seen.add((one.id, other.id))
                evidence.add("same_party", one, other, _enough(one, other, parked), "partial")


def _enough(one: Told, other: Told, parked: set[Token]) -> Verdict:
    """The best pair of parties: sound and address make a link; three parts of two types can make one."""
    best: Verdict = "no"
    for mine in one.parties:
        for theirs in other.parties:
            shared = [
                kind
                for kind in PARTIAL
                for value in mine.get(kind, frozenset()) & theirs.get(kind, frozenset())
                if (kind, *value) not in parked
            ]
            kinds = set(shared)
            if {"name_phonetic", "address_parts"} <= kinds:
                return "yes"
            differ = _differ("address_parts", mine, theirs) or _differ("document", mine, theirs)
            if len(shared) >= ENOUGH_PARTS and len(kinds) > 1 and not differ:
                best = "either"
    return best


def _differ(kind: str, mine: Tokens, theirs: Tokens) -> bool:
    """Do both say where they live, or who they are, and say another thing?"""
    return kind in mine and kind in theirs and mine[kind].isdisjoint(theirs[kind])
