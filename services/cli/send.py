"""`tocsin send`: the reports of a file, to the ingest door."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.dry_run import dry_run
from services.cli.file_reading import (
    Administration,
    Asked,
    Encoding,
    Files,
    FormatName,
    Mapping,
    Operation,
    Sheet,
    Speech,
    Zone,
    without_receipts,
)
from services.cli.options import State, fail, state_folder, tell
from services.cli.sending.keys import NoKey
from services.cli.sending.receipts import ReceiptFault
from services.cli.sending.run import Line, find_line, receipt_path, send_file, summary_lines
from services.contracts.release import release_reason
from services.ingest.formats.definition import Definition
from services.ingest.formats.faults import FileFault

DryRun = Annotated[bool, typer.Option("--dry-run", help="Answer every row, send nothing.")]
DoorUrl = Annotated[str | None, typer.Option("--door", metavar="URL", help="The ingest door.")]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="File with the API key, or with the key of each administration.")
]
ReceiptFile = Annotated[Path | None, typer.Option("--receipts", help="Receipt file. Default: FILE.receipts.jsonl.")]
InFlight = Annotated[int, typer.Option("--in-flight", min=1, max=32, help="Batches on their way at once.")]
Patience = Annotated[float, typer.Option("--patience", min=0, help="Seconds to wait for a door that is away.")]
Release = Annotated[
    str | None,
    typer.Option("--release", metavar="REASON", help="Let in what is held; why, in the officer's words."),
]
AsLines = Annotated[bool, typer.Option("--json", help="One JSON object a line, the last of a file with its counts.")]


def send(
    files: Files,
    mapping: Mapping = None,
    dry: DryRun = False,
    administration: Administration = None,
    operation: Operation = None,
    format_: FormatName = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    zone: Zone = None,
    door: DoorUrl = None,
    key_file: KeyFile = None,
    receipts: ReceiptFile = None,
    in_flight: InFlight = 4,
    patience: Patience = 300,
    release: Release = None,
    state: State = None,
    language: Speech = "en",
    as_json: AsLines = False,
) -> None:
    """Send the reports of files (JSON, JSON Lines, CSV, Excel) and write a receipt for each row.

    The same command again goes on where it stopped: what the receipt file shows as acknowledged is not sent again.

    With --release, rows that are held, now or since an earlier run, are let in: a person looked at their findings.
    A version that clashes with another content is not; send a higher version.

    Exit status: 0 when every row was acknowledged (with --dry-run: when none would be refused), 1 when one was not,
    2 when a file, mapping or option is wrong, 130 after an interrupt.

    Example: `tocsin send seizures.xlsx --mapping my-mapping.yaml --dry-run`
    """
    asked = Asked(mapping, format_, encoding, sheet, zone, operation, administration, language)
    files, reason = without_receipts(files), _reason(release)
    try:
        definition = asked.definition()
        if dry:
            whole = _answer_all(files, asked, definition, as_json)
        else:
            line = replace(find_line(door, key_file, state_folder(state), in_flight, patience), release=reason)
            whole = _send_all(files, asked, definition, line, receipts, as_json)
    except (FileFault, ReceiptFault, NoKey) as fault:
        raise fail(str(fault), 2) from None
    except KeyboardInterrupt:
        raise fail("interrupted; the same command again goes on from here", 130) from None
    if not whole:
        raise typer.Exit(1)


def _reason(release: str | None) -> str | None:
    try:
        return None if release is None else release_reason(release)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--release") from None


def _answer_all(files: list[str], asked: Asked, definition: Definition | None, as_json: bool) -> bool:
    """Answer every row of every file; True when none would be refused."""
    refused = 0
    for name in files:
        facts = dry_run(name, asked, definition, rows=True, as_json=as_json)
        refused += facts["statuses"]["refused"]
        if as_json:
            typer.echo(json.dumps({"counts": facts}, ensure_ascii=False))
    return refused == 0


def _send_all(
    files: list[str], asked: Asked, definition: Definition | None, line: Line, receipts: Path | None, as_json: bool
) -> bool:
    """Send every file; True when every row was acknowledged."""
    whole = True
    for name in files:
        facts, ended = send_file(name, asked, definition, line, receipt_path(name, receipts), hidden=as_json)
        _show(facts, as_json)
        if ended is not None:
            raise fail(f"{ended}; the same command again goes on from here")
        whole = whole and facts["complete"]
    return whole


def _show(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"counts": facts}, ensure_ascii=False))
        return
    for notice in facts["notices"]:
        tell(f"{facts['file']}: {notice}")
    for text in summary_lines(facts):
        typer.echo(text)
