"""What an old JSON Schema demands at one place, taken apart so that a new one can be held against it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

Schema = Mapping[str, Any]
TYPES: Final = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
_NOTHING: Final[Schema] = {"enum": []}
_PAIRS: Final = {
    "minimum": ("minimum", "maximum"),
    "exclusiveMinimum": ("minimum", "maximum"),
    "maximum": ("minimum", "maximum"),
    "exclusiveMaximum": ("minimum", "maximum"),
    "minLength": ("minLength", "maxLength"),
    "maxLength": ("minLength", "maxLength"),
    "minItems": ("minItems", "maxItems"),
    "maxItems": ("minItems", "maxItems"),
    "minProperties": ("minProperties", "maxProperties"),
    "maxProperties": ("minProperties", "maxProperties"),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit; ``strict`` when the limit itself is outside."""

    at: Any
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """All that is demanded of a value at one place, at once. No part holds ``$ref`` or ``allOf``."""

    demands: tuple[Schema, ...]

    @property
    def empty(self) -> bool:
        """Can no value at all fit?"""
        return not allowed_types(self) or allowed_values(self) == set()

    def choices(self, root: Schema) -> Iterator[Parts]:
        """The same without ``anyOf``: one for each way to choose the branches. Together they take what this takes."""
        for index, part in enumerate(self.demands):
            if "anyOf" in part:
                rest = {keyword: value for keyword, value in part.items() if keyword != "anyOf"}
                others = (*self.demands[:index], rest, *self.demands[index + 1 :])
                for branch in part["anyOf"]:
                    yield from Parts((*others, *parts_of(branch, root).demands)).choices(root)
                return
        yield self

    def by_type(self) -> Iterator[Parts]:
        """The same, one for each type (and each listed value) that it takes."""
        values = allowed_values(self)
        if values is not None:
            for value in sorted(values):
                yield replace(self, demands=(*self.demands, {"const": json.loads(value)}))
            return
        types = allowed_types(self)
        for name in sorted(types - {"integer"} if "number" in types else types):
            yield replace(self, demands=(*self.demands, {"type": name}))

    def names(self) -> tuple[str, ...]:
        """The fields that it knows by name."""
        return tuple(dict.fromkeys(name for part in self.demands for name in part.get("properties", {})))

    def field(self, name: str, root: Schema) -> Parts | None:
        """What it demands of this field; None when the field can't be there."""
        found: list[Schema] = []
        for part in self.demands:
            own = [part["properties"][name]] if name in part.get("properties", {}) else []
            own += [one for pattern, one in part.get("patternProperties", {}).items() if re.search(pattern, name)]
            found += own or [part.get("additionalProperties", True)]
        parts = parts_of({"allOf": found}, root)
        return None if parts.empty else parts

    def families(self, root: Schema) -> Iterator[tuple[str | None, Parts]]:
        """Fields that it knows by a pattern, and (None) those that it takes under any other name."""
        for part in self.demands:
            for pattern, one in part.get("patternProperties", {}).items():
                yield pattern, parts_of(one, root)
        rest = parts_of({"allOf": [part.get("additionalProperties", True) for part in self.demands]}, root)
        if not rest.empty:
            yield None, rest

    def item(self, index: int, root: Schema) -> Parts | None:
        """What it demands of the item at this index; None when no item can be there."""
        found = []
        for part in self.demands:
            first = part.get("prefixItems", ())
            found.append(first[index] if index < len(first) else part.get("items", True))
        parts = parts_of({"allOf": found}, root)
        _, most = span_of(self, "maxItems")
        return None if parts.empty or (most is not None and most.at <= index) else parts

    def texts(self) -> list[str] | None:
        """The texts among its values, when it lists its values."""
        values = allowed_values(self)
        return None if values is None else [text for value in values if isinstance(text := json.loads(value), str)]


def parts_of(schema: Any, root: Schema, followed: tuple[str, ...] = ()) -> Parts:
    """A schema taken apart. Raises ValueError on a ``$ref`` that is not in ``root`` or leads back to itself."""
    if isinstance(schema, bool):
        return Parts(() if schema else (_NOTHING,))
    own = {keyword: value for keyword, value in schema.items() if keyword not in ("$ref", "allOf")}
    demands: tuple[Schema, ...] = (own,) if own else ()
    if "$ref" in schema:
        ref = schema["$ref"]
        if ref in followed:
            raise ValueError(f"{ref} leads back to itself")
        demands += parts_of(_target(ref, root), root, (*followed, ref)).demands
    for one in schema.get("allOf", ()):
        demands += parts_of(one, root, followed).demands
    return Parts(demands)


def _target(ref: str, root: Schema) -> Any:
    if not ref.startswith("#/"):
        raise ValueError(f"{ref} is not in the schema")
    found: Any = root
    for step in ref[2:].split("/"):
        if not isinstance(found, Mapping) or step not in found:
            raise ValueError(f"{ref} is not in the schema")
        found = found[step]
    return found


def allowed_types(parts: Parts) -> frozenset[str]:
    """The types of JSON that it takes; ``number`` brings ``integer`` along."""
    types = set(TYPES)
    for part in parts.demands:
        if "type" in part:
            named = {part["type"]} if isinstance(part["type"], str) else set(part["type"])
            types &= named | ({"integer"} if "number" in named else set())
    values = allowed_values(parts)
    return frozenset(types if values is None else types & {_type_of(json.loads(value)) for value in values})


def _type_of(value: Any) -> str:
    # A whole number is an integer to JSON Schema, however it is written.
    if isinstance(value, float) and value.is_integer():
        return "integer"
    names = {type(None): "null", bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return names.get(type(value), "object")


def as_key(value: Any) -> str:
    """A JSON value as a text that is equal for equal values; 1 and true differ."""
    return json.dumps(value, sort_keys=True)


def allowed_values(parts: Parts) -> set[str] | None:
    """The values that it takes, as JSON, when it lists them; else None."""
    found: set[str] | None = None
    for part in parts.demands:
        for listed in (*([part["enum"]] if "enum" in part else ()), *([[part["const"]]] if "const" in part else ())):
            values = {as_key(value) for value in listed}
            found = values if found is None else found & values
    return found


def span_of(parts: Parts, keyword: str) -> tuple[Bound | None, Bound | None]:
    """From where to where the values (or lengths, or numbers of items) reach that it takes; None is open."""
    low_word, high_word = _PAIRS[keyword]
    numbers = low_word == "minimum"
    lows = [Bound(part[low_word]) for part in parts.demands if low_word in part]
    highs = [Bound(part[high_word]) for part in parts.demands if high_word in part]
    if numbers:
        lows += [Bound(part["exclusiveMinimum"], True) for part in parts.demands if "exclusiveMinimum" in part]
        highs += [Bound(part["exclusiveMaximum"], True) for part in parts.demands if "exclusiveMaximum" in part]
    else:
        lows.append(Bound(0))
    measured = _measured(parts, low_word)
    if measured:
        lows.append(Bound(min(measured)))
        highs.append(Bound(max(measured)))
    low = max(lows, key=lambda bound: (bound.at, bound.strict), default=None)
    high = min(highs, key=lambda bound: (bound.at, not bound.strict), default=None)
    return low, high


def _measured(parts: Parts, word: str) -> Sequence[Any]:
    values = [json.loads(value) for value in allowed_values(parts) or ()]
    if word == "minimum":
        return [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    kind = {"minLength": str, "minItems": list, "minProperties": dict}[word]
    return [len(value) for value in values if isinstance(value, kind)]
