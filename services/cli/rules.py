"""`tocsin rules`: the rules that raise alerts, and the tests inside their files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from services.alerts.rule_files import RuleFault, Trial, count_tests, load_rules, rule_paths, tried
from services.cli.options import AsJson

rules = typer.Typer(help="Rules that raise alerts.", no_args_is_help=True)
Files = Annotated[list[Path] | None, typer.Argument(metavar="[FILES]", help="Rule files. Default: the built-in ones.")]


@rules.callback()
def _group() -> None:
    """Rules that raise alerts."""


@rules.command("test")
def run_tests(files: Files = None, as_json: AsJson = False) -> None:
    """Run the tests inside rule files.

    Exit status 0 only when every file is a rule and each of its tests passes.

    Example: `tocsin rules test my-rule.yaml`
    """
    trials: list[Trial] = []
    faults: list[str] = []
    paths = files or rule_paths()
    for path in paths:
        try:
            trials += tried(path)[1]
        except RuleFault as fault:
            faults.append(str(fault))
    counts = count_tests(trials)
    if not faults and not counts["failed"]:
        # What one file can't show: two with the same id.
        try:
            load_rules(paths)
        except RuleFault as fault:
            faults.append(str(fault))
    if as_json:
        failed = [{"rule": one.rule, "test": one.says, "why": one.why} for one in trials if one.why]
        typer.echo(json.dumps({**counts, "failures": failed, "faults": faults}, indent=2))
    else:
        _show(trials, faults)
    if faults or counts["failed"]:
        raise typer.Exit(1)


def _show(trials: list[Trial], faults: list[str]) -> None:
    for one in trials:
        typer.echo(f"{'FAIL' if one.why else 'ok  '}  {one.rule}  {one.expect:4}  {one.says}")
        if one.why:
            typer.echo(f"      {one.why}")
    for fault in faults:
        typer.echo(f"FAULT {fault}", err=True)
    counts = count_tests(trials)
    typer.echo(f"{counts['passed']} passed, {counts['failed']} failed, {len(faults)} broken files")
