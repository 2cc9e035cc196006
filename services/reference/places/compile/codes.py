"""Which code a town bears: UN/LOCODE's where it is known, else GeoNames' own number.

Without a UN/LOCODE file it is known from the port of the town's name, since searoute's ports bear UN/LOCODEs, or from
the town's only airport, since UN/LOCODE gives a town its airport's IATA code where that code was free. Neither is
believed unless the code reads like the town's name (Kabul, KBL): others are mostly not what UN/LOCODE says. In the
countries of `TAKEN` so many codes went to other places that only the port of a liner is believed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from anyascii import anyascii

from services.reference.folding import key
from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.kinds import Use

TAKEN: Final = frozenset({"BR", "CA", "CN", "DE", "GB", "US"})
UNRELIABLE_PORTS: Final = frozenset({"CN"})


def give_codes(places: CountryPlaces, terminals: frozenset[str], with_unlocode: bool) -> None:
    """Give each town without a UN/LOCODE the code of the port or only airport that is its own; no code twice.

    ``terminals``: codes of ports that liners serve.
    """
    members: dict[int, list[Entry]] = defaultdict(list)
    for entry in places.members:
        if entry.town:
            members[id(entry.town)].append(entry)
    used = {town.code for town in places.towns}
    for town in places.towns:
        own = members.get(id(town), [])
        for entry in own:
            town.uses |= entry.uses
        if with_unlocode or not town.code.startswith("geonames:"):
            continue
        code = _of_port(places.country, town, own, terminals) or _of_airport(places.country, town, own)
        if code and code not in used:
            used.add(code)
            town.code = code


def _of_port(country: str, town: Entry, own: list[Entry], terminals: frozenset[str]) -> str | None:
    called = {
        entry.code for entry in own if entry.kind == "port" and entry.uses & Use.SEA and key(entry.name) in town.names
    }
    if len(called) != 1 or country in UNRELIABLE_PORTS:
        return None
    code = called.pop()
    return code if code in terminals or (country not in TAKEN and _reads_like(code, town)) else None


def _of_airport(country: str, town: Entry, own: list[Entry]) -> str | None:
    fields = {entry.code for entry in own if entry.kind == "airport"}
    if len(fields) != 1 or country in TAKEN:
        return None
    code = fields.pop()
    return code if _reads_like(code, town) else None


def _reads_like(code: str, town: Entry) -> bool:
    """Whether the three letters behind the country come in this order in the name, the first one first."""
    letters = iter(anyascii(town.name).upper())
    return code[2] == anyascii(town.name)[:1].upper() and all(letter in letters for letter in code[2:])
