"""What every kind of file comes to: numbered records of cells, under a header; and what is noticed on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from services.ingest.formats.row_findings import RowCode

Cell = str | bool | Decimal | date | datetime | None
"""A value as the file holds it. Text of CSV is never read as anything else; None and the empty text are blank."""
Fault = tuple[RowCode, int | None]
"""What is wrong, and in which cell counted from 0 (None: the whole row)."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row. ``number`` is the one that the sender sees: the line or row of the file, counted from 1."""

    number: int
    cells: Sequence[Cell] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class Notices:
    """What was noticed about the whole file, each sentence once, in order."""

    said: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        """Notice something."""
        if sentence not in self.said:
            self.said.append(sentence)


class Table(Protocol):
    """A file of rows; the header is one of them."""

    notices: Notices

    def records(self) -> Iterator[Record]:
        """Every row from the beginning, blank ones too. Raises FileFault."""

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
