"""The `tocsin` command. Each command is a function in its own file and one line here."""

from __future__ import annotations

import typer

from services.cli.check import check
from services.cli.dead_letters import dead_letters
from services.cli.demo import demo
from services.cli.down import down
from services.cli.follow import follow
from services.cli.hubs import hubs
from services.cli.links import links
from services.cli.links_evaluate import evaluate
from services.cli.links_survey import survey_file
from services.cli.participants import participants
from services.cli.places import places
from services.cli.rules import rules
from services.cli.samples import samples
from services.cli.send import send
from services.cli.status import status
from services.cli.substances import substances
from services.cli.template import template
from services.cli.tokenise import tokenise
from services.cli.tokens import tokens
from services.cli.up import up

app = typer.Typer(
    name="tocsin",
    help="Joint customs operations against synthetic drugs: who can act on a seizure learns of it at once.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command()(up)
app.command()(down)
app.command()(status)
app.command()(send)
app.command()(check)
app.command()(samples)
app.command()(follow)
app.command()(demo)
app.command()(template)
app.command()(tokens)
app.command()(tokenise)
app.add_typer(participants, name="participants")
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(rules, name="rules")
app.add_typer(substances, name="substances")
app.add_typer(places, name="places")
links.command("evaluate")(evaluate)
links.command("survey")(survey_file)
app.add_typer(links, name="links")
app.add_typer(hubs, name="hubs")


def main() -> None:
    """The entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
