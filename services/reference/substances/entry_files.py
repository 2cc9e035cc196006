"""The files of the reference list, as written: their shape, read strictly.

``groups.yaml``, ``headings.yaml``, ``words.yaml`` and ``entries/*.yaml``. Reading YAML is slow (about a second): see
``compiled.py`` for what services load.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from services.reference.substances.substance import AliasKind, Kind
from services.reference.substances.words import WordsAsWritten

FOLDER: Final = Path(__file__).parent
_Text = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
_Lang = Annotated[str, StringConstraints(pattern=r"^([a-z]{2}|mul)$")]
_Shape = TypeVar("_Shape", bound=BaseModel)


class EntryFault(Exception):
    """A file of the list is not what it must be; begins with the file and the place in it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AliasesOfOneKind(_Strict):
    """Aliases that share kind, language and source; ``form`` and ``salt``: what the words say beside the substance."""

    kind: AliasKind
    lang: _Lang
    source: _Text
    texts: Annotated[list[_Text], Field(min_length=1)]
    form: _Id | None = None
    salt: _Id | None = None


class ControlOfEntry(_Strict):
    """A list that names the substance."""

    list: _Text
    source: _Text


class Entry(_Strict):
    """One entry as written."""

    id: _Id
    kind: Kind
    group: _Text
    names: dict[_Lang, _Text]
    parent: _Id | None = None
    contains: list[_Id] = []
    inn: _Text | None = None
    cas: list[_Text] = []
    inchikey: _Text | None = None
    hs: _Text | None = None
    control: list[ControlOfEntry] = []
    aliases: list[AliasesOfOneKind] = []


class Ambiguous(_Strict):
    """A word that means several entries: it is answered with its candidates and never decides."""

    text: _Text
    source: _Text
    candidates: Annotated[list[_Id], Field(min_length=2)]


class EntryFile(_Strict):
    """One file of entries."""

    sources: dict[_Text, _Text]
    entries: list[Entry] = []
    ambiguous: list[Ambiguous] = []


class Group(_Strict):
    """A group of substances; ``class_id`` is the entry that stands for the whole group."""

    class_id: Annotated[_Id, Field(alias="class")]
    names: dict[_Lang, _Text]
    says: dict[_Lang, _Text]


class _Groups(_Strict):
    groups: dict[str, Group]


class _Headings(_Strict):
    headings: dict[Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d\d$")], _Text]


def entry_paths(folder: Path = FOLDER) -> list[Path]:
    """The files of entries, in the order of their names."""
    return sorted((folder / "entries").glob("*.yaml"))


def read_entries(path: Path) -> EntryFile:
    """One file of entries. Raises EntryFault."""
    return _read(path, EntryFile)


def read_groups(folder: Path = FOLDER) -> dict[str, Group]:
    """The groups, by id. Raises EntryFault."""
    return _read(folder / "groups.yaml", _Groups).groups


def read_headings(folder: Path = FOLDER) -> dict[str, str]:
    """The HS subheadings that entries may name. Raises EntryFault."""
    return _read(folder / "headings.yaml", _Headings).headings


def read_words(folder: Path = FOLDER) -> WordsAsWritten:
    """The words beside a name. Raises EntryFault."""
    return _read(folder / "words.yaml", WordsAsWritten)


def read_yaml(path: Path) -> Any:
    """What a YAML file holds. Raises EntryFault."""
    try:
        return loaded(path.name, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise EntryFault(f"{path.name}: cannot be read ({type(error).__name__})") from error


def loaded(file: str, text: str) -> Any:
    """What this YAML says; a key written twice is a fault. Raises EntryFault."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader that refuses double keys
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise EntryFault(f"{file}: {line}not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise EntryFault(f"{file}: not YAML") from error


def parsed(shape: type[_Shape], file: str, content: object) -> _Shape:
    """What a file holds, as this shape. Raises EntryFault."""
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise EntryFault(f"{file}: {_place(content, first['loc'])}: {first['msg']}") from error


def _read(path: Path, shape: type[_Shape]) -> _Shape:
    return parsed(shape, path.name, read_yaml(path))


def _place(content: object, location: Sequence[str | int]) -> str:
    """Where in the file, with the entry's id in place of its number."""
    if len(location) > 1 and location[0] == "entries" and isinstance(content, dict):
        entries = content["entries"]
        entry = entries[location[1]] if isinstance(entries, list) and isinstance(location[1], int) else None
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            return ".".join([entry["id"], *(str(part) for part in location[2:])])
    return ".".join(str(part) for part in location) or "file"


class _Loader(yaml.CSafeLoader):
    """YAML without silent losses: a key written twice is an error, and `no` or `on` as a language stays a word."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    built: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str) or key in built:
            raise yaml.constructor.ConstructorError(
                None, None, f"{key!r} is written twice or no word", key_node.start_mark
            )
        built[key] = loader.construct_object(value_node, deep=True)
    return built


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
