"""The simulator's own commands: `plan` writes an operation and its truth to files, `play` sends one."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from services.simulator.cases import Door
from services.simulator.dirt import BOTH, DIRT, DIRT_BY_NAME, usual_dirt, usual_touches
from services.simulator.doors import open_doors
from services.simulator.identities import Identities
from services.simulator.operation import Message, Operation
from services.simulator.operation import plan as make_plan
from services.simulator.planfile import read_plan, to_line
from services.simulator.planting import MODEL_SEIZURES
from services.simulator.sending import Outcome, Pace, Tally, at_once, at_rate, at_speed
from services.simulator.sending import play as play_plan

app = typer.Typer(
    help="Stands in for the national systems of a joint operation, with planted ground truth.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Seed = Annotated[int, typer.Option(help="The same seed gives the same messages, byte for byte.")]
Seizures = Annotated[int, typer.Option(min=1, help="Valid seizures in the operation.")]
Clean = Annotated[bool, typer.Option("--clean", help="No dirt.")]
Without = Annotated[
    list[str] | None, typer.Option("--without", metavar="KIND", help="Not this kind of dirt; may be repeated.")
]
Messages = Annotated[int, typer.Option(min=1, help="Messages of all kinds, dirt included.")]


@app.command()
def plan(
    out: Annotated[Path, typer.Option(help="File for the messages, JSON Lines.")],
    truth: Annotated[Path, typer.Option(help="File for the ground truth, JSON.")],
    seed: Seed = 1,
    seizures: Seizures = MODEL_SEIZURES,
    messages: Messages = 8_000,
    clean: Clean = False,
    without: Without = None,
) -> None:
    """Write the plan of an operation and its ground truth.

    Example: `python -m services.simulator plan --seed 7 --without wrong_key --out plan.jsonl --truth truth.json`
    """
    operation = _planned(seed, seizures, messages, _switched(seizures, messages, BOTH, clean, without), BOTH)
    with _progress() as progress, out.open("w", encoding="utf-8") as file:
        for message in progress.track(operation, total=len(operation), description="writing"):
            file.write(to_line(message) + "\n")
    truth.write_text(json.dumps(operation.truth, indent=1) + "\n", encoding="utf-8")


@app.command()
def play(
    identities: Annotated[Path, typer.Option(help="identities.json of the platform.")],
    door: Annotated[str | None, typer.Option(help="URL of the HTTP door.")] = None,
    kafka: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Kafka bootstrap servers.")] = None,
    signing_keys: Annotated[Path | None, typer.Option(help="signing-keys.json, for Kafka.")] = None,
    file: Annotated[Path | None, typer.Option("--plan", help="Play this file, not a fresh plan.")] = None,
    seed: Seed = 1,
    seizures: Seizures = MODEL_SEIZURES,
    messages: Messages = 8_000,
    clean: Clean = False,
    without: Without = None,
    rate: Annotated[float | None, typer.Option(min=0.01, help="Messages a second, evenly.")] = None,
    speed: Annotated[float | None, typer.Option(min=0.01, help="Times as fast as the operation was.")] = None,
    in_flight: Annotated[int, typer.Option(min=1, help="Most messages on their way at once.")] = 256,
    as_json: Annotated[bool, typer.Option("--json", help="Print the tally as one JSON document.")] = False,
) -> None:
    """Send an operation to a running platform over the doors whose addresses are given.

    Exit status: 0 when every answer was what the plan says, 1 when one was not or sending failed.

    Example: `python -m services.simulator play --identities .tocsin/identities.json --door
    http://127.0.0.1:8001 --rate 300`
    """
    doors: list[Door] = []
    doors += ["http"] if door else []
    doors += ["kafka"] if kafka else []
    if not doors or (kafka and not signing_keys):
        raise typer.BadParameter("give --door, or --kafka with --signing-keys, or all three")
    if rate and speed:
        raise typer.BadParameter("give --rate or --speed, not both")
    pace = at_rate(rate) if rate else at_speed(speed) if speed else at_once
    if file:
        source: Iterable[Message] = read_plan(file)
        total = None
    else:
        switched = _switched(seizures, messages, doors, clean, without)
        operation = _planned(seed, seizures, messages, switched, doors)
        source, total = operation, len(operation)
    try:
        keys = Identities.load(identities, signing_keys)
    except (OSError, ValueError, KeyError) as error:
        raise typer.BadParameter(f"the keys cannot be read: {error}") from error
    tally = asyncio.run(_play(source, total, keys, door, kafka, pace, in_flight))
    typer.echo(json.dumps(tally.as_json()) if as_json else _told(tally))
    if tally.failed or tally.unexpected or not tally.sent:
        raise typer.Exit(1)


@app.command()
def dirt() -> None:
    """List the kinds of dirt, what must become of each, and what share of the planted links it touches.

    Example: `python -m services.simulator dirt`
    """
    for kind in DIRT:
        fate = f"{kind.expected} ({kind.reason})" if kind.reason else kind.expected
        share = f"{kind.share:.0%}" if kind.share else ""
        typer.echo(f"{kind.name:<24}{fate:<36}{' '.join(kind.doors):<12}{share:>4}  {kind.what}")


async def _play(
    source: Iterable[Message],
    total: int | None,
    keys: Identities,
    door: str | None,
    kafka: str | None,
    pace: Pace,
    in_flight: int,
) -> Tally:
    stop = asyncio.Event()
    # Not every platform's event loop takes signal handlers; there an interrupt ends the play at once.
    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    async with open_doors(keys, door, kafka) as couriers:
        with _progress() as progress:
            task = progress.add_task("sending", total=total)

            def observe(outcome: Outcome) -> None:
                progress.advance(task)
                if not outcome.as_expected:
                    progress.console.print(_surprise(outcome), markup=False, highlight=False)

            return await play_plan(source, couriers, pace, observe, in_flight=in_flight, stop=stop)


Switched = tuple[dict[str, int], dict[str, float]]
"""How much dirt of each kind there is by itself, and how much of what is planted each kind touches."""


def _switched(
    seizures: int, messages: int, doors: Sequence[Door], clean: bool, without: Iterable[str] | None
) -> Switched:
    left_out = set(without or ())
    if unknown := left_out - DIRT_BY_NAME.keys():
        raise typer.BadParameter(f"no such dirt: {', '.join(sorted(unknown))}; see the command dirt")
    if clean:
        return {}, {}
    amounts, touches = usual_dirt(messages, seizures, doors), usual_touches()
    return (
        {name: count for name, count in amounts.items() if name not in left_out},
        {name: share for name, share in touches.items() if name not in left_out},
    )


def _planned(seed: int, seizures: int, messages: int, switched: Switched, doors: Iterable[Door]) -> Operation:
    amounts, touches = switched
    try:
        return make_plan(seed, seizures, messages, dirt=amounts, touches=touches, doors=tuple(doors))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _surprise(outcome: Outcome) -> str:
    message = outcome.message
    wanted = message.reason or message.expected
    got = outcome.reason or outcome.answer or outcome.status
    return f"{message.sequence} {message.dirt or message.content} by {message.door}: not {wanted}, but {got}"


def _told(tally: Tally) -> str:
    refused = ", ".join(f"{reason} {count}" for reason, count in sorted(tally.refused.items())) or "none"
    return "\n".join(
        (
            f"sent {tally.sent} in {tally.seconds:.1f} s",
            f"acknowledged {tally.acknowledged}, failed {tally.failed}",
            f"refused: {refused}",
            f"not as planned: {tally.unexpected}",
        )
    )
