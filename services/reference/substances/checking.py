"""What makes a list of entries wrong: each fault in one sentence that says where and what to do.

The list decides which reports are about the same substance, so it is refused as a whole when anything in it is wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stdnum import casrn

from services.reference.substances.entry_files import (
    FOLDER,
    Entry,
    EntryFault,
    EntryFile,
    Group,
    entry_paths,
    read_entries,
    read_groups,
    read_headings,
    read_words,
)
from services.reference.substances.folding import fold, tokens

CONTROL_LISTS: Final = re.compile(r"(1961-(I|II|III|IV)|1971-(I|II|III|IV)|1988-(I|II)|[A-Z]{2}-[a-z0-9-]+)")
_CAS: Final = re.compile(r"\d{2,7}-\d\d-\d")
_INCHIKEY: Final = re.compile(r"[A-Z]{14}-[A-Z]{8}[SN]A-[A-Z]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[a-z]")
_NEEDS_PARENT: Final = ("salt", "isomer")


@dataclass(frozen=True, slots=True)
class ListAsWritten:
    """All files of the list, read but not yet judged."""

    groups: Mapping[str, Group]
    headings: Mapping[str, str]
    files: Mapping[str, EntryFile]
    forms: frozenset[str]
    salts: frozenset[str]

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Every entry with the name of its file."""
        for name, file in self.files.items():
            for entry in file.entries:
                yield name, entry


def read_list(folder: Path = FOLDER) -> ListAsWritten:
    """Every file of the list. Raises EntryFault at the first that cannot be read."""
    files = {path.name: read_entries(path) for path in entry_paths(folder)}
    words = read_words(folder)
    return ListAsWritten(
        read_groups(folder), read_headings(folder), files, frozenset(words.forms), frozenset(words.salts)
    )


def faults_of_folder(folder: Path = FOLDER) -> list[str]:
    """Every fault of the list in this folder, or the one that kept it from being read."""
    try:
        return faults(read_list(folder))
    except EntryFault as fault:
        return [str(fault)]


def faults(written: ListAsWritten) -> list[str]:
    """Every fault of the list; empty when it is right."""
    found: list[str] = []
    by_id: dict[str, Entry] = {}
    for file, entry in written.entries():
        where = f"{file}: {entry.id}"
        if entry.id in by_id:
            found.append(f"{where}: another entry has this id")
        by_id.setdefault(entry.id, entry)
        found += [f"{where}: {fault}" for fault in _faults_alone(entry, written, written.files[file].sources)]
    for file, entry in written.entries():
        found += [f"{file}: {entry.id}: {fault}" for fault in _faults_of_ties(entry, by_id)]
    for id_, group in written.groups.items():
        if group.class_id not in by_id or by_id[group.class_id].kind != "class":
            found.append(f"groups.yaml: {id_}: class: no entry of kind class has the id {group.class_id}")
    return found + _shared_numbers(by_id.values()) + _shared_words(written, by_id)


def _faults_alone(entry: Entry, written: ListAsWritten, sources: Mapping[str, str]) -> Iterator[str]:
    if entry.group not in written.groups:
        yield f"group: {entry.group} is not in groups.yaml"
    if "en" not in entry.names:
        yield "names: the English name is missing"
    if entry.hs is not None and entry.hs not in written.headings:
        yield f"hs: {entry.hs} is not in headings.yaml"
    for number in entry.cas:
        if not _CAS.fullmatch(number) or not casrn.is_valid(number):
            yield f"cas: {number} is no CAS number (form or check digit)"
    if entry.inchikey is not None and not _INCHIKEY.fullmatch(entry.inchikey):
        yield f"inchikey: {entry.inchikey} has not the form of a standard InChIKey"
    for control in entry.control:
        if not CONTROL_LISTS.fullmatch(control.list):
            yield f"control: {control.list} is no list (1961-I..IV, 1971-I..IV, 1988-I or -II, or CC-name of a country)"
    used = {control.source for control in entry.control} | {aliases.source for aliases in entry.aliases}
    yield from (f"source: {key} is not among the sources of the file" for key in sorted(used - sources.keys()))
    for aliases in entry.aliases:
        if aliases.form not in (None, *written.forms):
            yield f"aliases: the form {aliases.form} is not in words.yaml"
        if aliases.salt not in (None, *written.salts):
            yield f"aliases: the salt {aliases.salt} is not in words.yaml"
    yield from (f"the text {text!r} mixes Latin and Cyrillic in one word" for text in _texts(entry) if _mixed(text))
    yield from (f"the text {text!r} holds no letter and no digit" for text in _texts(entry) if not fold(text))


def _faults_of_ties(entry: Entry, by_id: Mapping[str, Entry]) -> Iterator[str]:
    parent = by_id.get(entry.parent) if entry.parent else None
    if entry.parent and parent is None:
        yield f"parent: no entry has the id {entry.parent}"
    if entry.kind in _NEEDS_PARENT and not entry.parent:
        yield f"parent: a {entry.kind} must name its parent"
    if parent is not None and entry.kind != "class":
        if parent.kind == "class":
            yield f"parent: {parent.id} is a class, and a class never becomes a substance"
        # Two steps would make readers follow chains; every salt and isomer points to the substance itself.
        if parent.parent:
            yield f"parent: {parent.id} has a parent itself; point to {parent.parent}"
    if entry.kind == "mixture" and len(entry.contains) < 2:
        yield "contains: a mixture names at least two entries"
    if entry.kind != "mixture" and entry.contains:
        yield "contains: only a mixture contains"
    yield from (f"contains: no entry has the id {id_}" for id_ in entry.contains if id_ not in by_id)


def _shared_numbers(entries: Iterable[Entry]) -> list[str]:
    """CAS numbers and InChIKeys at two entries that are not salt, isomer or product of one another."""
    owners: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for number in {*entry.cas, *((entry.inchikey,) if entry.inchikey else ())}:
            owners[number].append(entry)
    return [
        f"{number} stands at {', '.join(sorted(entry.id for entry in owned))}, which have no parent in common"
        for number, owned in owners.items()
        if len({entry.parent or entry.id for entry in owned}) > 1
    ]


def _shared_words(written: ListAsWritten, by_id: Mapping[str, Entry]) -> list[str]:
    """Words that two entries claim and that no `ambiguous` names with both."""
    found: list[str] = []
    candidates: dict[str, set[str]] = {}
    for file, content in written.files.items():
        for item in content.ambiguous:
            where = f"{file}: ambiguous {item.text!r}"
            found += [f"{where}: no entry has the id {id_}" for id_ in item.candidates if id_ not in by_id]
            if item.source not in content.sources:
                found.append(f"{where}: source: {item.source} is not among the sources of the file")
            candidates.setdefault(fold(item.text), set()).update(item.candidates)
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for _, entry in written.entries():
        for text in _texts(entry):
            owners[fold(text)].setdefault(entry.id, text)
    for key, owned in owners.items():
        if len(owned) > 1 and not owned.keys() <= candidates.get(key, set()):
            words = " and ".join(f"{text!r} at {id_}" for id_, text in sorted(owned.items()))
            found.append(f"one word at two entries: {words}; take one away, or name both under `ambiguous`")
    return found


def _mixed(text: str) -> bool:
    return any(_CYRILLIC.search(word) and _LATIN.search(word) for word in tokens(text))


def _texts(entry: Entry) -> Iterator[str]:
    yield from entry.names.values()
    if entry.inn:
        yield entry.inn
    for aliases in entry.aliases:
        yield from aliases.texts
    yield entry.id
