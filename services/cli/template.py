"""`tocsin template`: an Excel file to be filled in, made from the report's own fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.options import AsJson, fail
from services.cli.template_columns import Column, columns, row_of
from services.cli.template_workbook import REPORTS, workbook
from services.contracts.events import SUBMITTED
from services.contracts.report import REQUIRED, Kind
from services.contracts.schemas.catalogue import FOLDER, example_folder
from services.contracts.topics import Mode


def template(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.xlsx", help="The file to write.")],
    kind: Annotated[Kind, typer.Option("--kind", help="What the reports are.")] = "seizure",
    mode: Annotated[Mode | None, typer.Option("--mode", help="How the goods travelled.")] = None,
    short: Annotated[bool, typer.Option("--short", help="Only what is mandatory and most used.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write an Excel template: one row a report, drop-downs for codes, descriptions in English and French.

    A seizure and a warning need a mode. Exit status 0 when the file is written.

    Example: `tocsin template --kind seizure --mode mail -o mail.xlsx`
    """
    if mode is None and "mode" in REQUIRED[kind]:
        raise fail(f"a {kind} needs --mode", 2)
    if output.suffix.lower() != ".xlsx":
        raise fail(f"{output}: the name must end in .xlsx", 2)
    if output.exists() and not force:
        raise fail(f"{output} is there already; --force writes over it")
    wanted = columns(kind, mode, short=short)
    try:
        workbook(wanted, _example(kind, mode, wanted)).save(output)
    except OSError as error:
        raise fail(f"{output}: {error.strerror or error}") from None
    if as_json:
        needed = [each.path for each in wanted if each.needed]
        facts = {"file": str(output), "sheet": REPORTS, "columns": [each.path for each in wanted], "mandatory": needed}
        typer.echo(json.dumps(facts, indent=2))
    else:
        typer.echo(f"{output}: {len(wanted)} columns, sheet {REPORTS}")


def _example(kind: Kind, mode: Mode | None, wanted: tuple[Column, ...]) -> Mapping[str, Any]:
    """Of the published examples of this kind, and of this mode if there is one, that which fills most columns."""
    paths = sorted((FOLDER / "examples" / example_folder(SUBMITTED)).glob("*.json"))
    found = [document for path in paths if (document := json.loads(path.read_bytes()))["kind"] == kind]
    fitting = [document for document in found if mode in (None, document.get("mode"))]
    return max(fitting or found, key=lambda document: sum(value is not None for value in row_of(document, wanted)))
