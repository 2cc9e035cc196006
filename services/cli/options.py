"""Options that several commands have, and what stands in for them when they aren't given."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deploy.local.folder import StateFolder
from deploy.local.settings import LocalSettings

State = Annotated[
    Path | None,
    typer.Option("--state", metavar="DIR", help="State folder. Default: TOCSIN_STATE, or .tocsin here."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print facts as one JSON document.")]


def state_folder(given: Path | None) -> StateFolder:
    """The state folder that is meant, as an absolute path; it need not exist."""
    return StateFolder((given or LocalSettings().state).resolve())


def tell(text: str) -> None:
    """Says how far it has come, on standard error: standard output is for the result."""
    typer.echo(text, err=True)


def fail(text: str, status: int = 1) -> typer.Exit:
    """Says why it failed; to be raised."""
    typer.echo(f"tocsin: {text}", err=True)
    return typer.Exit(status)
