"""Features of a report as they are stored, read into what can be compared. Pure; never raises.

What does not have the form that features have is left out, never guessed and never an error: a stored document may be
older than the code. A value that stands for none is left out too, since two reports that both say nothing agree on
nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.contracts.identifiers import compact, is_junk

OBJECT_TYPES: Final = frozenset(
    {
        *("s10", "courier", "receptacle", "awb", "house_awb", "bag_tag", "uld", "container", "seal", "bill_of_lading"),
        *("booking", "vessel", "ship", "plate", "vin", "tir", "cmr", "mrn", "wagon", "cim"),
    }
)
"""Types of number that identify an object. A vessel is ``<imo>:<voyage>``, a ship the number alone."""

SERIES_WIDTH: Final[Mapping[str, int]] = {"s10": 8, "awb": 7, "bag_tag": 6}
"""Kinds of number that are issued in runs, and how many digits the serial has."""

EXACT_FIELDS: Final[tuple[str, ...]] = (
    *("phone", "email", "document", "account", "wallet", "handle", "bag_tag", "pnr", "name", "address"),
)
"""Types of token that stand for one party."""

PARTIAL_FIELDS: Final[tuple[str, ...]] = ("name_parts", "name_phonetic", "address_parts")
"""Types of token that several people share: one alone never makes a link."""

PRODUCT_WORDS: Final = ("logo", "colour", "shape", "press", "tool", "profile")
PRODUCT_SIZES: Final[Mapping[str, str]] = {"mass_mg": "mass", "diameter_mm": "diameter", "thickness_mm": "thickness"}

MOST_ROWS: Final = 2_000
MOST_PARTIES: Final = 100
MOST_PRODUCTS: Final = 20
MOST_PHOTOS: Final = 8
LONGEST: Final = 200
_TOKEN_FIELDS: Final = frozenset((*EXACT_FIELDS, *PARTIAL_FIELDS))


@dataclass(frozen=True, slots=True)
class Party:
    """One party: the keys of its exact tokens by field, and its partial tokens by field."""

    role: str
    exact: Mapping[str, frozenset[str]]
    partial: Mapping[str, frozenset[str]]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Product:
    """One tablet or package as it looks; texts are folded, hashes are integers of 64 bits."""

    substance: str | None
    words: Mapping[str, str]
    sizes: Mapping[str, float]
    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Substances:
    """Parents with the id to show, InChIKey skeletons, groups, and groups that only a class of substances speaks of."""

    parents: Mapping[str, str]
    skeletons: frozenset[str]
    groups: frozenset[str]
    vague_groups: frozenset[str]


def text(value: Any) -> str | None:
    """A text that can be compared, stored and shown: not empty, not endless, nothing invisible; else None."""
    if type(value) is str and value and len(value) <= LONGEST and value.isprintable() and not value.isspace():
        return value
    return None


def number(value: Any) -> float | None:
    """A finite figure above 0; else None."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf:
        return float(value) if value < 1e15 else None
    return None


def point(place: Any) -> tuple[float, float] | None:
    """Latitude and longitude of a place, if both are sound."""
    if not isinstance(place, Mapping):
        return None
    lat, lon = _degrees(place.get("lat"), 90), _degrees(place.get("lon"), 180)
    return None if lat is None or lon is None else (lat, lon)


def listed(features: Mapping[str, Any], name: str) -> list[Any]:
    """The list of this name; empty when there is none."""
    value = features.get(name)
    return list(value[:MOST_ROWS]) if isinstance(value, list | tuple) else []


def read_numbers(features: Mapping[str, Any]) -> frozenset[str]:
    """``type:value`` of every number that identifies an object and stands for something."""
    found = set()
    for row in _rows(features, "objects"):
        kind, value = row.get("type"), text(row.get("value"))
        if type(kind) is str and kind in OBJECT_TYPES and value is not None and _says_something(kind, value):
            found.add(f"{kind}:{value}")
    return frozenset(found)


