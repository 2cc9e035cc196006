"""The list of substances in memory: loaded once, at first use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, cast

from services.reference.substances.compiled import compiled
from services.reference.substances.entry_files import FOLDER
from services.reference.substances.folding import fold, letters
from services.reference.substances.substance import Alias, Control, Substance
from services.reference.substances.words import Words, prepared

FUZZY_LETTERS: Final = 8
"""Fewest letters of a name that may be suggested for another; it has no digit either."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a key means: an entry, by which sort of word, and what the word says beside it."""

    id: str
    how: Literal["name", "alias", "code"]
    form: str | None = None
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every entry by its id, every key with its meaning, every ambiguous key with its candidates."""

    entries: Mapping[str, Substance]
    keys: Mapping[str, Meaning]
    ambiguous: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, str]
    mixtures: Mapping[frozenset[str], str]
    words: Words
    fuzzy: list[str] = field(default_factory=list)

    def substance(self, id_: str) -> Substance:
        """The entry with this id. Raises KeyError."""
        return self.entries[id_]

    def search(self, text: str, limit: int = 20) -> tuple[Substance, ...]:
        """Entries that this text names or begins or is part of a name of, the nearest first."""
        asked = fold(text)
        if not asked or limit < 1:
            return ()
        ranked: dict[str, tuple[int, int, str]] = {id_: (0, 0, id_) for id_ in self.ambiguous.get(asked, ())}
        for key, meaning in self.keys.items():
            if (at := key.find(asked)) >= 0:
                # Exact, then beginning with it, then holding it; among equals the shortest.
                rank = (0 if key == asked else 1 if at == 0 else 2, len(key), meaning.id)
                ranked[meaning.id] = min(rank, ranked.get(meaning.id, rank))
        return tuple(self.entries[id_] for *_, id_ in sorted(ranked.values())[:limit])


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The built-in list. Raises EntryFault when it is wrong, which a test forbids."""
    return open_catalogue()


def open_catalogue(folder: Path = FOLDER, cache: Path | None = None) -> Catalogue:
    """The list of a folder; ``cache`` as for ``compiled``. Raises EntryFault."""
    content = compiled(folder, cache)
    entries = {entry["id"]: _substance(entry) for entry in content["entries"]}
    keys = {key: Meaning(*meaning) for key, meaning in content["keys"].items()}
    return Catalogue(
        entries=entries,
        keys=keys,
        ambiguous={key: tuple(ids) for key, ids in content["ambiguous"].items()},
        classes=content["classes"],
        mixtures={frozenset(entry.contains): entry.id for entry in entries.values() if entry.contains},
        words=prepared(content["words"]),
        fuzzy=[key for key in keys if key.isalpha() and letters(key) >= FUZZY_LETTERS],
    )


def _substance(entry: Mapping[str, Any]) -> Substance:
    fields = {name: value for name, value in entry.items() if name not in ("cas", "contains", "control", "aliases")}
    return Substance(
        **fields,
        cas=tuple(entry["cas"]),
        contains=tuple(entry["contains"]),
        control=tuple(Control(**control) for control in entry["control"]),
        aliases=tuple(_aliases(entry["aliases"])),
    )


def _aliases(written: list[dict[str, Any]]) -> list[Alias]:
    return [
        Alias(text, group["kind"], group["lang"], group["source"], group["form"], group["salt"])
        for group in written
        for text in cast("list[str]", group["texts"])
    ]
