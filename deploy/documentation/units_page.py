"""docs/reference/units.md: every unit with its factor and source. Pure: the reference files in, Markdown out."""

from __future__ import annotations

from typing import Final

from deploy.documentation.markdown import page, table
from services.reference.quantities import FLAGS, Measure, Unit, units
from services.reference.quantities.unit_words import factor_text

_MEASURES: Final[tuple[tuple[Measure, str, str], ...]] = (
    ("mass", "Masses", "kilograms in one"),
    ("volume", "Volumes, a litre as a kilogram", "litres in one"),
    ("count", "Counts", "pieces in one"),
    ("area", "Areas, never kilograms", "-"),
    ("none", "Neither", "-"),
)


def unit_words() -> str:
    """docs/reference/units.md"""
    sections = [
        part
        for measure, title, factor in _MEASURES
        for part in (
            f"## {title}",
            table(
                ("unit", "code", factor, "spellings", "source"),
                [_row(unit) for unit in units().values() if unit.measure == measure],
            ),
        )
    ]
    return page(
        "Units",
        "How a figure and its unit are read, from `services/reference/quantities`. Spellings are read without regard "
        "to case, accents, blanks and points. Also read: a numeral before a count (`Thousand of tablets`), a figure "
        "before a unit (`100 gram`), a container with its content (`Block (350gr)`, `bottle 500 ml`). What is not "
        "known gives a finding and no number. Codes: UN/ECE Recommendation 20; in brackets, packages of "
        "Recommendation 21.",
        "A count gives kilograms only by `marks.mass_mg` of the same report, or for tablets of amphetamine-type "
        "stimulants as a range of 90 to 300 mg each (`services/reference/quantities/tablets.yaml`).",
        *sections,
        "## Flags of a reading",
        table(("flag", "meaning"), [(f"`{flag}`", meaning) for flag, meaning in FLAGS.items()]),
    )


def _row(unit: Unit) -> tuple[str, ...]:
    package = f"[{unit.package}]" if unit.package else ""
    factor = factor_text(unit.low, unit.high) if unit.low is not None and unit.high is not None else "-"
    words = [word for texts in unit.words.values() for word in texts] + list(unit.exact)
    return (f"`{unit.id}`", f"{unit.code or '-'} {package}".strip(), factor, ", ".join(words), unit.source)
