"""Dotted paths into a report, such as ``goods.0.quantity.value``, and what each holds. From the report's own schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal

from services.contracts.report import Report

Kind = Literal["text", "code", "country", "number", "integer", "yes_no", "day", "instant"]

PATH: Final = r"^[A-Za-z0-9_-]{1,64}(\.[A-Za-z0-9_-]{1,64})*$"
LONGEST_PATH: Final = 200
MOST_ITEMS: Final = 500
"""The highest number that a list's item may have in a path."""
_COUNTRIES: Final = frozenset({"country", "nationality", "flag"})
_PLACE: Final = re.compile(r"0|[1-9][0-9]{0,2}")
_PATH: Final = re.compile(PATH)
_CODE_PATTERN: Final = "^[a-z0-9][a-z0-9_]{0,63}$"
_TYPES: Final[Mapping[str, Kind]] = {"number": "number", "integer": "integer", "boolean": "yes_no"}
_FORMATS: Final[Mapping[str, Kind]] = {"date": "day", "date-time": "instant"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands at the end of a path.

    ``listed``: a list of such values; ``longest``: letters of a text; ``strict``: its form is fixed, so spaces around
    it mean nothing.
    """

    kind: Kind
    listed: bool = False
    longest: int | None = None
    strict: bool = False


@lru_cache(maxsize=4096)
def leaf(path: str) -> Leaf | None:
    """What a report holds at this path; None when it has no such field or the path ends in a block."""
    if len(path) > LONGEST_PATH or not _PATH.fullmatch(path):
        return None
    schema: Mapping[str, Any] | None = _schema()
    name = ""
    for part in path.split("."):
        schema = _step(schema, part)
        if schema is None:
            return None
        name = name if part.isdecimal() else part
    if schema is None:
        return None
    listed = schema.get("type") == "array"
    schema = _inner(schema["items"]) if listed else schema
    kind = _kind(name, schema)
    return Leaf(kind, listed, schema.get("maxLength"), "pattern" in schema) if kind else None


@cache
def paths() -> tuple[str, ...]:
    """Every path of a report, the items of lists as number 0; to say which was perhaps meant."""
    return tuple(_walk("", _schema(), 0))


def pointer_of(path: str) -> str:
    """The JSON pointer of a dotted path."""
    return "/" + path.replace(".", "/")


@cache
def _schema() -> Mapping[str, Any]:
    return Report.model_json_schema(by_alias=True)


def _inner(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself behind references and behind "or null"."""
    while True:
        if "$ref" in schema:
            schema = _schema()["$defs"][schema["$ref"].rpartition("/")[2]]
        elif "anyOf" in schema:
            schema = next((one for one in schema["anyOf"] if one.get("type") != "null"), {})
        elif len(schema.get("allOf", ())) == 1:
            schema = schema["allOf"][0]
        else:
            return schema


def _step(schema: Mapping[str, Any] | None, part: str) -> Mapping[str, Any] | None:
    if schema is None:
        return None
    if schema.get("type") == "array":
        is_place = _PLACE.fullmatch(part) and int(part) < MOST_ITEMS
        return _inner(schema["items"]) if is_place else None
    if part in schema.get("properties", {}):
        return _inner(schema["properties"][part])
    free = schema.get("additionalProperties") or next(iter(schema.get("patternProperties", {}).values()), None)
    return _inner(free) if isinstance(free, Mapping) and part and not part.isdecimal() else None


def _kind(name: str, schema: Mapping[str, Any]) -> Kind | None:
    if "enum" in schema or "const" in schema or schema.get("pattern") == _CODE_PATTERN:
        return "code"
    kind = str(schema.get("type"))
    if kind == "string":
        return _FORMATS.get(schema.get("format", ""), "country" if name in _COUNTRIES else "text")
    return _TYPES.get(kind)


def _walk(prefix: str, schema: Mapping[str, Any], depth: int) -> Iterator[str]:
    for name, inner in schema.get("properties", {}).items():
        below, path = _inner(inner), f"{prefix}{name}"
        if below.get("type") == "array" and "properties" in _inner(below["items"]):
            below, path = _inner(below["items"]), f"{path}.0"
        if "properties" in below and depth < 6:
            yield from _walk(f"{path}.", below, depth + 1)
        else:
            yield path
