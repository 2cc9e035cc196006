"""Ports that searoute ships (Apache-2.0), by their UN/LOCODE. Each joins the town whose name it bears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.distance import Point
from services.reference.places.generic_words import without_kind
from services.reference.places.kinds import Grade, Use

JOINS_WITHIN_KM: Final = 40
"""A port farther than this from a town of its name is another place."""
LOCODE_LENGTH: Final = 5


@dataclass(frozen=True, slots=True)
class Seaport:
    """One port of the source."""

    code: str
    name: str
    point: Point
    terminal: bool
    """Served by liners: its place and code are well known."""


def seaports() -> dict[str, list[Seaport]]:
    """Every port by country, in the order of their codes."""
    from searoute.data.ports_dict import node_list  # a module of 0.6 MB; read when a gazetteer is compiled

    found: dict[str, list[Seaport]] = defaultdict(list)
    for each in sorted(node_list.values(), key=lambda port: (str(port["port"]), str(port["name"]), port["x"])):
        code = str(each["port"])
        if len(code) == LOCODE_LENGTH and code.isalnum() and code.isupper():
            found[code[:2]].append(
                Seaport(code, str(each["name"]).strip(), (float(each["y"]), float(each["x"])), bool(each["t"]))
            )
    return dict(found)


def join_seaports(places: CountryPlaces, ports: Iterable[Seaport]) -> None:
    """Add the ports of one country to its places. A code that is already here only gains its use."""
    by_code: dict[str, list[Entry]] = defaultdict(list)
    for entry in places.everything():
        by_code[entry.code].append(entry)
    for port in ports:
        if known := by_code.get(port.code):
            for entry in known:
                entry.uses |= Use.SEA
            continue
        entry = Entry(kind="port", code=port.code, name=port.name, point=port.point, uses=Use.SEA)
        entry.call(port.name, Grade.MAIN)
        bare = without_kind(port.name, "port")
        if bare:
            entry.call(bare, Grade.OTHER)
        by_code[port.code].append(entry)
        names = [port.name, *([bare] if bare else []), *port.name.replace("/", ",").split(",")]
        entry.town = places.near(names, port.point, JOINS_WITHIN_KM)
        if entry.town:
            places.members.append(entry)
        else:
            places.add_town(entry)
