"""`tocsin status`: does the platform run, where, and is every part of it ready?"""

from __future__ import annotations

import json

import typer

from deploy.local.state import read_state
from services.cli.facts import facts, lines
from services.cli.options import AsJson, State, state_folder


def status(state: State = None, as_json: AsJson = False) -> None:
    """Show addresses, processes and readiness of the local platform.

    Exit status 0 only when everything is ready.

    Example: `tocsin status --json`
    """
    folder = state_folder(state)
    found = facts(folder, read_state(folder))
    typer.echo(json.dumps(found, indent=2) if as_json else "\n".join(lines(found)))
    if not found["ready"]:
        raise typer.Exit(1)
