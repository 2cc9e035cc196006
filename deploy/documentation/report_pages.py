"""docs/reference/: the fields of a report and the code lists, from the types. Pure: lists in, Markdown out."""

from __future__ import annotations

from typing import Any, Final

from deploy.documentation.markdown import page, table
from services.contracts import report, report_blocks
from services.contracts.code_lists import ELSEWHERE, LISTS
from services.contracts.report import FOUND_NOTHING, ONLY_IN, REQUIRED, Kind
from services.contracts.report_values import CODE_PATTERN, DIGITS
from services.contracts.schemas.fields import ReportField, report_fields

_KINDS: Final[tuple[Kind, ...]] = tuple(REQUIRED)
_OUTSIDE: Final = {
    "refused": "the report is refused",
    "held": "the report is held until a correction or a person decides",
    "open": "nothing: the list says what is usual",
}


def fields() -> str:
    """docs/reference/report.md"""
    blocks = list(dict.fromkeys(each.block for each in report_fields()))
    sections = [part for block in blocks for part in (f"## {block}", _about(block), _block(block))]
    nothing = " or ".join(f"`{status}`" for status in FOUND_NOTHING)
    return page(
        "Fields of a report",
        "One shape for every kind and mode, from `services/contracts/report.py`; unknown fields are refused. Examples "
        "of every kind and mode: `services/contracts/schemas/examples/report.submitted/1`. Values of coded fields: "
        "[code lists](code-lists.md). JSON Schema: `services/contracts/schemas/report.submitted.v1.schema.json`.",
        "Mandatory: **all** kinds, the kinds named, or **with its block** (needed once the block is there). The goods "
        f"of a seizure need a substance, a quantity and `confirmed`. A `lab_result` that is {nothing} needs no "
        "`identified`. A warning needs an identifier in `transport`, or `route` and `goods`, or `parties`. A "
        "correction is the whole report again with a higher `version`.",
        f"A code is a text `{CODE_PATTERN}`; a token is `hmac:` with 43 characters of base64url and `=`; an instant is "
        "`2021-02-11T09:20:00+09:00`, a day `2021-02-11`; a number is a JSON number of at most "
        f"{DIGITS} digits. Sizes of lists: see the schema.",
        *sections,
    )


def _about(block: str) -> str:
    kind = getattr(report, block, None) or getattr(report_blocks, block)
    return " ".join((kind.__doc__ or "").split()).replace("``", "`")


def _block(block: str) -> str:
    seen: dict[str, ReportField] = {}
    for each in report_fields():
        if each.block == block:
            seen.setdefault(each.name, each)
    head = ("field", "type", "unit", "mandatory", "code list", "what it is", "en français")
    return table(head, [_row(each) for each in seen.values()])


def _row(field: ReportField) -> tuple[str, ...]:
    home = f" At home in {', '.join(field.modes)}." if field.modes else ""
    return (
        f"`{field.name}`",
        _type(field),
        field.unit or "",
        _mandatory(field),
        ", ".join(f"[{name}](code-lists.md#{name})" for name in (field.code_list, field.names) if name),
        f"{field.en}{home}",
        field.fr,
    )


def _type(field: ReportField) -> str:
    inside = f"[{field.below}](#{field.below.lower()})" if field.below else field.shape.replace("_", "/")
    # What a code or a token looks like is said once, at the top.
    limits = ", ".join(filter(None, (_limit(name, value) for name, value in field.limits.items())))
    said = f"{inside} ({limits})" if limits and field.shape not in ("code", "token") else inside
    return f"list of {said}" if field.many else f"{said}, one or a list" if field.or_many else said


def _limit(name: str, value: Any) -> str:
    if name == "pattern":
        return f"`{value}`"
    # 1e12 is where any number ends; it says nothing about the field.
    if abs(value) >= 1e12:
        return ""
    words = {
        "maxLength": f"up to {value:,} characters",
        "maxProperties": f"up to {value} types",
        "exclusiveMinimum": f"above {value}",
        "minimum": f"from {value}",
        "maximum": f"to {value:,}",
    }
    return words.get(name, "")


def _mandatory(field: ReportField) -> str:
    if field.block == "Report":
        if field.needed_by == _KINDS:
            return "all"
        only = ONLY_IN.get(field.name)
        needed = ", ".join(field.needed_by)
        return f"{needed} (no other kind may)" if only and needed else f"no; only {only}" if only else needed
    if field.needed_by:
        return ", ".join(field.needed_by)
    return "with its block" if field.needed_in_block else ""


def code_lists() -> str:
    """docs/reference/code-lists.md"""
    used = {
        name: sorted({f"`{each.spec}`" for each in report_fields() if name in (each.code_list, each.names)})
        for name in (*LISTS, *ELSEWHERE)
    }
    sections = []
    for each in LISTS.values():
        rows = [(f"`{code}`", en, fr) for code, (en, fr) in each.codes.items()]
        sections += [
            f"## {each.name}",
            f"Source: {each.source}. A value outside: {_OUTSIDE[each.outside]}. Used in {', '.join(used[each.name])}.",
            table(("code", "English", "français"), rows),
        ]
    for other in ELSEWHERE.values():
        sections += [
            f"## {other.name}",
            f"Kept elsewhere: {other.source}. A value outside: {_OUTSIDE[other.outside]}. "
            f"Used in {', '.join(used[other.name])}.",
        ]
    return page(
        "Code lists",
        "From `services/contracts/code_lists`; as data: `services/contracts/schemas/code-lists.json`. Codes are only "
        "ever added.",
        *sections,
    )
