"""A mapping: how one administration's columns become a report. The typed definition of the YAML file.

Every scalar of the file is read as text (services/ingest/formats/mapping_files.py) and becomes what the report's
field asks for, so that ``NO`` is Norway and never "false".
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from services.ingest.formats.cells import Habits
from services.ingest.formats.report_paths import LONGEST_PATH, PATH, Kind

Word = Annotated[str, Field(min_length=1, max_length=200)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Path = Annotated[str, Field(pattern=PATH, max_length=LONGEST_PATH)]


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[Word, ...], BeforeValidator(_several), Field(max_length=500)]


class Part(BaseModel):
    """What every part of a mapping has in common: a word that is not known is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Layout(Part):
    """How the file is laid out. What is absent is found out, and a fault where it can't be.

    ``header`` is the row of the column names, from 1. Rows whose first cell begins with ``comment`` are left out.
    ``merged``: what the cells under a merged one hold.
    """

    sheet: Word | None = None
    header: Annotated[int, Field(ge=1, le=1000)] | None = None
    delimiter: Literal[",", ";", "\t", "|", "tab"] | None = None
    encoding: Word | None = None
    comment: Word | None = None
    merged: Literal["empty", "fill"] = "empty"


class Numbers(Part):
    """How numbers are written."""

    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " ", "'"] = ""


class Replacement(Part):
    """The value that stands for every one that the table does not hold."""

    set: Word


class Column(Part):
    """One column. Without ``to`` it only serves rules and the reference.

    ``from``: the names it may have in the header. ``blank``: words that stand for nothing. ``table``: the sender's
    values and ours; ``unlisted`` is what becomes of a value that the table (or the list of countries) does not hold,
    and ``also_to`` where its own words go. ``with`` is set beside it when the column holds something. ``cut``: a
    text that is too long is shortened instead of refused.
    """

    names: Words = Field(alias="from", min_length=1)
    to: Path | None = None
    read: Kind | None = None
    table: Key | None = None
    unlisted: Literal["keep", "leave_out"] | Replacement = "keep"
    also_to: Path | None = None
    beside: dict[Path, Word] = Field(default_factory=dict, alias="with")
    blank: Words = ()
    formats: Words = ()
    zone: Word | None = None
    separator: Annotated[str, Field(min_length=1, max_length=5)] = ";"
    cut: bool = False
    required: bool = False


class Matches(Part):
    """A regular expression that the whole text of the cell must be, case aside."""

    matches: Annotated[str, Field(min_length=1, max_length=500)]


Condition = Literal["present", "absent", "own", "foreign"] | Words | Matches
"""What a cell must be: there, not there, the administration's own country or another one, one of these words."""


class Case(Part):
    """When all conditions hold, the field is set to ``set``, or to the text of the column ``copy``.

    ``assumed``: the row does not really say it, and the sender is told so.
    """

    when: dict[Key, Condition] = Field(min_length=1)
    set: Word | None = None
    copy_of: Key | None = Field(None, alias="copy")
    assumed: bool = False


class Rule(Part):
    """A field that no column holds. The first case that fits counts; ``otherwise`` is always told as assumed.

    ``quote`` sets instead the words of these columns as they stand, each with its name.
    """

    to: Path
    cases: tuple[Case, ...] = Field((), max_length=500)
    otherwise: Word | None = None
    quote: tuple[Key, ...] = ()
    cut: bool = False


class Reference(Part):
    """Where the national reference comes from: a column, or a template for files that have none.

    In a template ``{hash}`` is the fingerprint of the row's cells (or of the columns ``of``), ``{a_key}`` a column.
    Equal rows get a number behind it.
    """

    column: Key | None = None
    template: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    of: tuple[Key, ...] = ()


class Definition(Part):
    """A whole mapping. ``headers_are_paths``: each column's name is the dotted path of its field."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    title: Word
    layout: Layout = Layout()
    numbers: Numbers = Numbers()
    zone: Word | None = None
    constants: dict[Path, Word] = Field(default_factory=dict)
    tables: dict[Key, dict[str, Word]] = Field(default_factory=dict)
    columns: dict[Key, Column] = Field(default_factory=dict, max_length=1000)
    rules: tuple[Rule, ...] = Field((), max_length=500)
    reference: Reference | None = None
    ignore: Words = ()
    headers_are_paths: bool = False

    def habits(self, column: Column | None = None) -> Habits:
        """How numbers and dates are written, in this column."""
        return Habits(
            self.numbers.decimal,
            self.numbers.thousands,
            column.formats if column else (),
            (column.zone if column else None) or self.zone,
        )


ADMINISTRATION: Final = "administration"
NATIONAL_REF: Final = "national_ref"
