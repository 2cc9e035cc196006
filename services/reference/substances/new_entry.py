"""One more entry for the list: written the way the files are written, and only when the list is right with it."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from services.reference.substances.checking import faults, read_list
from services.reference.substances.entry_files import FOLDER, Entry, EntryFault, EntryFile, entry_paths, loaded, parsed

_WIDTH: Final = 120
_NEXT_SECTION: Final = re.compile(r"^ambiguous:", re.MULTILINE)


def add_entry(
    text: str, sources: Mapping[str, str] | None = None, to: str | None = None, folder: Path | None = None
) -> Path:
    """Appends the entry in this YAML text to its file, and returns the file. Raises EntryFault, and changes nothing,
    when the text is no entry or the list would be wrong with it.

    ``sources``: those of the entry that its file does not have yet; what it has stays as it is. ``to``: the file's
    name (default: the last of the group's files).
    """
    folder = folder or FOLDER
    entry = _entry(text)
    path = folder / "entries" / to if to else _file_of(entry.group, folder)
    if path.parent != folder / "entries" or path.suffix != ".yaml":
        raise EntryFault(f"{to}: the file must be a .yaml file in {folder / 'entries'}")
    before = read_list(folder)
    if known := faults(before):
        raise EntryFault(f"the list is wrong already, mend that first: {known[0]}")
    written = path.read_text(encoding="utf-8") if path.exists() else "sources:\nentries:\n"
    known_sources = before.files[path.name].sources if path.name in before.files else {}
    after = _with(written, entry, {key: text for key, text in (sources or {}).items() if key not in known_sources})
    file = parsed(EntryFile, path.name, loaded(path.name, after))
    found = faults(replace(before, files={**before.files, path.name: file}))
    if found:
        raise EntryFault("; ".join(found))
    _replace(path, after)
    return path


def entry_text(entry: Entry) -> str:
    """The entry as the files have it."""
    lines = [f"  - id: {entry.id}", f"    kind: {entry.kind}"]
    if entry.parent:
        lines.append(f"    parent: {entry.parent}")
    if entry.contains:
        lines += _wrapped("    contains: [", map(_scalar, entry.contains), "]")
    lines.append(f"    group: {entry.group}")
    lines += _wrapped("    names: {", (f"{lang}: {_scalar(text)}" for lang, text in entry.names.items()), "}")
    if entry.inn:
        lines.append(f"    inn: {_scalar(entry.inn)}")
    if entry.cas:
        lines += _wrapped("    cas: [", map(json.dumps, entry.cas), "]")
    lines += [f"    inchikey: {entry.inchikey}"] if entry.inchikey else []
    lines += [f'    hs: "{entry.hs}"'] if entry.hs else []
    if entry.control:
        listed = (f"{{list: {_scalar(one.list)}, source: {_scalar(one.source)}}}" for one in entry.control)
        lines += _wrapped("    control: [", listed, "]")
    if entry.aliases:
        lines.append("    aliases:")
    for one in entry.aliases:
        said = [("kind", one.kind), ("lang", one.lang), ("source", one.source), ("form", one.form), ("salt", one.salt)]
        head = ", ".join(f"{name}: {_scalar(value)}" for name, value in said if value)
        lines += _wrapped(f"      - {{{head}, texts: [", map(_scalar, one.texts), "]}")
    return "\n".join(lines) + "\n"


def _entry(text: str) -> Entry:
    content = loaded("the entry", text)
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    if not isinstance(content, dict):
        raise EntryFault("not one entry: a mapping with id, kind, group, names …")
    try:
        return Entry.model_validate(content)
    except ValidationError as error:
        told = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False))
        raise EntryFault("; ".join(told)) from error


def _file_of(group: str, folder: Path) -> Path:
    of_group = re.compile(rf"{re.escape(group)}(-[a-z0-9-]+)?\.yaml")
    found = [path for path in entry_paths(folder) if of_group.fullmatch(path.name)]
    return found[-1] if found else folder / "entries" / f"{group}.yaml"


def _with(written: str, entry: Entry, sources: Mapping[str, str]) -> str:
    """The file's text with the entry behind its last, and with the new sources in front of the first."""
    added = "".join(f"  {_scalar(key)}: {_scalar(text)}\n" for key, text in sources.items())
    written = re.sub(r"^sources:\n", lambda found: found[0] + added, written, count=1, flags=re.MULTILINE)
    if not written.endswith("\n"):
        written += "\n"
    section = _NEXT_SECTION.search(written)
    at = section.start() if section else len(written)
    return written[:at] + entry_text(entry) + written[at:]


def _scalar(text: str) -> str:
    """Plain where YAML reads it back as the same text, else quoted."""
    try:
        plain = yaml.load(f"[{text}]", Loader=yaml.CSafeLoader) == [text]
    except yaml.YAMLError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)


def _wrapped(head: str, items: Iterable[str], tail: str) -> list[str]:
    """A flow collection, broken between its items where the line would be too long."""
    indent = " " * (len(head) - len(head.lstrip(" ")) + 2)
    lines, line = [], head
    for at, item in enumerate(items):
        piece = item if at == 0 else f", {item}"
        if at and len(line) + len(piece) + len(tail) + 1 > _WIDTH:
            lines.append(line + ",")
            line = indent + item
        else:
            line += piece
    return [*lines, line + tail]


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(path)
