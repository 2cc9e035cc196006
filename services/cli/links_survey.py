"""`tocsin links survey`: the links in a file of real seizures, counted, and the first of them for a person to read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from services.cli.evaluation.lines import table
from services.cli.evaluation.seizure_rows import frequencies, read_rows
from services.cli.evaluation.survey import survey
from services.cli.evaluation.survey_page import FIRST, figures, page
from services.cli.options import AsJson, fail, tell
from services.ingest.formats.faults import FileFault
from services.reference.places import Gazetteer


def survey_file(
    file: Annotated[Path, typer.Argument(help="UNODC's Individual Drug Seizures, CSV or its gzip.", exists=True)],
    page_file: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Write the first pairs there, in Markdown.")
    ] = None,
    first: Annotated[int, typer.Option(min=1, max=10_000, help="How many pairs the page shows.")] = FIRST,
    as_json: AsJson = False,
) -> None:
    """Link the rows of a file of real seizures: how many links a thousand reports, and which come first.

    The page shows single cases and is for the eyes of those who may see them. Exit status 1 when the file cannot be
    read.

    Example: `tocsin links survey ../shared/data/unodc-ids-2011-2014.csv.gz --page links.md`
    """
    try:
        counted = frequencies(read_rows(file))
        columns = (TextColumn("reading"), BarColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("reading", total=1.0)
            found = survey(file, Gazetteer.open(), lambda share: progress.update(task, completed=share))
    except (FileFault, OSError, KeyError, ValueError) as fault:
        raise fail(f"{file}: {fault}") from fault
    if page_file is not None:
        page_file.write_text(page(found, first), encoding="utf-8")
        tell(f"the first pairs are in {page_file}")
    told = {**figures(found), "frequencies": counted}
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)))


def _lines(told: dict[str, Any]) -> list[str]:
    cases = told["known_cases"]
    links = [(name, n, told["links_per_1000_reports"][name]) for name, n in told["links"].items()]
    near = [(days, one["pairs"], one["keys"]) for days, one in told["frequencies"]["within"].items()]
    return [
        f"source: {told['source']}",
        f"{told['reports']} reports, {told['reports_with_a_route']} with a destination, {told['pairs']} pairs compared",
        "",
        *table(("class", "links", "per 1,000"), links),
        "",
        "Pairs of two countries with one departure, destination and drug, by frequency alone",
        "",
        *table(("days apart", "pairs", "keys"), near),
        "",
        f"Turkey to Japan, methamphetamine: ranks {', '.join(map(str, cases['clear_ranks'])) or 'none'}, "
        f"{cases['clear_links']} links",
        f"Brazil to Spain, cocaine: first rank {cases['first_frequent_rank']}, {cases['frequent_links']} links",
        f"Argentina to Spain, cocaine: first rank {cases['first_weak_rank']}, {cases['weak_links']} links",
    ]
