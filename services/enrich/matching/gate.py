"""Can anything hold between two reports at all? Asked of rows as they are stored, before any is read. Pure.

Most pairs are brought together by the sound of a name or by looks, and nothing comes of them: to read and compare what
they bear would be most of the work of linking. What is said here is only ever "nothing can": whatever could make a case
or a veto in judging.py passes (tests/unit/enrich/matching/test_gate.py holds both against each other).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from services.enrich.matching.reading import listed, text, token_key
from services.enrich.sides import Side

_SOUND: Final = "name_phonetic"
_HOME: Final = "address_parts"
_PARTS: Final = "name_parts"
_NUMBERED: Final = frozenset({int, str, type(None)})
_WAY: Final = ("departure", "destination", "mode")


class Rows(NamedTuple):
    """What is equal in both or neighboured if a case is to be made. ``homeless``: a party may give no address.

    ``odd`` rows have no form that features have: whoever has them is read.
    """

    numbers: frozenset[tuple[Any, Any]]
    runs: frozenset[tuple[Any, Any]]
    tokens: frozenset[tuple[Any, Any]]
    way: tuple[Any, ...] | None
    products: bool
    homeless: bool
    odd: bool


def may_join(one: Side, other: Side) -> bool:
    """Whether the two have to be compared. False: judging them would find no case and no veto."""
    a, b = rows_of(one), rows_of(other)
    if a.odd or b.odd or (a.products and b.products):
        return True
    if not (a.numbers.isdisjoint(b.numbers) and a.runs.isdisjoint(b.runs)):
        return True
    return (a.way is not None and a.way == b.way) or _parties_may_join(a, b)


def _parties_may_join(a: Rows, b: Rows) -> bool:
    shared = a.tokens & b.tokens
    fields = {field for field, _ in shared}
    if not fields <= {_SOUND, _PARTS}:
        return True
    # No exact token and no part of an address: the sound and the parts of a name, and not of two namesakes.
    return len(fields) == 2 and len(shared) >= 3 and (a.homeless or b.homeless)


@lru_cache(maxsize=2_048)
def rows_of(side: Side) -> Rows:
    """The rows of a side; never raises."""
    features: Mapping[str, Any] = side.features if isinstance(side.features, Mapping) else {}
    try:
        parties = listed(features, "parties")
        return Rows(
            frozenset([(row["type"], row["value"]) for row in listed(features, "objects")]),
            frozenset([(row["kind"], row["run"]) for row in listed(features, "series")]),
            frozenset([(row["field"], row["token"]) for row in parties]),
            _way(features),
            bool(features.get("products")),
            _homeless(parties),
            False,
        )
    except (TypeError, KeyError, AttributeError):
        nothing: frozenset[tuple[Any, Any]] = frozenset()
        return Rows(nothing, nothing, nothing, None, True, True, True)


def _way(features: Mapping[str, Any]) -> tuple[Any, ...] | None:
    way = tuple(features.get(name) for name in _WAY)
    return None if None in way else way


def _homeless(parties: Iterable[Mapping[str, Any]]) -> bool:
    """May there be a party with a sound and no part of an address? Told apart as in read_parties, or finer."""
    heard, housed = set(), set()
    for row in parties:
        role = text(row.get("role"))
        if type(row.get("party")) not in _NUMBERED or (role or "").startswith("#"):
            return True  # read_parties may take such rows together in another way
        if row["field"] == _SOUND:
            heard.add((row.get("party"), role))
        elif row["field"] == _HOME and token_key(row) is not None:
            housed.add((row.get("party"), role))
    return (None, None) in heard or not heard <= housed  # without number and role each row is read as a party
