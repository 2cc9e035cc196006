"""How the commands that see clear values read them: from a file or standard input, and the key from its own file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer
from rich.console import Console
from rich.progress import Progress

from services.cli.options import fail, tell
from services.cli.token_words import said
from services.client.tokens import OperationKey
from services.contracts.findings import Language
from services.contracts.identifiers import assigned_countries

STANDARD: Final = Path("-")
"""Standard input or output."""
MOST_TOLD: Final = 20
"""Faults that are told one by one; the rest is only counted."""

KeyFile = Annotated[Path, typer.Option("--key-file", metavar="FILE", help="The operation key, in a file of mode 0600.")]
Region = Annotated[
    str | None, typer.Option("--region", metavar="CC", help="Country (alpha-2) in which the values were written down.")
]
Speech = Annotated[Language, typer.Option("--language", help="Language of what is said.")]


def operation_key(path: Path) -> OperationKey:
    """The key in this file; ends the command when there is none."""
    try:
        return OperationKey.load(path)
    except (OSError, ValueError) as error:
        raise fail(str(error)) from None


def country(given: str | None) -> str | None:
    """The country that was given; ends the command when there is no such country."""
    code = given.strip().upper() if given else None
    if code is not None and code not in assigned_countries():
        raise typer.BadParameter("two letters of a country", param_hint="--region")
    return code


@contextmanager
def opened(file: Path, language: Language) -> Iterator[BinaryIO]:
    """The file or standard input; ends the command when it can't be read."""
    if file == STANDARD:
        if sys.stdin.isatty():
            tell(said("type_it", language))
        yield sys.stdin.buffer
        return
    try:
        raw = file.open("rb")
    except OSError as error:
        raise fail(str(error)) from None
    with raw:
        yield raw


@contextmanager
def progress(file: Path) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, if a person looks at it; the function that is given takes the bytes that were read."""
    total = file.stat().st_size if file != STANDARD else None
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)


class Teller:
    """Says what is wrong with single lines, and no more of them than a person reads."""

    def __init__(self, language: Language) -> None:
        self._language, self._told = language, 0

    def line(self, number: int, what: str) -> None:
        """Something is wrong in this line."""
        self._told += 1
        if self._told <= MOST_TOLD:
            tell(said("line", self._language, line=number, what=what))
        elif self._told == MOST_TOLD + 1:
            tell(said("more", self._language))
