"""Every field of a report by its place, read from its JSON Schema: for pages, templates and the checks of code lists.

A place is written like ``goods/*/quantity/value``: ``*`` is every item of a list, ``?`` the field names of an object.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from services.contracts.code_lists import CODE_LISTS
from services.contracts.events import SUBMITTED
from services.contracts.report import ONLY_IN, REQUIRED, REQUIRED_OF_SEIZED_GOODS, Kind
from services.contracts.report_values import CODE_PATTERN, TOKEN_PATTERN
from services.contracts.schemas.catalogue import schema_of
from services.contracts.topics import Mode

Shape = Literal["text", "code", "number", "integer", "true_false", "instant", "day", "token", "tokens", "block"]
OF_SEIZURES: Final = frozenset({"location/type", *(f"goods/*/{name}" for name in REQUIRED_OF_SEIZED_GOODS)})
"""Fields inside blocks that a seizure needs."""

_LIMITS: Final = (
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "minProperties",
    "maxProperties",
)
_PLAIN: Final[Mapping[str, Shape]] = MappingProxyType(
    {"number": "number", "integer": "integer", "boolean": "true_false", "string": "text"}
)


@dataclass(frozen=True, slots=True)
class ReportField:
    """One field. ``block`` is the class that has it, ``below`` the class that it holds; ``many``: a list of those.

    ``or_many``: one alone or a list.
    """

    spec: str
    name: str
    block: str
    shape: Shape
    many: bool
    en: str
    fr: str
    needed_in_block: bool
    below: str | None = None
    unit: str | None = None
    code_list: str | None = None
    names: str | None = None
    modes: tuple[Mode, ...] = ()
    or_many: bool = False
    limits: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that may have it."""
        only = ONLY_IN.get(self.spec.partition("/")[0])
        return (only,) if only else tuple(REQUIRED)

    @property
    def needed_by(self) -> tuple[Kind, ...]:
        """The kinds that must have it, as far as one field can say."""
        if self.spec in OF_SEIZURES:
            return ("seizure",)
        if self.block == "Report":
            return tuple(REQUIRED) if self.needed_in_block else tuple(k for k in REQUIRED if self.name in REQUIRED[k])
        return ()


@cache
def report_fields() -> tuple[ReportField, ...]:
    """Every field of a report, each block before what is in it, in the order of the types."""
    schema = schema_of(SUBMITTED)
    return tuple(_fields(schema, "Report", "", schema["$defs"]))


@cache
def coded_fields() -> Mapping[str, str]:
    """Place and closed code list of each field whose values (or field names, ``?``) a list must hold."""
    places: dict[str, str] = {}
    for each in report_fields():
        spec = f"{each.spec}/*" if each.many and each.below is None else each.spec
        if each.code_list in CODE_LISTS:
            places[spec] = each.code_list
        if each.names in CODE_LISTS:
            places[f"{each.spec}/?"] = each.names
    return MappingProxyType(places)


@cache
def country_fields() -> tuple[str, ...]:
    """Place of each field that holds a country."""
    return tuple(each.spec for each in report_fields() if each.code_list == "country")


@cache
def home_modes() -> Mapping[str, frozenset[Mode]]:
    """Where an identifier of the transport block is at home; what is not here is at home everywhere."""
    return MappingProxyType(
        {each.name: frozenset(each.modes) for each in report_fields() if each.block == "Transport" and each.modes}
    )


def _fields(schema: Mapping[str, Any], block: str, above: str, blocks: Mapping[str, Any]) -> Iterator[ReportField]:
    for name, said in schema["properties"].items():
        node, many = _unwrapped(said)
        below = node["$ref"].rpartition("/")[2] if "$ref" in node else None
        spec = f"{above}{name}"
        yield ReportField(
            spec=spec,
            name=name,
            block=block,
            shape="block" if below else _shape(node),
            many=many,
            en=said.get("description", ""),
            fr=said.get("x-description-fr", ""),
            needed_in_block=name in schema.get("required", ()),
            below=below,
            unit=said.get("x-unit"),
            code_list=said.get("x-code-list"),
            names=said.get("x-code-list-of-names"),
            modes=tuple(said.get("x-modes", ())),
            or_many=not many and any(each.get("type") == "array" for each in said.get("anyOf", ())),
            limits=MappingProxyType({key: node[key] for key in _LIMITS if key in node}),
        )
        if below:
            yield from _fields(blocks[below], below, f"{spec}/*/" if many else f"{spec}/", blocks)


def _unwrapped(said: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """What a field holds, without null and without the list around it."""
    node = next((each for each in said.get("anyOf", ()) if each.get("type") != "null"), said)
    if node.get("type") == "array":
        return node["items"], True
    return node, False


def _shape(node: Mapping[str, Any]) -> Shape:
    if node.get("type") == "object":
        return "tokens"
    if "enum" in node or node.get("pattern") == CODE_PATTERN:
        return "code"
    if node.get("pattern") == TOKEN_PATTERN:
        return "token"
    if "format" in node:
        return "instant" if node["format"] == "date-time" else "day"
    return _PLAIN[node["type"]]
