"""`tocsin dead-letters`: what could not be processed, why, and where it came from."""

from __future__ import annotations

import json
from collections import Counter
from typing import Annotated, Any

import typer

from deploy.local.state import read_state
from services.cli.letters import StoredLetter, read_letters
from services.cli.options import AsJson, State, fail, state_folder
from services.contracts.reasons import Reason
from services.contracts.topics import DEAD_LETTERS

dead_letters = typer.Typer(help="Records that can never succeed as they are.", no_args_is_help=True)
Kafka = Annotated[str | None, typer.Option("--kafka", metavar="HOST:PORT", help="Kafka; default: of the state folder.")]


@dead_letters.command("list")
def list_letters(
    state: State = None,
    kafka: Kafka = None,
    stage: Annotated[str | None, typer.Option("--stage", help=f"One of {', '.join(DEAD_LETTERS)}.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Only letters of this reason.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the letters, oldest first, and count them by reason.

    Example: `tocsin dead-letters list --stage ingest --reason not_json`
    """
    if stage is not None and stage not in DEAD_LETTERS:
        raise typer.BadParameter(f"no stage {stage!r}: one of {', '.join(DEAD_LETTERS)}")
    if reason is not None and reason not in {known.value for known in Reason}:
        raise typer.BadParameter(f"no reason {reason!r}: see docs/operations/dead-letters.md")
    stages = [stage] if stage else list(DEAD_LETTERS)
    letters = [letter for letter in _letters(state, kafka, stages) if reason in (None, letter.facts["reason"])]
    counts = Counter(letter.facts["reason"] for letter in letters)
    if as_json:
        typer.echo(json.dumps({"items": [dict(letter.facts) for letter in letters], "reasons": dict(counts)}))
        return
    for letter in letters:
        facts = letter.facts
        place = f"{facts['origin-topic']}/{facts['origin-partition']}@{facts['origin-offset']}"
        typer.echo(f"{facts['id']}  {facts['failed-at']}  {facts['reason']:<22}{place:<26}{facts['message']}")
    typer.echo(", ".join(f"{name} {number}" for name, number in counts.most_common()) or "no dead letters")


@dead_letters.command("show")
def show_letter(
    letter_id: Annotated[str, typer.Argument(help="The letter's id, from the list.")],
    state: State = None,
    kafka: Kafka = None,
    as_json: AsJson = False,
) -> None:
    """Show one letter whole: its facts, the record's own headers, and the value as it came.

    Exit status 1 when there is no such letter.

    Example: `tocsin dead-letters show 0b51bd9c-61c6-5d5e-a3a6-0f3f3c6b8c55`
    """
    for letter in _letters(state, kafka, list(DEAD_LETTERS)):
        if letter.facts["id"] == letter_id:
            typer.echo(json.dumps(_whole(letter), indent=None if as_json else 2, ensure_ascii=False))
            return
    raise fail(f"there is no dead letter {letter_id}")


def _letters(state: State, kafka: str | None, stages: list[str]) -> list[StoredLetter]:
    folder = state_folder(state)
    known = read_state(folder)
    address = kafka or (known.addresses.get("kafka") if known else None)
    if address is None:
        raise fail(f"nothing runs in {folder.root}: give --kafka HOST:PORT, or --state")
    return list(read_letters(address, stages))


def _whole(letter: StoredLetter) -> dict[str, Any]:
    return {
        "letter": dict(letter.facts),
        "headers": dict(letter.headers),
        "value": letter.value.decode("utf-8", "backslashreplace"),
    }
