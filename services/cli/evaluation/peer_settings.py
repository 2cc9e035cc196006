"""What Splink is told of each class of link: which columns it compares, how, and which pairs it learns from.

A model for each class, since Splink knows one kind of link only. What makes a class (an equal number, an equal token)
blocks its training, so Splink leaves its own default there (m = 0.95); everything else it learns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from services.cli.evaluation.peer_columns import EXACT, OBJECTS, PARTIAL, number_column, token_column

if TYPE_CHECKING:
    from splink.internals.comparison_creator import ComparisonCreator

FOREIGN: Final = "l.administration <> r.administration"
_NUMBERS: Final = tuple(map(number_column, OBJECTS))
_TOKENS: Final = tuple(map(token_column, (*EXACT, *PARTIAL[1:])))
_NAME_PARTS: Final = token_column("name_parts")
_CONTEXT: Final = ("mode", "departure", "destination", "substance", "place", "day", "posted", "kind")
_WAY: Final = ("concealment", "cover_hs", "cover_words", "declared_value", "weight_kg")
_LOOKS: Final = ("logo", "colour", "shape", "mass_mg", "diameter_mm", "thickness_mm")
_MARKS: Final = ("press", "tool", "profile")


@dataclass(frozen=True, slots=True)
class Model:
    """The columns of one class. Its pairs share a value of one of the arrays ``equal``, or meet the SQL of ``rule``."""

    columns: tuple[str, ...]
    equal: tuple[str, ...] = ()
    rule: str | None = None


MODELS: Final[dict[str, Model]] = {
    "same_object": Model((*_NUMBERS, *_CONTEXT), _NUMBERS),
    "serial_neighbour": Model(
        ("series", *_TOKENS, _NAME_PARTS, *_CONTEXT, *_WAY), rule="list_has_any(l.series, r.series_near)"
    ),
    "same_party": Model((*_TOKENS, _NAME_PARTS, *_CONTEXT), _TOKENS),
    "same_method": Model(
        (*_CONTEXT, *_WAY),
        rule="l.departure = r.departure and l.destination = r.destination and l.substance = r.substance "
        "and l.mode = r.mode and abs(l.day - r.day) <= 14",
    ),
    "same_product": Model(
        (*_LOOKS, *_MARKS, "photo", *_CONTEXT),
        rule="(l.colour = r.colour and l.substance = r.substance and abs(l.mass_mg - r.mass_mg) <= 15)",
    ),
}

_ONE_OR_MORE: Final = frozenset((*_NUMBERS, *_TOKENS))
_RARE: Final = frozenset(
    ("departure", "destination", "substance", "place", "concealment", "logo", "colour", "shape", *_MARKS)
)


def rule_of(model: Model, filled: Collection[str]) -> str | None:
    """SQL for the pairs that the class is about; None when no report can be in one."""
    if model.rule is not None:
        return f"({model.rule}) and {FOREIGN}"
    shared = " or ".join(f"list_has_any(l.{name}, r.{name})" for name in model.equal if name in filled)
    return f"({shared}) and {FOREIGN}" if shared else None


def blocking_of(model: Model, filled: Collection[str]) -> list[Any]:
    """The same as blocking rules of Splink's own."""
    from splink.blocking_rule_library import CustomRule

    if model.rule is not None:
        return [CustomRule(f"({model.rule}) and {FOREIGN}")]
    shared = [name for name in model.equal if name in filled]
    return [CustomRule(f"l.{name} = r.{name} and {FOREIGN}", arrays_to_explode=[name]) for name in shared]


def comparisons_of(model: Model, filled: Collection[str]) -> list[ComparisonCreator | dict[str, Any]]:
    """One comparison for each column that at least two reports fill."""
    return [_comparison(name, filled) for name in model.columns if name in filled]


def _comparison(name: str, filled: Collection[str]) -> ComparisonCreator:
    import splink.comparison_library as cl

    if name in _ONE_OR_MORE:
        return cl.ArrayIntersectAtSizes(name, [1])
    if name in (_NAME_PARTS, "cover_words"):
        return cl.ArrayIntersectAtSizes(name, [2, 1])
    if name == "mode" or name in _RARE:
        return cl.ExactMatch(name).configure(term_frequency_adjustments=name in _RARE)
    return _custom(name, _levels(name, "currency" in filled))


def _levels(name: str, has_currency: bool) -> list[str]:
    """SQL of each level of what is near rather than equal, nearest first."""
    apart = f'abs("{name}_l" - "{name}_r")'
    greater = f'greatest("{name}_l", "{name}_r")'
    currency = '"currency_l" = "currency_r" and ' if has_currency else ""
    return {
        "day": [f"{apart} <= {within}" for within in (1, 3, 7, 14, 60)],
        "posted": [f"{apart} <= 1", f"{apart} <= 7"],
        "series": ['list_has_any("series_l", "series_near_r")'],
        "kind": ['"kind_l" <> "kind_r" and \'warning\' in ("kind_l", "kind_r")'],
        "cover_hs": ['"cover_hs_l" = "cover_hs_r"', 'left("cover_hs_l", 4) = left("cover_hs_r", 4)'],
        "photo": ['bit_count(xor("photo_l", "photo_r")) <= 6'],
        "declared_value": [f"{currency}{apart} <= {share} * {greater}" for share in (0.1, 0.3)],
        "weight_kg": [f"{apart} <= {share} * {greater}" for share in (0.1, 0.3)],
        "mass_mg": [f"{apart} <= {share} * {greater}" for share in (0.03, 0.09)],
        "diameter_mm": [f"{apart} <= 0.15"],
        "thickness_mm": [f"{apart} <= 0.2"],
    }[name]


def _custom(name: str, conditions: Iterable[str]) -> ComparisonCreator:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    levels: list[Any] = [cll.NullLevel(name), *map(cll.CustomLevel, conditions), cll.ElseLevel()]
    return cl.CustomComparison(output_column_name=name, comparison_levels=levels)
