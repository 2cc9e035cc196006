"""`tocsin tokens`: keyed tokens of clear values, made at the national side. No platform is needed.

No clear value is taken as an argument (it would stay in the shell's history), and none is ever printed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer

from services.cli.clear_files import STANDARD, KeyFile, Region, Speech, Teller, country, opened, operation_key
from services.cli.options import fail
from services.cli.token_words import said
from services.client.tokens import TYPES, tokens_by_type
from services.contracts.findings import Language

# An address by its parts needs more than one text: `tocsin tokenise` takes them.
KINDS: Final = tuple(sorted(TYPES - {"address_parts"}))
DELIMITERS: Final = ",;\t|"


def tokens(
    key_file: KeyFile,
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="Clear values, one a line. Default: standard input.")
    ] = STANDARD,
    field: Annotated[str | None, typer.Option("--field", metavar="TYPE", help=f"One of {', '.join(KINDS)}.")] = None,
    region: Region = None,
    column: Annotated[
        str | None, typer.Option("--column", metavar="NAME", help="The file is CSV with a header: read this column.")
    ] = None,
    fingerprint: Annotated[
        bool, typer.Option("--fingerprint", help="Only print the key's fingerprint: `token_key` of a report.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, with every type of token that the value makes.")
    ] = False,
    language: Speech = "en",
) -> None:
    """Make tokens of clear values: a line out for each value in, in order; several tokens are set apart by a space.

    A value that can't be read gives an empty line and is told by the number of its line. Exit status 0 only when
    there was none.

    Example: `tocsin tokens --key-file operation.key --field phone --region KR phones.txt`
    """
    key, where = operation_key(key_file), country(region)
    if fingerprint:
        typer.echo(json.dumps({"fingerprint": key.fingerprint()}) if as_json else key.fingerprint())
        return
    if field not in KINDS:
        raise typer.BadParameter(f"one of {', '.join(KINDS)}", param_hint="--field")
    stem = field.removesuffix("_parts").removesuffix("_phonetic")
    unread, teller = 0, Teller(language)
    with opened(file, language) as raw:
        for line, clear in _values(raw, column, language):
            made = tokens_by_type(key, stem, clear, region=where, country=where)
            if clear.strip() and not made.get(field):
                unread += 1
                teller.line(line, said("unread", language))
            typer.echo(json.dumps(made) if as_json else " ".join(made.get(field, [])))
    if unread:
        raise fail(said("unread_in_all", language, count=unread))


def _values(raw: BinaryIO, column: str | None, language: Language) -> Iterator[tuple[int, str]]:
    """Each value with the number of its line."""
    with TextIOWrapper(raw, encoding="utf-8-sig", newline="" if column else None) as text:
        try:
            if column is None:
                yield from ((number, line.rstrip("\n")) for number, line in enumerate(text, 1))
            else:
                yield from _column(text, column, language)
        except UnicodeDecodeError:
            raise fail(said("not_utf8", language)) from None
        except csv.Error:
            raise fail(said("not_csv", language)) from None


def _column(text: TextIOWrapper, column: str, language: Language) -> Iterator[tuple[int, str]]:
    header = text.readline()
    delimiter = max(DELIMITERS, key=header.count)
    names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
    if names.count(column) != 1:
        raise fail(said("no_column", language))
    place = names.index(column)
    rows = csv.reader(text, delimiter=delimiter)
    for row in rows:
        yield rows.line_num + 1, row[place] if place < len(row) else ""
