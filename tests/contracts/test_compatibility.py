"""What a changed schema takes back is told, kind by kind; what it only adds is let through."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from services.contracts.schemas.compatibility import breaks

OLD: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["seizure", "warning"]},
        "mode": {"anyOf": [{"enum": ["air", "sea"]}, {"type": "null"}], "default": None},
        "name": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[a-z]+$"},
        "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 100},
        "goods": {"type": "array", "maxItems": 5, "items": {"$ref": "#/$defs/Goods"}},
        "tokens": {
            "type": "object",
            "patternProperties": {"^[a-z]+$": {"type": "string"}},
            "additionalProperties": False,
        },
        "at": {"type": "string", "format": "date-time"},
        "pair": {
            "type": "array",
            "prefixItems": [{"type": "string"}, {"type": "integer"}],
            "minItems": 2,
            "maxItems": 2,
        },
    },
    "$defs": {
        "Goods": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"substance": {"type": "string"}, "count": {"type": "integer", "minimum": 0}},
        }
    },
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": "seizure"}}, "required": ["kind"]},
            "then": {"required": ["goods"], "properties": {"goods": {"minItems": 1}}},
        }
    ],
}


def changed(path: str, value: Any, schema: Any = OLD) -> Any:
    """The schema with ``value`` at this place; ... takes the place away."""
    head, _, rest = path.partition("/")
    key: Any = int(head) if isinstance(schema, list) else head
    if isinstance(schema, list):
        return [changed(rest, value, each) if rest and n == key else each for n, each in enumerate(schema)]
    if rest:
        return {**schema, key: changed(rest, value, schema.get(key, {}))}
    return {name: each for name, each in schema.items() if name != key} | ({} if value is ... else {key: value})


def test_a_schema_is_compatible_with_itself() -> None:
    assert breaks(OLD, OLD) == ()


FIELD = "properties"
TAKES_BACK = {
    "a field is gone": (f"{FIELD}/name", ..., "/name"),
    "a field below is gone": ("$defs/Goods/properties/count", ..., "/goods/*/count"),
    "a field must be there": ("required", ["kind", "name"], "/name"),
    "a field below must be there": ("$defs/Goods/required", ["substance"], "/goods/*/substance"),
    "a field was renamed": (f"{FIELD}/name", ..., "/name"),
    "a type is narrower": (f"{FIELD}/share/type", "integer", "/share"),
    "a type is another": (f"{FIELD}/name/type", "array", "/name"),
    "null is gone": (f"{FIELD}/mode", {"enum": ["air", "sea"]}, "/mode"),
    "a value is gone": (f"{FIELD}/mode/anyOf/0/enum", ["air"], "/mode"),
    "a listed value is gone": (f"{FIELD}/kind/enum", ["seizure"], "/kind"),
    "one value only": (f"{FIELD}/kind", {"const": "seizure"}, "/kind"),
    "free text becomes a list": (f"{FIELD}/name/enum", ["a", "b"], "/name"),
    "shorter at most": (f"{FIELD}/name/maxLength", 63, "/name"),
    "longer at least": (f"{FIELD}/name/minLength", 2, "/name"),
    "another pattern": (f"{FIELD}/name/pattern", "^[a-y]+$", "/name"),
    "a new pattern": ("$defs/Goods/properties/substance/pattern", "^a", "/goods/*/substance"),
    "a lower maximum": (f"{FIELD}/share/maximum", 99.5, "/share"),
    "a higher minimum": ("$defs/Goods/properties/count/minimum", 1, "/goods/*/count"),
    "the minimum itself is out": (
        "$defs/Goods/properties/count",
        {"type": "integer", "exclusiveMinimum": 0},
        "/goods/*/count",
    ),
    "fewer items": (f"{FIELD}/goods/maxItems", 4, "/goods"),
    "more items at least": (f"{FIELD}/goods/minItems", 1, "/goods"),
    "a format": (f"{FIELD}/name/format", "email", "/name"),
    "names of an object": (f"{FIELD}/tokens/patternProperties", {"^[a-c]+$": {"type": "string"}}, "/tokens"),
    "values of an object": (f"{FIELD}/tokens/patternProperties", {"^[a-z]+$": {"type": "null"}}, "/tokens/*"),
    "more fields at least": (f"{FIELD}/tokens/minProperties", 1, "/tokens"),
    "a pair's second": (f"{FIELD}/pair/prefixItems/1/type", "string", "/pair/1"),
    "a condition asks for more": ("allOf/0/then/required", ["goods", "name"], "/name"),
    "a condition is wider": ("allOf/0/if", {"required": ["kind"]}, "/goods"),
    "a new condition": ("allOf/0/else", {"required": ["share"]}, "/share"),
    "a word that is not judged": (f"{FIELD}/goods/uniqueItems", True, "/goods"),
    "nothing at all": (f"{FIELD}/name", False, "/name"),
}


@pytest.mark.parametrize("kind", TAKES_BACK)
def test_a_change_that_refuses_what_was_accepted_is_told_with_its_place(kind: str) -> None:
    path, value, place = TAKES_BACK[kind]
    assert place in {each.path for each in breaks(OLD, changed(path, value))}


def test_a_schema_that_was_open_and_refuses_other_fields_now_breaks() -> None:
    old = changed("additionalProperties", ...)
    assert [str(each) for each in breaks(old, OLD) if each.path == ""] == ["/: other fields are refused now"]


ADDS = {
    "an optional field": (f"{FIELD}/colour", {"type": "string", "maxLength": 3}),
    "an optional field below": ("$defs/Goods/properties/colour", {"const": "red"}),
    "a value": (f"{FIELD}/kind/enum", ["seizure", "warning", "feedback"]),
    "free text in place of a list": (f"{FIELD}/kind", {"type": "string"}),
    "a wider type": ("$defs/Goods/properties/count/type", "number"),
    "a second form": (f"{FIELD}/name", {"anyOf": [{"type": "array"}, OLD["properties"]["name"]]}),
    "null": (f"{FIELD}/name/type", ["string", "null"]),
    "longer at most": (f"{FIELD}/name/maxLength", 65),
    "no pattern": (f"{FIELD}/name/pattern", ...),
    "the minimum itself": (f"{FIELD}/share", {"type": "number", "minimum": 0, "maximum": 100}),
    "more items": (f"{FIELD}/goods/maxItems", 6),
    "a field need not be there": ("required", []),
    "other fields are taken": ("additionalProperties", ...),
    "no condition": ("allOf", ...),
    "a condition asks for less": ("allOf/0/then/required", []),
    "a condition on a new field": ("allOf/0/then/properties/colour", {"maxItems": 0}),
    "one of two is enough": (
        "allOf/0/then",
        {"anyOf": [{"required": ["goods"], "properties": {"goods": {"minItems": 1}}}, {"required": ["share"]}]},
    ),
    "words for people": (f"{FIELD}/name/description", "What it is called."),
    "words for machines": (f"{FIELD}/name/x-unit", "mm"),
}


@pytest.mark.parametrize("kind", ADDS)
def test_a_change_that_only_adds_is_let_through(kind: str) -> None:
    path, value = ADDS[kind]
    new = changed(path, value)
    Draft202012Validator.check_schema(new)
    assert breaks(OLD, new) == ()


def test_every_break_of_one_change_is_told_at_once() -> None:
    new = changed(f"{FIELD}/name/maxLength", 1, changed(f"{FIELD}/share", ...))
    assert {each.path for each in breaks(OLD, new)} == {"/name", "/share"}


def test_a_reference_that_leads_nowhere_outside_or_back_is_an_error_and_no_hang() -> None:
    for ref in ("https://example.org/schema", "#/$defs/Nothing", "#/$defs/Loop"):
        with pytest.raises(ValueError, match=r"not in the schema|back to itself"):
            breaks(OLD, {"$ref": ref, "$defs": {"Loop": {"$ref": "#/$defs/Loop"}}})


def test_a_schema_that_holds_itself_is_not_judged_for_ever() -> None:
    tree = {"$ref": "#/$defs/T", "$defs": {"T": {"type": "object", "properties": {"below": {"$ref": "#/$defs/T"}}}}}
    assert [each.what for each in breaks(tree, tree)] == ["nested too deep to be judged"]


SCALARS = st.sampled_from([None, True, 0, 1, 3, 2.5, "", "a", "ab", "abc"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=6,
)


def _limits(words: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(words), st.integers(0, 3), max_size=2)


def _grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    fields = st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3)
    an_object = st.fixed_dictionaries(
        {"properties": fields},
        optional={
            "type": st.just("object"),
            "required": st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=2),
            "additionalProperties": st.booleans() | inner,
            "patternProperties": st.dictionaries(st.sampled_from(["^[ab]$", "c"]), inner, max_size=1),
        },
    )
    a_list = st.fixed_dictionaries(
        {"items": inner}, optional={"type": st.just("array"), "prefixItems": st.lists(inner, min_size=1, max_size=2)}
    )
    return (
        an_object
        | a_list
        | st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2)})
        | st.fixed_dictionaries({"allOf": st.lists(inner, min_size=1, max_size=2)})
        | st.fixed_dictionaries({"if": inner, "then": inner}, optional={"else": inner})
    )


TYPE = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
LEAVES = (
    st.booleans()
    | st.fixed_dictionaries({"type": TYPE | st.lists(TYPE, min_size=1, max_size=2, unique=True)})
    | st.fixed_dictionaries({"enum": st.lists(SCALARS, min_size=1, max_size=3)})
    | st.fixed_dictionaries({"const": SCALARS})
    | st.fixed_dictionaries({"pattern": st.sampled_from(["^a", "b$"])})
    | _limits(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"))
    | _limits(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"))
)
SCHEMAS = st.recursive(LEAVES, _grown, max_leaves=5)


@settings(max_examples=400, deadline=None)
@given(old=SCHEMAS, new=SCHEMAS, values=st.lists(VALUES, min_size=5, max_size=20))
def test_no_document_that_was_accepted_is_refused_when_no_break_is_told(old: Any, new: Any, values: list[Any]) -> None:
    if breaks(old, new) == ():
        before, after = Draft202012Validator(old), Draft202012Validator(new)
        assert [value for value in values if before.is_valid(value) and not after.is_valid(value)] == []
