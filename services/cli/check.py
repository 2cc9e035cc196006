"""`tocsin check`: does a file hold reports that the platform will take? The self-test of a sender, offline."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.local.folder import write_whole
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
from services.cli.options import AsJson, fail, tell
from services.ingest.formats.faults import FileFault

ReportFile = Annotated[Path | None, typer.Option("--report", help="Write the self-test report (JSON) into this file.")]


def check(
    files: Files,
    mapping: Mapping = None,
    administration: Administration = None,
    operation: Operation = None,
    format_: FormatName = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    zone: Zone = None,
    report: ReportFile = None,
    language: Speech = "en",
    as_json: AsJson = False,
) -> None:
    """Check files of reports without a platform, by the checks of its doors, and count what was found.

    A sender conforms when no row is refused or held. What needs the sender's key, its history or reference data is
    answered by the platform only.

    Exit status: 0 when all files conform, 1 when one does not, 2 when a file or mapping is wrong.

    Example: `tocsin check export.jsonl --administration KR --report self-test.json`
    """
    asked = Asked(mapping, format_, encoding, sheet, zone, operation, administration, language)
    try:
        definition = asked.definition()
        found = [dry_run(name, asked, definition, rows=False, as_json=as_json) for name in without_receipts(files)]
    except FileFault as fault:
        raise fail(str(fault), 2) from None
    except KeyboardInterrupt:
        raise fail("interrupted", 130) from None
    verdict = _verdict(asked, found)
    if report is not None:
        try:
            write_whole(report, json.dumps(verdict, ensure_ascii=False, indent=2) + "\n")
        except OSError as error:
            raise fail(f"cannot write {report} ({error.strerror})", 2) from None
    if as_json:
        typer.echo(json.dumps(verdict, ensure_ascii=False))
    else:
        tell("conforms" if verdict["conforms"] else "does not conform: rows would be refused or held")
    if not verdict["conforms"]:
        raise typer.Exit(1)


def _verdict(asked: Asked, found: list[dict[str, Any]]) -> dict[str, Any]:
    kept = all(not facts["statuses"]["refused"] and not facts["statuses"]["held"] for facts in found)
    return {
        "checked_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "mapping": asked.mapping,
        "administration": asked.administration,
        "conforms": kept and all(facts["rows"] for facts in found),
        "files": found,
    }
