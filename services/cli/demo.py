"""`tocsin demo`: start everything, stream a simulated joint operation, and hold what was found against the truth."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from pathlib import Path
from typing import Annotated

import typer

from deploy.local.launch import take_down
from services.cli import demo_run
from services.cli.demo_figures import Progress, faults, summary
from services.cli.demo_view import summary_lines, view
from services.cli.options import AsJson, State, fail, state_folder, tell
from services.cli.up import bring_up
from services.simulator.operation import Operation, plan
from services.simulator.planting import MODEL_SEIZURES
from services.simulator.sending import Pace, at_rate, at_speed

DEFAULT_STATE = Path(".tocsin/demo")
Seed = Annotated[int, typer.Option("--seed", help="The same seed streams the same messages.")]
Messages = Annotated[int, typer.Option("--messages", min=1, help="Messages of all kinds, dirt included.")]
Seizures = Annotated[int, typer.Option("--seizures", min=1, help="Valid seizures among them.")]
Rate = Annotated[float, typer.Option("--rate", min=0.1, help="Messages a second.")]
Speed = Annotated[
    float | None, typer.Option("--speed", min=1, help="Instead: the operation's own rhythm, so many times as fast.")
]
Keep = Annotated[bool, typer.Option("--keep", help="Leave the platform running, with its data.")]


def demo(
    seed: Seed = 1,
    messages: Messages = 8_000,
    seizures: Seizures = MODEL_SEIZURES,
    rate: Rate = 120.0,
    speed: Speed = None,
    state: State = None,
    keep: Keep = False,
    as_json: AsJson = False,
) -> None:
    """Start the platform and stream a simulated operation of 79 administrations through it.

    Ends with a summary against the planted truth and takes the platform down, unless told to keep it. Exit status:
    0 when every message was answered and refused as planned.

    Example: `tocsin demo --seed 7 --rate 200`
    """
    try:
        operation = plan(seed, seizures, messages)
    except ValueError as error:
        raise fail(str(error), 2) from error
    folder = state_folder(state or DEFAULT_STATE)
    take_down(folder)
    if state is None:
        shutil.rmtree(folder.root, ignore_errors=True)
    began = time.monotonic()
    try:
        found = bring_up(folder, demo_identities=True, told={"TOCSIN_KEY_CHECKS": operation.token_key})
        platform = demo_run.Platform(folder.root, found["addresses"])
        seconds_up = time.monotonic() - began
        faulty = _stream(platform, operation, at_speed(speed) if speed else at_rate(rate), as_json, seconds_up)
    except KeyboardInterrupt:
        raise fail("interrupted", 130) from None
    finally:
        if not keep:
            take_down(folder)
    if keep:
        tell(
            f"still running: {platform.addresses['api']} (keys in {folder.root}/identities.json);"
            f" `tocsin down --state {folder.root}` stops it"
        )
    if faulty:
        raise fail("; ".join(faulty))


def _stream(
    platform: demo_run.Platform, operation: Operation, pace: Pace, as_json: bool, seconds_up: float
) -> list[str]:
    """Stream, print the summary, and return what went otherwise than planned."""
    progress = Progress(planned=len(operation))
    page = f"{platform.addresses['api']}/  (key of OCU in {platform.state}/identities.json)"
    tell(f"page: {page}")
    began = time.monotonic()
    with view(page, plain=as_json) as shown:
        asyncio.run(demo_run.stream(platform, operation, pace, progress, shown.show))
    seconds = time.monotonic() - began
    letters = demo_run.dead_letters(platform.addresses["kafka"])
    links = asyncio.run(demo_run.links_found(platform))
    alerts = asyncio.run(demo_run.alerts_standing(platform))
    found = summary(progress, operation.truth, links, letters, alerts, seconds)
    typer.echo(json.dumps(found) if as_json else "\n".join(summary_lines(found, seconds_up)))
    return faults(progress, operation.truth, letters)
