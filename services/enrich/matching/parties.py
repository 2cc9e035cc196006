"""Do two reports name the same party? Tokens are compared, never names.

One exact token that few bear makes a link. Parts and sounds are shared by many people, so they are weighed party by
party: the sound of the name with the parts of the address, or three partial tokens of two types. What one party says
twice counts once: of a name's spelling, sound and parts only the strongest agreement is added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Final

from services.enrich.matching.lines import EQUAL_UNSEEN, UNEQUAL_UNSEEN, Line, strongest, worth
from services.enrich.matching.pairs import Case, Pair, Veto, matter_of
from services.enrich.matching.reading import EXACT_FIELDS, Party
from services.enrich.matching.weights import bits

COUNTED_AS: Final = {"bag_tag": "bag_tag_token"}
WINDOW_OF: Final = {"phone": "phone", "bag_tag": "bag_tag_token", "pnr": "pnr"}
"""Tokens of what is issued again. What people keep has no window; its agreement fades."""

LEVELS: Final = {"name": ("name_phonetic", "name_parts"), "address": ("address_parts",)}
"""A token that says all of it, and the partial ones that say less of the same."""

LEAST_PARTIAL: Final = 3
MOST_PAIRS: Final = 200
COMPARED: Final = frozenset({f"party.{field}" for field in EXACT_FIELDS} | {"mode", "substance", "place"})


def same_party(pair: Pair, exact: list[Line]) -> Case | None:
    """The case for class same_party; None when no token counts, or too few partial ones. ``exact``: exact_lines."""
    if pair.a.tokens.isdisjoint(pair.b.tokens):
        return None
    match = _best_match(pair, exact, pair.kept("same_party"))
    if not exact and match is None:
        return None
    lines, suffices = match or ([], False)
    lines = [*exact, *lines]
    parked = {line.key for line in lines if line.parked and line.key}
    rare = any(not line.parked for line in exact)
    return Case(
        link_class="same_party",
        lines=lines,
        # Where only parked values speak, an earlier link stands on; a new one may not be made.
        stands=bool(exact) or not suffices,
        sure=rare,
        reachable=lambda: suffices,
        threshold="same_party" if rare else "same_party_partial",
        matter=matter_of([line.key for line in exact or lines if line.key], parked),
        compared=COMPARED,
    )


def exact_lines(pair: Pair) -> list[Line]:
    """A line for each exact token that both bear inside its window, whoever bears it; each token once."""
    found: list[Line] = []
    if pair.a.tokens.isdisjoint(pair.b.tokens):
        return found
    for key in sorted(pair.a.tokens & pair.b.tokens):
        field = field_of(key)
        if field not in EXACT_FIELDS:
            continue
        window = WINDOW_OF.get(field)
        if window is not None and not pair.within(window):
            pair.vetoes.append(Veto("outside_window", f"party.{field}"))
            continue
        found.append(pair.shared(f"party.{field}", COUNTED_AS.get(field, field), key, EQUAL_UNSEEN))
    return strongest(found)


def second_agreement(pair: Pair, exact: list[Line]) -> list[Line]:
    """What parties say for a neighbour in a series: all that they would say for themselves, or one partial token."""
    if pair.a.tokens.isdisjoint(pair.b.tokens):
        return []
    factor = pair.kept("serial_neighbour")
    match = _best_match(pair, exact, factor)
    choices = [[*exact, *(match[0] if match else ())]]
    for one, other in _sharing(pair):
        choices += [[line] for line in _partial_lines(pair, one, other)]
    return max(choices, key=lambda lines: worth(lines, factor))


def field_of(key: str) -> str:
    """The field of a party key."""
    return key.split(":", 2)[1]


def _best_match(pair: Pair, exact: list[Line], factor: float) -> tuple[list[Line], bool] | None:
    """What the best pair of parties adds to the exact tokens: partial agreements, and what its two disagree on.

    A pair is looked at if it shares an exact token that counts, or enough partial ones; and whether these are enough
    without the parked ones. None when there is no such pair.
    """
    counted = {line.key for line in exact if line.key and not line.parked}
    best: tuple[bool, float, list[Line]] | None = None
    for one, other in _sharing(pair):
        partial = _partial_lines(pair, one, other)
        if not (one.keys & other.keys & counted or _suffices(partial, one, other)):
            continue
        suffices = _suffices([line for line in partial if not line.parked], one, other)
        lines = _once(pair, one, other, partial, counted)
        counts = worth(lines, factor)
        if best is None or (suffices, counts) > best[:2]:
            best = suffices, counts, lines
    return None if best is None else (best[2], best[0])


def _sharing(pair: Pair) -> Iterator[tuple[Party, Party]]:
    """Pairs of parties that share a token; not more than a case can need, since a report may name a hundred parties."""
    pairs = product(pair.a.parties, pair.b.parties)
    return islice(((one, other) for one, other in pairs if not one.keys.isdisjoint(other.keys)), MOST_PAIRS)


def _partial_lines(pair: Pair, one: Party, other: Party) -> list[Line]:
    found = []
    for field, keys in one.partial.items():
        for key in sorted(keys & other.partial.get(field, frozenset())):
            if field == "name_parts":
                # Every sharing pair that can matter is found by another key, so parts make none and aren't counted.
                weight, parked = bits().agree(field), False
                found.append(Line(f"party.{field}", "party", "agree", EQUAL_UNSEEN, EQUAL_UNSEEN, weight, key, parked))
            else:
                found.append(pair.shared(f"party.{field}", field, key, EQUAL_UNSEEN))
    return found


def _suffices(lines: list[Line], one: Party, other: Party) -> bool:
    """Sound of the name and parts of the address; or three partial tokens of two types, but not of namesakes.

    Namesakes say where they live, or which document they bear, and say another thing.
    """
    kinds = {line.feature for line in lines}
    if {"party.name_phonetic", "party.address_parts"} <= kinds:
        return True
    return (
        len(lines) >= LEAST_PARTIAL
        and len(kinds) >= 2
        and not (_differ(one.partial, other.partial, "address_parts") or _differ(one.exact, other.exact, "document"))
    )


def _differ(mine: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]], field: str) -> bool:
    return field in mine and field in theirs and mine[field].isdisjoint(theirs[field])


def _once(pair: Pair, one: Party, other: Party, partial: list[Line], counted: set[str]) -> list[Line]:
    """Partial agreements without what an equal or stronger one says already, and the disagreements of these two."""
    lines: list[Line] = []
    told = set()
    for field in LEVELS if partial else ():
        equal = one.exact.get(field, _NO_KEYS) & other.exact.get(field, _NO_KEYS) & counted
        added = _beyond(max((bits().rare(field, pair.rarity(key) or 0) for key in equal), default=0.0), partial, field)
        if added:
            told.add(field)
            lines += added
    for field in one.exact:
        if field not in told and _differ(one.exact, other.exact, field):
            weight = bits().differ(COUNTED_AS.get(field, field))
            lines.append(Line(f"party.{field}", "party", "differ", UNEQUAL_UNSEEN, UNEQUAL_UNSEEN, weight))
    return lines


def _beyond(told: float, partial: list[Line], field: str) -> list[Line]:
    """The strongest of the levels below an equal ``field``, by what it counts beyond ``told``.

    Parts together never count more than the rarest equal name would.
    """
    best: list[Line] = []
    for level in LEVELS[field]:
        lines = [line for line in partial if line.feature == f"party.{level}"]
        counts = worth(lines, 1)
        if lines and (not best or counts > worth(best, 1)):
            share = min(1.0, bits().rare(field, 2) / counts) if counts else 1.0
            best = [line._replace(weight=line.weight * share) for line in lines]
    counts = worth(best, 1)
    if counts <= told:
        return [] if told else best
    return [line._replace(weight=line.weight * (counts - told) / counts) for line in best]


_NO_KEYS: Final[frozenset[str]] = frozenset()
