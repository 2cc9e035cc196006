"""`tocsin substances`: the reference list of substances; find, show, check, add."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from services.cli.options import AsJson, fail
from services.reference.substances import Substance, SubstanceReading, catalogue, read_substance, search
from services.reference.substances.checking import faults_of_folder
from services.reference.substances.entry_files import EntryFault
from services.reference.substances.new_entry import add_entry

substances = typer.Typer(help="The reference list of substances.", no_args_is_help=True)
Language = Annotated[str, typer.Option("--language", "-l", metavar="CODE", help="Language of the names: en, fr, es …")]


@substances.callback()
def _group() -> None:
    """The reference list of substances."""


@substances.command()
def find(
    text: Annotated[list[str], typer.Argument(metavar="TEXT…", help="A name as somebody wrote it, in any language.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most entries to list.")] = 20,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Say how a written name is read, and which entries it is part of.

    Exit status 0 when the name is read, or at least one entry holds it.

    Example: `tocsin substances find "chlorhydrate de cocaïne"`
    """
    written = " ".join(text)
    reading, held = read_substance(written), search(written, limit)
    if as_json:
        typer.echo(json.dumps({"reading": asdict(reading), "entries": [asdict(one) for one in held]}, indent=2))
    else:
        typer.echo(_told(reading))
        for one in held:
            typer.echo(f"  {one.id:32}  {one.kind:9}  {one.group:22}  {one.name(language)}")
    if not reading.kind and not held:
        raise typer.Exit(1)


@substances.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of an entry, or a name that is read as one.")],
    as_json: AsJson = False,
) -> None:
    """Show an entry with its names, numbers and aliases.

    Example: `tocsin substances show fentanyl`
    """
    listed = catalogue()
    entry = listed.entries.get(id_) or listed.entries.get(read_substance(id_).id or "")
    if entry is None:
        raise fail(f"no entry has the id {id_}, and it is not read as one; try: tocsin substances find {id_}")
    if as_json:
        typer.echo(json.dumps(asdict(entry), indent=2, ensure_ascii=False))
    else:
        _show(entry)


@substances.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="Folder of the list. Default: the built-in one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check every entry of the list: numbers, ids, ties, words that two entries claim.

    Exit status 0 only when nothing is wrong.

    Example: `tocsin substances check`
    """
    faults = faults_of_folder(folder) if folder else faults_of_folder()
    if as_json:
        typer.echo(json.dumps({"faults": faults}, indent=2, ensure_ascii=False))
    else:
        for fault in faults:
            typer.echo(f"FAULT {fault}", err=True)
        typer.echo(f"{len(faults)} faults")
    if faults:
        raise typer.Exit(1)


@substances.command()
def add(
    file: Annotated[typer.FileText, typer.Argument(help="One entry in YAML; - for standard input.")],
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="KEY=TEXT", help="A source that the file doesn't have yet.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="File of entries. Default: the group's.")
    ] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="Folder of the list. Default: the built-in.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add one entry to the file of its group, when nothing is wrong with it; else say exactly what is.

    Example: `tocsin substances add new.yaml --source "eudra=EUDA Early Warning System 2025"`
    """
    sources = dict(pair.partition("=")[::2] for pair in source or [])
    try:
        path = add_entry(file.read(), sources, to, folder)
    except EntryFault as fault:
        raise fail(str(fault)) from fault
    if as_json:
        typer.echo(json.dumps({"file": str(path)}))
    else:
        typer.echo(f"added to {path}; review and commit it")


def _told(reading: SubstanceReading) -> str:
    """The reading in one line."""
    said = [f"{word} {value}" for word, value in (("form", reading.form), ("salt", reading.salt)) if value]
    if reading.kind == "mixture" and not reading.id:
        what = f"a mixture of {', '.join(reading.contains)}"
    elif reading.id:
        what = f"{reading.id} ({', '.join([str(reading.kind), f'by {reading.how}', *said])})"
    else:
        maybe = f"; perhaps {', '.join(reading.suggestions)}" if reading.suggestions else ""
        what = f"{reading.how}{maybe}"
    return f"{reading.raw!r}: {what}"


def _show(entry: Substance) -> None:
    facts = [
        ("id", entry.id),
        ("kind", entry.kind),
        ("parent", entry.parent or ""),
        ("contains", ", ".join(entry.contains)),
        ("group", entry.group),
        ("INN", entry.inn or ""),
        ("CAS", ", ".join(entry.cas)),
        ("InChIKey", entry.inchikey or ""),
        ("HS 2022", entry.hs or ""),
        ("control", ", ".join(one.list for one in entry.control)),
        *((f"name {lang}", text) for lang, text in entry.names.items()),
    ]
    for label, value in facts:
        if value:
            typer.echo(f"{label:9}  {value}")
    for one in entry.aliases:
        said = "".join(f", {value}" for value in (one.form, one.salt) if value)
        typer.echo(f"{'alias':9}  {one.text}  ({one.kind}, {one.lang}, {one.source}{said})")
