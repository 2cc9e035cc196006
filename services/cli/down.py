"""`tocsin down`: stop the platform; its data stays."""

from __future__ import annotations

import json

import typer

from deploy.local.launch import take_down
from services.cli.options import AsJson, State, state_folder


def down(state: State = None, as_json: AsJson = False) -> None:
    """Stop the local platform and everything it started. Its data stays for the next `tocsin up`.

    Exit status 0 when nothing of it runs any more, also when nothing ran before.

    Example: `tocsin down --state /tmp/second`
    """
    folder = state_folder(state)
    stopped = take_down(folder)
    if as_json:
        typer.echo(json.dumps({"state": str(folder.root), "stopped": bool(stopped)}))
    else:
        typer.echo("stopped" if stopped else f"nothing ran in {folder.root}")
