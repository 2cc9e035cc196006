"""`tocsin tokenise`: reports whose parties stand in clear become reports with tokens, or nothing is written at all."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Final

import typer

from services.cli.clear_files import (
    STANDARD,
    KeyFile,
    Region,
    Speech,
    Teller,
    country,
    opened,
    operation_key,
    progress,
)
from services.cli.options import fail, tell
from services.cli.token_words import fault_said, said
from services.client.clear_parties import Fault, NotTokenised, Tokenised, tokenised
from services.client.sending import body_of
from services.contracts.codec import parse_json
from services.contracts.findings import Language
from services.contracts.reasons import Undecodable
from services.contracts.topics import REPORT_BYTES

LONGEST_LINE: Final = 4 * REPORT_BYTES
"""Bytes of a report with parties in clear; tokens are shorter than what they stand for, or about as long."""


def tokenise(
    file: Annotated[Path, typer.Argument(help="Reports with parties in clear, JSON Lines; '-' is standard input.")],
    key_file: KeyFile,
    output: Annotated[
        Path, typer.Option("--output", metavar="FILE", help="Where to; it must not exist. Default: standard output.")
    ] = STANDARD,
    region: Region = None,
    drop_unread: Annotated[
        bool, typer.Option("--drop-unread", help="Leave out values that can't be read, instead of refusing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON; needs --output.")] = False,
    language: Speech = "en",
) -> None:
    """Turn reports with parties in clear (`parties[].clear`) into reports with tokens.

    The whole file is written or nothing, and nothing when a clear value could still be read in one of the reports.
    Phones are read as written in the party's `country`, else in --region, else in the administration's country.
    Exit status 0 only when it was written.

    Example: `tocsin tokenise cases.jsonl --key-file operation.key --output reports.jsonl`
    """
    key, where = operation_key(key_file), country(region)
    if as_json and output == STANDARD:
        raise typer.BadParameter("needs --output", param_hint="--json")
    if output != STANDARD and output.exists():
        raise fail(said("exists", language, path=output))

    def made(content: bytes) -> Tokenised:
        return tokenised(_parsed(content), key, where, drop_unread=drop_unread)

    try:
        with _whole(output) as spool:
            counts = _tokenise_all(file, spool, made, language)
    except OSError as error:
        raise fail(str(error)) from None
    if as_json:
        typer.echo(json.dumps(counts))
    else:
        tell(said("written", language, **counts))


def _tokenise_all(
    file: Path, spool: IO[bytes], made: Callable[[bytes], Tokenised], language: Language
) -> dict[str, int]:
    """What was counted. Ends the command when a single report can't leave the house."""
    counts, refused, teller = {"reports": 0, "tokens": 0, "dropped": 0}, 0, Teller(language)
    with opened(file, language) as raw, progress(file) as passed:
        for number, content in enumerate(raw, 1):
            passed(len(content))
            if not content.strip():
                continue
            try:
                one = made(content)
            except NotTokenised as why:
                refused += 1
                for fault in why.faults:
                    teller.line(number, fault_said(fault, language))
                continue
            counts["reports"] += 1
            counts["tokens"] += one.made
            counts["dropped"] += len(one.dropped)
            spool.write(body_of(one.report) + b"\n")
    if refused:
        raise fail(said("nothing_written", language, count=refused))
    return counts


def _parsed(content: bytes) -> object:
    if len(content) > LONGEST_LINE:
        raise NotTokenised([Fault("not_a_report", "/", f"larger than {LONGEST_LINE} bytes")])
    try:
        return parse_json(content.removeprefix(b"\xef\xbb\xbf"))
    except Undecodable as why:
        raise NotTokenised([Fault("not_a_report", "/", why.message)]) from None


@contextmanager
def _whole(output: Path) -> Iterator[IO[bytes]]:
    """What is written into it stands at ``output`` in the end; nothing does if something fails on the way."""
    if output == STANDARD:
        with tempfile.TemporaryFile() as spool:
            yield spool
            spool.seek(0)
            shutil.copyfileobj(spool, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as part:
        try:
            yield part
            part.close()
            Path(part.name).replace(output)
        finally:
            Path(part.name).unlink(missing_ok=True)
