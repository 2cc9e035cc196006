"""`tocsin places`: the gazetteer that places are read with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from services.cli.options import AsJson, fail
from services.reference.countries import read_country
from services.reference.places import Gazetteer, NotAGazetteer, PlaceReading, read_place
from services.reference.places.compile.build import compile_gazetteer
from services.reference.places.compile.unlocode_file import NotUnlocode, UnlocodeList, read_unlocode
from services.reference.places.default_file import CannotKeep, default_file, inputs_version, writing
from services.reference.settings import cache_folder

places = typer.Typer(help="The gazetteer that places are read with.", no_args_is_help=True)
Kept = Annotated[
    Path | None,
    typer.Option("--file", metavar="PATH", help="Where to keep it. Default: the cache folder."),
]


@places.command("build")
def build(file: Kept = None, as_json: AsJson = False) -> None:
    """Make the default gazetteer out of the installed packages.

    It is made on first use anyway; this makes it before, and anew. Kept elsewhere, TOCSIN_GAZETTEER must point to it.

    Example: `tocsin places build --file /var/lib/tocsin/places.sqlite3`
    """
    _made(file or default_file(), inputs_version(), None, as_json)


@places.command("load")
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="UN/LOCODE list: .csv, .csv.gz, or UNECE's .zip.")],
    kept: Kept = None,
    as_json: AsJson = False,
) -> None:
    """Make a gazetteer out of the packages and the official UN/LOCODE list.

    Point TOCSIN_GAZETTEER to the file that it names. What the list holds that is no location is skipped and counted.

    Example: `tocsin places load loc251csv.zip --file /var/lib/tocsin/places.sqlite3`
    """
    try:
        with _bar("reading") as (progress, task):
            listed = read_unlocode(file, lambda row: progress.update(task, completed=row))
        version = inputs_version(hashlib.sha256(file.read_bytes()).hexdigest())
    except (OSError, NotUnlocode) as fault:
        raise fail(str(fault)) from fault
    _made(kept or cache_folder() / f"places-unlocode-{version}.sqlite3", version, listed, as_json)


@places.command("find")
def find(
    text: Annotated[str, typer.Argument(help="A place as a report writes it.")],
    country: Annotated[str, typer.Option("--country", help="The country that it is in: code or name.")],
    mode: Annotated[str | None, typer.Option("--mode", help="Mode of transport there: air, land, sea or mail.")] = None,
    division: Annotated[
        str | None, typer.Option("--division", help="Administrative division, if the report names it.")
    ] = None,
    gazetteer: Annotated[Path | None, typer.Option("--gazetteer", metavar="PATH", help="Gazetteer file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read one place as the platform would, and say how.

    Exit status 1 when it can't be read; then the candidates, if any, are shown.

    Example: `tocsin places find "Novosibirsk Region, Novosibirsk city" --country RU`
    """
    try:
        opened = Gazetteer.open(gazetteer)
    except (NotAGazetteer, CannotKeep) as fault:
        raise fail(str(fault)) from fault
    reading = read_place(opened, text, read_country(country).code, mode=mode, division=division)
    if as_json:
        typer.echo(json.dumps({**asdict(reading), "gazetteer": opened.version}, ensure_ascii=False))
    else:
        _show(reading)
    if reading.code is None:
        raise typer.Exit(1)


def _made(path: Path, version: str, listed: UnlocodeList | None, as_json: bool) -> None:
    path = path.resolve()
    try:
        with _bar("compiling") as (progress, task), writing(path, again=True) as part:
            if part:
                compile_gazetteer(
                    part, version, listed, lambda done, of: progress.update(task, completed=done, total=of)
                )
        facts = Gazetteer(path).facts
    except (CannotKeep, NotAGazetteer) as fault:
        raise fail(str(fault)) from fault
    if as_json:
        typer.echo(json.dumps({"path": str(path), **facts}))
        return
    for name, number in facts["rows"].items():
        typer.echo(f"{number:>9,}  rows of the list: {name.replace('_', ' ')}")
    for kind, number in facts["places"].items():
        typer.echo(f"{number:>9,}  {kind.replace('_', ' ')}")
    typer.echo(f"{facts['names']:>9,}  names")
    for alias in facts["lost_aliases"]:
        typer.echo(f"the alias table names a place that is not there: {alias}", err=True)
    typer.echo(f"version {facts['version']}, kept in {path}")


def _show(reading: PlaceReading) -> None:
    if reading.code:
        where = (
            f"{reading.lat:.2f} {reading.lon:.2f}"
            if reading.lat is not None and reading.lon is not None
            else "no point"
        )
        typer.echo(
            f"{reading.code}  {reading.kind}  {reading.name}  {reading.subdivision or '-'}  {where}  ({reading.how})"
        )
    else:
        typer.echo(f"not read: {reading.how}, {reading.reason}")
    for each in reading.candidates:
        typer.echo(f"  {each.code}  {each.kind}  {each.name}  {each.subdivision or '-'}")


@contextmanager
def _bar(doing: str) -> Iterator[tuple[Progress, TaskID]]:
    """A bar on standard error; standard output is for the result."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress, progress.add_task(doing, total=None)
