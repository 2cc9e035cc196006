"""Answers to rows as a person or a program reads them: a line for each finding that matters, and counts at the end."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from services.contracts.findings import Language
from services.ingest.formats.answers import Answer
from services.ingest.formats.faults import shown
from services.ingest.formats.judging import STATUSES
from services.ingest.formats.row_findings import RowFinding, spoken

MOST_SHOWN: Final = 200
"""Lines about rows that a person is shown; --json has every one."""
_TOLD: Final = ("error", "hold")


@dataclass(slots=True)
class Counts:
    """What the rows of a file came to, and each finding with how often and where it was first met."""

    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    first: dict[tuple[str, str, str, str], tuple[int, RowFinding]] = field(default_factory=dict)

    def add(self, answer: Answer) -> None:
        """Count one row."""
        self.rows += 1
        self.statuses[answer.status] += 1
        for one in answer.findings:
            place = (one.severity, one.code, one.column or "", "" if one.column else one.path)
            self.findings[place] += 1
            self.first.setdefault(place, (answer.row, one))

    def facts(self, language: Language) -> dict[str, Any]:
        """As a JSON document; the gravest and most frequent findings first."""
        order = ("error", "hold", "warning", "info")
        ranked = sorted(self.findings, key=lambda place: (order.index(place[0]), -self.findings[place]))
        return {
            "rows": self.rows,
            "statuses": {status: self.statuses[status] for status in STATUSES},
            "findings": [self._finding(place, language) for place in ranked],
        }

    def _finding(self, place: tuple[str, str, str, str], language: Language) -> dict[str, Any]:
        row, first = self.first[place]
        said = spoken(first, language)
        return {
            "code": said.code,
            "severity": said.severity,
            "column": said.column,
            "path": said.path,
            "rows": self.findings[place],
            "first_row": row,
            "message": said.message,
            "suggestion": said.suggestion,
        }


def row_facts(name: str, answer: Answer, language: Language) -> dict[str, Any]:
    """One row as a JSON line."""
    return {
        "file": name,
        "row": answer.row,
        "status": answer.status,
        "administration": answer.administration,
        "national_ref": answer.national_ref,
        "findings": [spoken(one, language).facts() for one in answer.findings],
    }


def row_lines(answer: Answer, language: Language) -> Iterator[str]:
    """What a person must know of one row: what refuses or holds it."""
    for one in answer.findings:
        if one.severity in _TOLD:
            said = spoken(one, language)
            place = shown(said.column, 24) if said.column else shown(said.path, 24) or "-"
            yield f"row {answer.row:<8} {answer.status:<8} {place:<24} {said.message} {said.suggestion}"


def count_lines(facts: dict[str, Any], language: Language) -> Iterator[str]:
    """The counts of one file for a person."""
    first = "d'abord à la ligne" if language == "fr" else "first in row"
    for one in facts["findings"]:
        place = shown(one["column"] or one["path"] or "the row", 30)
        yield f"  {one['rows']:>7} {one['severity']:<8} {place:<30} {one['message']} ({first} {one['first_row']})"
    told = ", ".join(f"{number} {status}" for status, number in facts["statuses"].items() if number)
    yield f"{facts['rows']} rows answered: {told or 'none'}"


@contextmanager
def progress_bar(what: str, hidden: bool) -> Iterator[Progress]:
    """A bar on standard error, when that is a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
    )
    quiet = hidden or not console.is_terminal
    # Standard output stays where it is: it may go into a file while the bar is on the terminal.
    with Progress(
        *columns, console=console, disable=quiet, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bar:
        bar.add_task(shown(what), total=1.0, said="")
        yield bar


def say(bar: Progress, line: str) -> None:
    """A line of the result, above the bar where both are on one terminal."""
    if not bar.disable and sys.stdout.isatty():
        bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
    else:
        typer.echo(line)
