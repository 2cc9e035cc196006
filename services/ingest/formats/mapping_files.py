"""Mappings from YAML files: read, checked, and what is wrong told with its line and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.ingest.formats.definition import Definition
from services.ingest.formats.definition_checks import Place, wrongs
from services.ingest.formats.faults import FileFault, did_you_mean, shown

MAPPINGS_DIR: Final = Path(__file__).parent / "mappings"
MOST_BYTES: Final = 1024 * 1024
TEMPLATE: Final = "template"
"""The mapping of files whose columns are named after the report's fields."""


def mapping_names() -> list[str]:
    """The mappings that ship."""
    return sorted(path.stem for path in MAPPINGS_DIR.glob("*.yaml"))


def load_mapping(name: str) -> Definition:
    """The mapping of this name, or the one in this file. Raises FileFault."""
    if name in mapping_names():
        return read_mapping(name, (MAPPINGS_DIR / f"{name}.yaml").read_bytes())
    path = Path(name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileFault(name, "is too large for a mapping", "Name a mapping file, not the data.")
        raw = path.read_bytes()
    except (OSError, ValueError):
        near = did_you_mean(name, mapping_names())
        raise FileFault(
            name,
            f"is neither a mapping that ships nor a readable file{near}",
            f"These ship: {', '.join(mapping_names())}.",
        ) from None
    return read_mapping(name, raw)


def read_mapping(place: str, raw: bytes) -> Definition:
    """The mapping in this YAML. Raises FileFault with the line of the first thing that is wrong."""
    root = _composed(place, raw)
    try:
        mapping = Definition.model_validate(_built(place, root))
    except ValidationError as error:
        # A word that is not known explains the one that is missing.
        faults = sorted(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
        raise _fault(place, root, faults[0]) from None
    for wrong in wrongs(mapping):
        raise FileFault(_where(place, root, wrong.place), wrong.why, wrong.remedy)
    return mapping


def _composed(place: str, raw: bytes) -> yaml.Node:
    try:
        text = raw.decode("utf-8-sig")
        for event in yaml.parse(text, yaml.BaseLoader):
            if isinstance(event, yaml.AliasEvent):  # a few lines of them can stand for any amount
                line = f"{place}: line {event.start_mark.line + 1}" if event.start_mark else place
                raise FileFault(line, "an alias (*) is not taken here", "Write the value out.")
        root = yaml.compose(text, yaml.BaseLoader)
    except UnicodeDecodeError:
        raise FileFault(place, "is not UTF-8", "Save the mapping as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"{place}: line {mark.line + 1}, column {mark.column + 1}" if mark else place
        raise FileFault(line, f"is no YAML ({error.problem})", "Check indents, colons and quotes there.") from None
    except (yaml.YAMLError, RecursionError):
        raise FileFault(place, "is no YAML", "Start from a copy of a mapping that ships.") from None
    if not isinstance(root, yaml.MappingNode):
        raise FileFault(place, "holds no mapping", "Start from a copy of a mapping that ships.")
    return root


def _built(place: str, node: yaml.Node, depth: int = 0) -> Any:
    """The node's value with every scalar as text."""
    if depth > 20:
        raise FileFault(_line(place, node), "is nested too deep", "Start from a copy of a mapping that ships.")
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_built(place, each, depth + 1) for each in node.value]
    built: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise FileFault(_line(place, key), "a key is no plain word", "Write the key as a word.")
        if key.value in built:
            raise FileFault(_line(place, key), f"{shown(key.value)!r} stands twice", "Remove one of them.")
        built[key.value] = _built(place, value, depth + 1)
    return built


def _fault(place: str, root: yaml.Node, error: ErrorDetails) -> FileFault:
    spot = error["loc"]
    where = _where(place, root, spot)
    if error["type"] == "extra_forbidden":
        return FileFault(
            where, f"{shown(str(spot[-1]))!r} is not known here", "See docs/reference/sending.md for the words."
        )
    if error["type"] == "missing":
        return FileFault(where, f"{spot[-1]!r} is missing", "Add it.")
    return FileFault(where, error["msg"], "Correct it; docs/reference/sending.md shows every word.")


def _where(place: str, root: yaml.Node, spot: Place) -> str:
    """The place in words: file, line, and the way down to it as far as the file goes."""
    node, way = root, []
    for part in spot:
        below = _below(node, part)
        way.append(str(part))
        if below is None:
            if isinstance(node, yaml.ScalarNode):
                way.pop()  # pydantic names the alternatives that it tried
            break
        node = below
    return f"{_line(place, node)}: {shown('.'.join(way))}" if way else _line(place, node)


def _below(node: yaml.Node, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found: yaml.Node = node.value[part]
        return found
    return None


def _line(place: str, node: yaml.Node) -> str:
    return f"{place}: line {node.start_mark.line + 1}" if node.start_mark else place
