"""What `tocsin send` and `tocsin check` share: the options that say how files are to be read, and the reading."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final, Literal

import typer

from services.cli.options import tell
from services.contracts.findings import Language
from services.ingest.formats.answers import Reading
from services.ingest.formats.cells import zone_of
from services.ingest.formats.definition import Definition
from services.ingest.formats.faults import FileFault
from services.ingest.formats.judging import Judge, judge_row
from services.ingest.formats.mapping_files import load_mapping, mapping_names
from services.ingest.formats.sources import FORMATS, Format, Source, open_source
from services.ingest.formats.wishes import Wishes

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of reports; - is standard input.")]
Mapping = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        metavar="NAME|FILE",
        help=f"How columns become reports: one that ships ({', '.join(mapping_names())}) or a YAML file.",
    ),
]
FormatName = Annotated[
    Literal["csv", "excel", "json", "jsonl"] | None,
    typer.Option("--format", help=f"One of {', '.join(FORMATS)}. Default: what the file looks like."),
]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Encoding of CSV, such as cp1251.")]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Sheet of the workbook.")]
Zone = Annotated[str | None, typer.Option("--zone", help="Time zone of dates without an offset, such as Asia/Seoul.")]
Operation = Annotated[str | None, typer.Option("--operation", help="The operation, in place of the mapping's.")]
Administration = Annotated[
    str | None, typer.Option("--administration", metavar="CODE", help="Who sends; rows of others are refused.")
]
Speech = Annotated[Literal["en", "fr"], typer.Option("--language", help="Language of the findings: en or fr.")]


RECEIPTS: Final = ".receipts.jsonl"


def without_receipts(files: list[str]) -> list[str]:
    """The files without the receipts of earlier runs, which a pattern such as *.jsonl finds too."""
    for name in files:
        if name.endswith(RECEIPTS):
            tell(f"{name} holds receipts and is left out")
    return [name for name in files if not name.endswith(RECEIPTS)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as they were given."""

    mapping: str | None
    format: Format | None
    encoding: str | None
    sheet: str | None
    zone: str | None
    operation: str | None
    administration: str | None
    language: Language

    def definition(self) -> Definition | None:
        """The mapping that was asked for. Raises FileFault."""
        return load_mapping(self.mapping) if self.mapping is not None else None


@contextmanager
def reading(
    name: str, asked: Asked, mapping: Definition | None, judge: Judge = judge_row
) -> Iterator[tuple[Source, Reading]]:
    """One file, ready to be answered row by row. Raises FileFault."""
    if asked.zone is not None:
        try:
            zone_of(asked.zone)
        except ValueError as error:
            raise FileFault(
                "--zone", str(error), "Write a name such as Asia/Seoul or an offset such as +09:00."
            ) from None
    wishes = Wishes(
        now=datetime.now(UTC),
        mapping=mapping,
        administration=asked.administration.strip().upper() if asked.administration else None,
        operation=asked.operation,
        zone=asked.zone,
        encoding=asked.encoding,
        sheet=asked.sheet,
        judge=judge,
    )
    with open_source(name, sys.stdin.buffer, asked.format) as source:
        yield source, Reading(source, wishes)