def read_series(features: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """``kind:run`` -> its serials, ascending."""
    found: dict[str, set[int]] = {}
    for row in _rows(features, "series"):
        kind, run, serial = row.get("kind"), text(row.get("run")), row.get("serial")
        if type(kind) is not str or kind not in SERIES_WIDTH or run is None:
            continue
        if isinstance(serial, int) and not isinstance(serial, bool) and 0 < serial < 10 ** SERIES_WIDTH[kind]:
            found.setdefault(f"{kind}:{run}", set()).add(int(serial))
    return {run: tuple(sorted(serials)) for run, serials in found.items()}


def read_tokens(features: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The rows that bear a token, each with its key: ``party:<field>:<token>``."""
    return [(key, row) for row in _rows(features, "parties") if (key := token_key(row)) is not None]


def read_parties(tokens: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[Party]:
    """The parties that bear these tokens. Rows of one ``party`` number, or else of one role, are one party."""
    gathered: dict[Any, tuple[str, dict[str, set[str]]]] = {}
    for place, (key, row) in enumerate(tokens):
        role = text(row.get("role")) or ""
        which = row.get("party")
        named = which if isinstance(which, int | str) else role or f"#{place}"
        _, fields = gathered.setdefault(named, (role, {}))
        fields.setdefault(row["field"], set()).add(key)
    for role, fields in list(gathered.values())[:MOST_PARTIES]:
        exact = {field: frozenset(fields[field]) for field in EXACT_FIELDS if field in fields}
        partial = {field: frozenset(fields[field]) for field in PARTIAL_FIELDS if field in fields}
        yield Party(role, exact, partial, frozenset().union(*exact.values(), *partial.values()))


def read_substances(features: Mapping[str, Any]) -> Substances:
    """What the goods are. A class of substances (``synthetic opioids``) only says a group."""
    parents: dict[str, str] = {}
    sets: tuple[set[str | None], ...] = (set(), set(), set())
    skeletons, groups, vague = sets
    for row in _rows(features, "substances"):
        name, group = text(row.get("id")), text(row.get("group"))
        if row.get("kind") == "class":
            vague.add(group)
        elif name is not None:
            parents.setdefault(text(row.get("parent")) or name, name)
            groups.add(group)
            skeletons.add(text(row.get("skeleton")))
    return Substances(parents, *(frozenset([name for name in names if name is not None]) for names in sets))


def read_products(features: Mapping[str, Any]) -> Iterator[Product]:
    """What tablets and packages look like. A mark that says nothing (``unknown``, ``none``) is no mark."""
    for row in _rows(features, "products")[:MOST_PRODUCTS]:
        words = {name: folded for name in PRODUCT_WORDS if (folded := _folded(row.get(name)))}
        sizes = {short: size for name, short in PRODUCT_SIZES.items() if (size := number(row.get(name))) is not None}
        photos = tuple(sorted({one for one in map(_hash, listed(row, "phash")) if one is not None}))[:MOST_PHOTOS]
        if words or sizes or photos:
            yield Product(text(row.get("substance")), words, sizes, photos)


def _rows(features: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    # What comes from the database are plain dicts; asking for those first takes a tenth of the time.
    return [row for row in listed(features, name) if type(row) is dict or isinstance(row, Mapping)]


def _says_something(kind: str, value: str) -> bool:
    """No part of it may be junk: of a plate the number without its country counts, of a voyage both halves."""
    parts = value.split(":") if kind in ("plate", "vessel") else [value]
    if kind == "vessel" and len(parts) != 2:
        return False
    told = parts[1:] if kind == "plate" and len(parts) > 1 else parts
    folded = [part if part.isascii() and part.isalnum() and part == part.upper() else compact(part) for part in told]
    return all(part and not is_junk(part) for part in folded) and (kind == "vessel" or len("".join(folded)) >= 2)


def token_key(row: Mapping[str, Any]) -> str | None:
    """The key of a party's row; None unless it bears a token. One expression, since much time is spent here."""
    field, token = row.get("field"), row.get("token")
    sound = (
        type(token) is str
        and type(field) is str
        and 5 < len(token) <= LONGEST
        and token.startswith("hmac:")
        and field in _TOKEN_FIELDS
        and token.isprintable()
    )
    return f"party:{field}:{token}" if sound else None


def _folded(value: Any) -> str | None:
    written = text(value)
    if written is None:
        return None
    folded = " ".join(written.casefold().split())
    plain = compact(folded)
    return folded if plain and not is_junk(plain) and len(folded) <= LONGEST else None


def _hash(value: Any) -> int | None:
    """A perceptual hash of 64 bits in 16 hexadecimal digits. A nearly uniform picture resembles every other."""
    try:
        sound = type(value) is str and len(value) == 16 and value.isascii() and value.isalnum()
        found = int(value, 16) if sound else 0
    except ValueError:
        return None
    return found if 8 <= found.bit_count() <= 56 else None


def _degrees(value: Any, most: int) -> float | None:
    sound = isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most
    return float(value) if sound else None
