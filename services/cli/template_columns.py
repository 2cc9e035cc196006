"""Which columns a fill-in template has for a kind and a mode, and what a report says in each. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from services.contracts.code_lists import LISTS
from services.contracts.report import Kind
from services.contracts.schemas.fields import ReportField, home_modes, report_fields
from services.contracts.topics import Mode

COPIES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "route": 3,
        "goods": 2,
        "parties": 2,
        "transport/items": 3,
        "transport/containers": 3,
        "transport/plates": 2,
        "transport/bag_tags": 2,
        "transport/bills_of_lading": 2,
        "transport/seals": 2,
        "transport/content/lines": 2,
        "detection/aids": 2,
        "addressed_to": 3,
        "identified": 3,
        "cutting": 3,
        "sharing/handling": 2,
        "sharing/audience": 3,
    }
)
"""How often a list's columns are repeated; once where nothing is said. More can be added: ``goods.2.substance``."""

_OF_ANSWERS: Final = frozenset({"feedback", "lab_result", "retraction"})
_NOT_IN_ANSWERS: Final = frozenset(
    {
        "traffic",
        "direction",
        "customs_procedure",
        "location",
        "service",
        "detection",
        "illicit_indicators",
        "route",
        "conveyance",
        "transport",
        "goods",
        "concealment",
        "cover_load",
        "counterfeit",
        "right_holder",
        "parties",
        "token_key",
        "outcome",
    }
)
"""What an answer to another report could repeat, but has no need to."""

_IN_SHORT: Final = frozenset(
    {
        "version",
        "in_reply_to",
        "correction_reason",
        "location/name",
        "location/country",
        "route/*/role",
        "route/*/country",
        "route/*/place",
        "transport/items",
        "transport/courier",
        "transport/posted_on",
        "transport/awb",
        "transport/flight",
        "transport/flight_date",
        "transport/containers",
        "transport/bills_of_lading",
        "transport/vessel/imo",
        "transport/vessel/name",
        "transport/plates",
        "transport/border_post",
        "goods/*/substance",
        "goods/*/confirmed",
        "goods/*/form",
        "goods/*/quantity",
        "goods/*/purity",
        "goods/*/marks/logo",
        "goods/*/marks/colour",
        "goods/*/marks/mass_mg",
        "concealment/code",
        "cover_load/description",
        "narrative",
        "outcome/arrests",
        "addressed_to",
        "answer_by",
        "requested_action",
        "validity",
        "seizure_ref",
        "identified/*/substance",
        "identified/*/share",
        "method",
        "status",
        "retraction_reason",
        "sharing/tlp",
        "sharing/audience",
    }
)
"""What a short template asks beyond what is mandatory; a whole block when it is named."""

_BESIDE: Final = {"posted_on": "items", "flight_date": "flight"}
"""Days that belong to an identifier: they are asked where it is at home."""

_AIR_TOKENS: Final = frozenset({"bag_tag", "pnr"})
_PARTS: Final = frozenset({"name_parts", "name_phonetic", "address_parts"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``path`` is dotted: ``goods.0.substance``; ``codes`` is the list that it offers."""

    path: str
    field: ReportField
    needed: bool
    codes: str | None


def columns(kind: Kind, mode: Mode | None, *, short: bool = False) -> tuple[Column, ...]:
    """The columns of a template, ``kind`` first, then the rest in the order of the report, one item after the other."""
    found = _below("Report", "", "", kind, mode, needed=True)
    return tuple(each for each in found if not short or each.needed or _in_short(each.field.spec))


def row_of(document: Mapping[str, Any], wanted: tuple[Column, ...]) -> tuple[Any, ...]:
    """What a report says in each column; None where it says nothing."""
    return tuple(_at(document, column.path.split(".")) for column in wanted)


def _at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    # Of several methods the column holds the first.
    return value[0] if isinstance(value, list) else value


def _below(block: str, spec: str, path: str, kind: Kind, mode: Mode | None, *, needed: bool) -> Iterator[Column]:
    for field in _fields_of(block, spec):
        if not _asked(field, kind, mode):
            continue
        must = needed and (kind in field.needed_by or field.needed_in_block)
        if field.shape == "tokens":
            for name in _tokens(mode):
                yield Column(f"{path}{field.name}.{name}.0", field, False, None)
            continue
        for number in range(COPIES.get(field.spec, 1) if field.many else 1):
            here = f"{path}{field.name}.{number}" if field.many else f"{path}{field.name}"
            if field.below:
                inside = f"{field.spec}/*/" if field.many else f"{field.spec}/"
                yield from _below(field.below, inside, f"{here}.", kind, mode, needed=must and not number)
            else:
                yield Column(here, field, must and not number, field.code_list)


def _fields_of(block: str, spec: str) -> tuple[ReportField, ...]:
    return tuple(each for each in report_fields() if each.block == block and each.spec == f"{spec}{each.name}")


def _asked(field: ReportField, kind: Kind, mode: Mode | None) -> bool:
    if kind not in field.kinds or (kind in _OF_ANSWERS and field.spec in _NOT_IN_ANSWERS):
        return False
    return (
        field.block != "Transport"
        or mode is None
        or mode in home_modes().get(_BESIDE.get(field.name, field.name), {mode})
    )


def _in_short(spec: str) -> bool:
    steps = spec.split("/")
    return any("/".join(steps[:depth]) in _IN_SHORT for depth in range(1, len(steps) + 1))


def _tokens(mode: Mode | None) -> list[str]:
    return [
        name for name in LISTS["token_type"].codes if name not in _PARTS and (mode == "air" or name not in _AIR_TOKENS)
    ]
