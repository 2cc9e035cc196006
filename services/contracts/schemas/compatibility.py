"""What a new JSON Schema refuses that an old one accepted. Pure.

Everything that was ever accepted is kept for good and read again, so a published schema may only grow: new optional
fields, wider bounds, more values. ``breaks`` says what a change would take back. It errs on the safe side: what it
can't judge (a pattern other than the old one, a keyword it does not know) counts as a break.

An old schema is held as the list of all that it demands at once (``$ref`` and ``allOf`` taken apart); a document
fits it when it fits each part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from services.contracts.schemas.old_demands import (
    Parts,
    Schema,
    allowed_types,
    allowed_values,
    as_key,
    parts_of,
    span_of,
)

ANNOTATIONS: Final = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "default", "examples", "deprecated", "then", "else"}
)
"""Keywords that refuse nothing by themselves; ``x-...`` too."""

DEEPEST: Final = 40
"""Places below each other; a schema that holds itself has no end."""


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that was accepted and no longer is: where in a document (``*`` is any item), and what changed."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path or '/'}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Step:
    """One part of the new schema, held against all that the old one demanded at the same place."""

    old: Parts
    old_root: Schema
    new: Schema
    new_root: Schema
    path: str

    def against(self, new: Any, old: Parts | None = None, below: str = "") -> Iterator[Break]:
        """What ``new`` refuses of what ``old`` (the old demands here, unless given) accepted, ``below`` this place."""
        yield from _compared(self.old if old is None else old, self.old_root, new, self.new_root, self.path + below)

    def broken(self, what: str) -> Break:
        """A break at this place."""
        return Break(self.path, what)


def breaks(old: Schema, new: Schema) -> tuple[Break, ...]:
    """What the schema ``new`` refuses that ``old`` accepted, each once. Raises ValueError on a foreign ``$ref``."""
    return tuple(dict.fromkeys(_compared(parts_of(old, old), old, new, new, "")))


def _compared(old: Parts, old_root: Schema, new: Any, new_root: Schema, path: str) -> Iterator[Break]:
    if path.count("/") > DEEPEST:
        yield Break(path, "nested too deep to be judged")
        return
    for choice in old.choices(old_root):
        if choice.empty:
            continue
        for part in parts_of(new, new_root).demands:
            step = _Step(choice, old_root, part, new_root, path)
            for keyword, value in part.items():
                if keyword not in ANNOTATIONS and not keyword.startswith("x-"):
                    yield from _RULES.get(keyword, _unjudged(keyword))(step, value)


def _unjudged(keyword: str) -> Callable[[_Step, Any], Iterator[Break]]:
    def rule(step: _Step, value: Any) -> Iterator[Break]:
        if not any(part.get(keyword) == value for part in step.old.demands if keyword in part):
            yield step.broken(f"{keyword} is new or another")

    return rule


def _type(step: _Step, value: Any) -> Iterator[Break]:
    new = {value} if isinstance(value, str) else set(value)
    if "number" in new:
        new.add("integer")
    gone = allowed_types(step.old) - new
    if gone:
        yield step.broken(f"no longer takes {', '.join(sorted(gone))}")


def _values(step: _Step, value: Any) -> Iterator[Break]:
    old = allowed_values(step.old)
    if old is None:
        yield step.broken("takes only listed values now" if value else "nothing is taken any more")
        return
    gone = old - {as_key(each) for each in value}
    if gone:
        yield step.broken(f"no longer takes {', '.join(sorted(gone))}")


def _any_of(step: _Step, branches: Any) -> Iterator[Break]:
    for choice in step.old.by_type():
        if choice.empty:
            continue
        told = [list(step.against(branch, choice)) for branch in branches]
        if all(told):
            # The branch that comes nearest says best what changed.
            yield from min(told, key=len)


def _properties(step: _Step, fields: Any) -> Iterator[Break]:
    if "object" in allowed_types(step.old):
        for name, wanted in fields.items():
            old = step.old.field(name, step.old_root)
            if old is not None:
                yield from step.against(wanted, old, f"/{name}")


def _required(step: _Step, names: Any) -> Iterator[Break]:
    if "object" in allowed_types(step.old):
        known = {name for part in step.old.demands for name in part.get("required", ())}
        for name in names:
            if name not in known:
                yield Break(f"{step.path}/{name}", "must be there now")


def _additional(step: _Step, wanted: Any) -> Iterator[Break]:
    if "object" not in allowed_types(step.old) or wanted is True:
        return
    patterns = step.new.get("patternProperties", {})
    own = step.new.get("properties", {})
    for name in step.old.names():
        old = step.old.field(name, step.old_root)
        if name not in own and not any(re.search(one, name) for one in patterns) and old is not None:
            gone = Break(f"{step.path}/{name}", "the field is gone")
            yield from [gone] if wanted is False else step.against(wanted, old, f"/{name}")
    for pattern, old in step.old.families(step.old_root):
        if pattern in patterns:
            continue
        if wanted is False:
            yield step.broken("other fields are refused now" if pattern is None else f"fields like {pattern} are gone")
        else:
            yield from step.against(wanted, old, "/*")


def _pattern_properties(step: _Step, patterns: Any) -> Iterator[Break]:
    if "object" not in allowed_types(step.old):
        return
    for pattern, wanted in patterns.items():
        for name in step.old.names():
            old = step.old.field(name, step.old_root)
            if re.search(pattern, name) and old is not None:
                yield from step.against(wanted, old, f"/{name}")
        for _, family in step.old.families(step.old_root):
            # Two patterns may meet in a name: whatever the old one took there must fit.
            yield from step.against(wanted, family, "/*")


def _items(step: _Step, wanted: Any) -> Iterator[Break]:
    if "array" in allowed_types(step.old):
        first = len(step.new.get("prefixItems", ()))
        last = max([first, *(len(part.get("prefixItems", ())) for part in step.old.demands)])
        for index in range(first, last + 1):
            old = step.old.item(index, step.old_root)
            if old is not None:
                yield from step.against(wanted, old, "/*" if index == last else f"/{index}")


def _prefix_items(step: _Step, wanted: Any) -> Iterator[Break]:
    if "array" in allowed_types(step.old):
        for index, each in enumerate(wanted):
            old = step.old.item(index, step.old_root)
            if old is not None:
                yield from step.against(each, old, f"/{index}")


def _bound(keyword: str, kind: str, says: str) -> Callable[[_Step, Any], Iterator[Break]]:
    lower = "min" in keyword.lower()
    strict = keyword.startswith("exclusive")

    def rule(step: _Step, limit: Any) -> Iterator[Break]:
        types = allowed_types(step.old)
        if kind not in types and not (kind == "number" and "integer" in types):
            return
        low, high = span_of(step.old, keyword)
        old = low if lower else high
        fits = old is not None and (
            (old.at > limit if lower else old.at < limit) or (old.at == limit and (old.strict or not strict))
        )
        if not fits:
            yield step.broken(f"{says} is {limit} now, was {'open' if old is None else old.at}")

    return rule


def _pattern(step: _Step, pattern: Any) -> Iterator[Break]:
    if "string" not in allowed_types(step.old) or any(part.get("pattern") == pattern for part in step.old.demands):
        return
    values = step.old.texts()
    if values is None or not all(re.search(pattern, value) for value in values):
        yield step.broken("the pattern is new or another")


def _if(step: _Step, condition: Any) -> Iterator[Break]:
    same = [part for part in step.old.demands if part.get("if") == condition]
    for branch in ("then", "else"):
        if branch in step.new:
            met = (condition,) if branch == "then" else ({"not": condition},)
            held = (*met, *(part[branch] for part in same if branch in part))
            old = replace(step.old, demands=(*step.old.demands, *parts_of({"allOf": held}, step.old_root).demands))
            yield from step.against(step.new[branch], old)


_RULES: Final[Mapping[str, Callable[[_Step, Any], Iterator[Break]]]] = MappingProxyType(
    {
        "type": _type,
        "enum": _values,
        "const": lambda step, value: _values(step, [value]),
        "anyOf": _any_of,
        "properties": _properties,
        "required": _required,
        "additionalProperties": _additional,
        "patternProperties": _pattern_properties,
        "items": _items,
        "prefixItems": _prefix_items,
        "minimum": _bound("minimum", "number", "the least value"),
        "exclusiveMinimum": _bound("exclusiveMinimum", "number", "the least value"),
        "maximum": _bound("maximum", "number", "the largest value"),
        "exclusiveMaximum": _bound("exclusiveMaximum", "number", "the largest value"),
        "minLength": _bound("minLength", "string", "the least length"),
        "maxLength": _bound("maxLength", "string", "the largest length"),
        "minItems": _bound("minItems", "array", "the least number of items"),
        "maxItems": _bound("maxItems", "array", "the largest number of items"),
        "minProperties": _bound("minProperties", "object", "the least number of fields"),
        "maxProperties": _bound("maxProperties", "object", "the largest number of fields"),
        "pattern": _pattern,
        "if": _if,
    }
)
