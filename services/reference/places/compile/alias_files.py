"""The alias table: names that reports use and no source has, each read by a person and with its source."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import yaml

from services.reference.folding import key
from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.kinds import INSIDE_MARK, Grade

_CODE: Final = re.compile(r"[A-Z]{5}|[A-Z]{2}-[A-Z0-9]{1,3}")


class AliasFault(ValueError):
    """An alias file is not of its form; says which entry and why."""


@dataclass(frozen=True, slots=True)
class Alias:
    """Names for one place: ``to`` is a code, or the name of a town. ``only_in``: the division that must be stated."""

    to: str
    texts: tuple[str, ...]
    only_in: str | None
    source: str
    kind: str


def join_aliases(places: CountryPlaces) -> list[str]:
    """Give one country's places their names of the table; the names of those that the table could not find."""
    lost: list[str] = []
    for division in places.divisions:
        for name in usual_names().get(division.code, ()):
            places.call_division(division, name)
    for alias in aliases().get(places.country, ()):
        target = _target(places, alias)
        if target is None:
            lost.append(f"{places.country}: {alias.to}")
            continue
        for text in alias.texts:
            if alias.only_in:
                target.names[f"{INSIDE_MARK}{alias.only_in}:{key(text)}"] = Grade.OWN
            else:
                target.call(text, Grade.OWN)
    return lost


def _target(places: CountryPlaces, alias: Alias) -> Entry | None:
    if _CODE.fullmatch(alias.to):
        coded = [entry for entry in places.everything() if entry.code == alias.to]
        return max(coded, key=lambda entry: entry.kind == "airport", default=None)
    found = places.towns_called(alias.to)
    return min(found, key=lambda town: (town.names[key(alias.to)], -town.population), default=None)


@cache
def aliases() -> dict[str, tuple[Alias, ...]]:
    """The table by country, in the order of its files. Raises AliasFault."""
    found: dict[str, list[Alias]] = defaultdict(list)
    for file in sorted(resources.files("services.reference.places.aliases").iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".yaml"):
            continue
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        sources = content["sources"]
        for country, entries in content.get("aliases", {}).items():
            for each in entries:
                if each["source"] not in sources:
                    raise AliasFault(f"{file.name}: {country} {each['to']}: no such source {each['source']!r}")
                found[country].append(
                    Alias(each["to"], tuple(each["texts"]), each.get("only_in"), sources[each["source"]], each["kind"])
                )
    return {country: tuple(entries) for country, entries in sorted(found.items())}


@cache
def usual_names() -> dict[str, tuple[str, ...]]:
    """Usual names of divisions by their ISO 3166-2 code."""
    text = resources.files("services.reference.places.aliases").joinpath("divisions.yaml").read_text(encoding="utf-8")
    return {
        f"{country}-{part}": tuple(names)
        for country, parts in yaml.safe_load(text)["with_kind_word"].items()
        for part, names in parts.items()
    }
