"""Markdown: a table, and a page with its heading and the note that it is made. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MADE: Final = "<!-- Made by `python -m deploy.documentation`; a change by hand is overwritten. -->"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def page(title: str, *parts: str) -> str:
    """A page of these parts."""
    return "\n\n".join((f"# {title}", MADE, *parts)) + "\n"
