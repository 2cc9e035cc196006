"""A gazetteer file: SQLite, written in one go and never changed. The same places make the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from services.reference.places.compile.entries import CountryPlaces, Entry
from services.reference.places.kinds import CODE_MARK

SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,
  subdivision TEXT, lat REAL, lon REAL, uses INTEGER NOT NULL, population INTEGER NOT NULL, town INTEGER,
  beside TEXT
);
CREATE TABLE name (
  country TEXT NOT NULL, key TEXT NOT NULL, place INTEGER NOT NULL, grade INTEGER NOT NULL,
  PRIMARY KEY (country, key, place)
) WITHOUT ROWID;
CREATE TABLE inside (code TEXT PRIMARY KEY, outer_code TEXT NOT NULL) WITHOUT ROWID;
"""


class Writer:
    """Writes one gazetteer; use as a context manager, then the file is complete."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(SCHEMA)
        self._connection.execute("BEGIN")
        self._next = 1
        self._names: list[tuple[str, str, int, int]] = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *raised: object) -> None:
        self._connection.close()

    def add(self, places: CountryPlaces) -> None:
        """Write one country; countries must come in the order of their codes."""
        everything = list(places.everything())
        numbers = {id(entry): number for number, entry in enumerate(everything, self._next)}
        self._next += len(everything)
        self._connection.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_row(entry, places.country, numbers) for entry in everything),
        )
        self._names = [
            (places.country, found, numbers[id(entry)], int(grade))
            for entry in everything
            for found, grade in entry.names.items()
        ]
        self._names += [(places.country, CODE_MARK + entry.code.lower(), numbers[id(entry)], 0) for entry in everything]
        self._connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)", sorted(self._names))

    def finish(self, inside: Mapping[str, str], about: Mapping[str, str]) -> None:
        """Write what holds for the whole file, and close it."""
        self._connection.executemany("INSERT INTO inside VALUES (?, ?)", sorted(inside.items()))
        self._connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        self._connection.execute("COMMIT")
        self._connection.execute("CREATE INDEX place_code ON place (code)")
        self._connection.execute("CREATE INDEX place_town ON place (town) WHERE town IS NOT NULL")
        self._connection.execute("ANALYZE")


def _row(entry: Entry, country: str, numbers: Mapping[int, int]) -> tuple[object, ...]:
    latitude, longitude = entry.point or (None, None)
    town = numbers.get(id(entry.town)) if entry.town else None
    return (
        numbers[id(entry)], entry.code, entry.kind, entry.name, country, entry.subdivision, latitude, longitude,
        int(entry.uses), entry.population, town, " ".join(entry.beside) or None,
    )  # fmt: skip


def contents(path: Path) -> Iterable[str]:
    """Every row of a gazetteer as text, in order: two files of the same content give the same lines."""
    connection = sqlite3.connect(path)
    try:
        for table in ("about", "place", "name", "inside"):
            # Each table lies in the order of its key. The names are of this list alone, so nothing can be injected.
            yield from (f"{table} {row!r}" for row in connection.execute(f"SELECT * FROM {table}"))  # noqa: S608
    finally:
        connection.close()
