"""The list as services load it: checked and turned into one JSON file once, then read in milliseconds.

YAML of this size takes seconds to read. The JSON stands in the user's cache folder, one file for each folder of the
list, and holds the hash of what it was made from: a changed list is compiled anew, a folder that can't be written
costs the time again at the next start and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import orjson

from services.reference.settings import cache_folder
from services.reference.substances.checking import ListAsWritten, faults, read_list
from services.reference.substances.entry_files import FOLDER, Entry, EntryFault, entry_paths, read_words
from services.reference.substances.folding import fold, variants

_FORM: Final = 1
"""Raised when the shape of the JSON changes."""


def compiled(folder: Path = FOLDER, cache: Path | None = None) -> dict[str, Any]:
    """The checked list of this folder. Raises EntryFault when it is wrong.

    ``cache`` is the folder for the compiled file; None: the user's own.
    """
    stamp = _stamp(folder)
    place = _place(folder, cache)
    if place and (content := _kept(place, stamp)):
        return content
    content = {**compile_list(folder), "stamp": stamp}
    if place:
        # Who can't keep it compiles again at the next start.
        with contextlib.suppress(OSError):
            _keep(place, orjson.dumps(content))
    return content


def compile_list(folder: Path = FOLDER) -> dict[str, Any]:
    """Entries, words, and every key with what it means. Raises EntryFault."""
    written = read_list(folder)
    if found := faults(written):
        raise EntryFault(f"the list of substances is refused: {found[0]} ({len(found)} faults in all)")
    return {
        "entries": [entry.model_dump() for _, entry in written.entries()],
        "classes": {id_: group.class_id for id_, group in written.groups.items()},
        "keys": _keys(written),
        "ambiguous": {fold(item.text): item.candidates for file in written.files.values() for item in file.ambiguous},
        "words": read_words(folder).model_dump(),
    }


def _keys(written: ListAsWritten) -> dict[str, list[str | None]]:
    """For each key: id, how it is named there, form, salt."""
    keys: dict[str, list[str | None]] = {}
    further: dict[str, list[list[str | None]]] = {}
    for _, entry in written.entries():
        for text, lang, how, form, salt in _named(entry):
            meaning = [entry.id, how, form, salt]
            keys.setdefault(fold(text), meaning)
            for key in variants(text, lang):
                further.setdefault(key, []).append(meaning)
    for key, meanings in further.items():
        if len({meaning[0] for meaning in meanings}) == 1:
            keys.setdefault(key, meanings[0])
    return keys


def _named(entry: Entry) -> Iterable[tuple[str, str, str, str | None, str | None]]:
    for lang, text in entry.names.items():
        yield text, lang, "name", None, None
    if entry.inn:
        yield entry.inn, "en", "name", None, None
    yield entry.id, "en", "name", None, None
    for aliases in entry.aliases:
        how = "code" if aliases.kind == "code" else "alias"
        for text in aliases.texts:
            yield text, aliases.lang, how, aliases.form, aliases.salt


def _stamp(folder: Path) -> str:
    digest = hashlib.sha256(f"{_FORM}".encode())
    lists = (folder / "groups.yaml", folder / "headings.yaml", folder / "words.yaml", *entry_paths(folder))
    # How keys are made is part of what the file was made from.
    for path in (*lists, *sorted(FOLDER.glob("*.py"))):
        try:
            content = path.read_bytes()
        except OSError as error:
            raise EntryFault(f"{path.name}: cannot be read ({type(error).__name__})") from error
        digest.update(b"%s %d\n" % (path.name.encode(), len(content)) + content)
    return digest.hexdigest()


def _place(folder: Path, cache: Path | None) -> Path | None:
    try:
        cache = cache or cache_folder()
    except RuntimeError:
        return None
    of_folder = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return cache / f"substances-{of_folder}.json"


def _kept(place: Path, stamp: str) -> dict[str, Any] | None:
    try:
        content = orjson.loads(place.read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("stamp") == stamp else None


def _keep(place: Path, content: bytes) -> None:
    """Writes it whole or not at all: several processes start at once."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=place.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
