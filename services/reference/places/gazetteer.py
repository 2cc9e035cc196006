"""A gazetteer file, opened for reading: places by country and key. Nothing but what is asked for is held in memory."""

from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from services.reference.places.default_file import made_default_file
from services.reference.places.distance import Point
from services.reference.places.kinds import Grade, Kind, Use
from services.reference.settings import ReferenceSettings

MOST_HITS: Final = 60
"""A name that more places bear is ambiguous in any case."""
_LOOK_UP: Final = """
SELECT p.id, p.code, p.kind, p.name, p.country, p.subdivision, p.lat, p.lon, p.uses, p.population, p.town, p.beside,
  n.grade
FROM name AS n JOIN place AS p ON p.id = n.place
WHERE n.country = ? AND n.key = ? ORDER BY n.grade, p.population DESC, p.id LIMIT ?
"""
_BY_ID: Final = """
SELECT id, code, kind, name, country, subdivision, lat, lon, uses, population, town, beside FROM place
"""
_LIKE: Final = """
SELECT DISTINCT key FROM name WHERE country = ? AND key >= ? AND key < ? AND grade < 3 AND length(key) BETWEEN ? AND ?
LIMIT 2000
"""


class NotAGazetteer(ValueError):
    """The file is no gazetteer, or one of another version's form; says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a gazetteer.

    ``town``: the id of the town that an airport, port or terminal belongs to. ``beside``: of a metropolis, the
    divisions that begin at its edge.
    """

    id: int
    code: str
    kind: Kind
    name: str
    country: str
    subdivision: str | None
    lat: float | None
    lon: float | None
    uses: Use
    population: int
    town: int | None
    beside: tuple[str, ...]


class Hit(NamedTuple):
    """A place that bears a name, and how it does."""

    place: Place
    grade: Grade


class Gazetteer:
    """Answers which places of a country bear a name. May be shared by threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        try:
            about = dict(self._connection().execute("SELECT name, value FROM about"))
            self.facts: dict[str, Any] = json.loads(about["facts"])
            self.version = str(self.facts["version"])
        except (sqlite3.Error, KeyError, ValueError) as fault:
            raise NotAGazetteer(f"{path} is not a gazetteer; `tocsin places build` makes one") from fault
        self.knows_every_code = bool(self.facts.get("rows"))
        self.look_up = lru_cache(maxsize=16_384)(self._look_up)
        self.members = lru_cache(maxsize=4_096)(self._members)
        self.seat = lru_cache(maxsize=8_192)(self._seat)
        self.around = lru_cache(maxsize=8_192)(self._around)
        self.by_code = lru_cache(maxsize=16_384)(self._by_code)

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """The gazetteer of that file, or of TOCSIN_GAZETTEER, or the default one, which is made on first use.

        Raises NotAGazetteer, and CannotKeep where the default one can't be written.
        """
        return cls(path or ReferenceSettings().gazetteer or made_default_file())

    def _connection(self) -> sqlite3.Connection:
        # One for each thread: a statement of one must not wait for, or be mixed with, that of another.
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            self._local.connection = found
        return found

    def _look_up(self, country: str, key: str) -> tuple[Hit, ...]:
        """The places of that name, the strongest claim first."""
        rows = self._connection().execute(_LOOK_UP, (country, key, MOST_HITS))
        return tuple(Hit(_place(row), Grade(row[12])) for row in rows)

    def _members(self, town: int) -> tuple[Place, ...]:
        """The airports, ports and terminals of a town."""
        return tuple(map(_place, self._connection().execute(f"{_BY_ID} WHERE town = ? ORDER BY id", (town,))))

    def _by_code(self, code: str) -> Place | None:
        """The place that bears this code, a town before an airport or port of it; None when no place does."""
        order = "ORDER BY CASE kind WHEN 'city' THEN 0 WHEN 'locode' THEN 1 ELSE 2 END, id LIMIT 1"
        asked = code.strip().upper()
        if not 5 <= len(asked) <= 7:
            return None
        where = f"{_BY_ID} WHERE code = ? AND kind <> 'division' {order}"
        row = self._connection().execute(where, (asked,)).fetchone()
        return _place(row) if row else None

    def _around(self, division: str) -> tuple[str, ...]:
        """A division's code, and those of the divisions around it, inner to outer."""
        codes = [division]
        while row := self._connection().execute("SELECT outer_code FROM inside WHERE code = ?", codes[-1:]).fetchone():
            codes.append(row[0])
        return tuple(codes)

    def _seat(self, division: str) -> Point | None:
        """Where the largest town of a division is; None where none is known."""
        row = self._connection().execute("SELECT lat, lon FROM place WHERE kind = 'division' AND code = ?", (division,))
        found = row.fetchone()
        return (found[0], found[1]) if found and found[0] is not None else None

    def keys_like(self, country: str, start: str, shortest: int, longest: int) -> list[str]:
        """Keys that start so and are so long; 2,000 at most."""
        arguments = (country, start, start + "\U0010ffff", shortest, longest)
        return [row[0] for row in self._connection().execute(_LIKE, arguments)]


def _place(row: tuple[Any, ...]) -> Place:
    number, code, kind, name, country, subdivision, lat, lon, uses, population, town, beside = row[:12]
    edge = tuple(beside.split()) if beside else ()
    return Place(number, code, kind, name, country, subdivision, lat, lon, Use(uses), population, town, edge)
