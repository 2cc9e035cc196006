"""`tocsin up`: start the platform and say where it is."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from deploy.local.folder import StateFolder
from deploy.local.launch import NotStartedError, await_start, launch, running_plan
from deploy.local.plan import Plan, PlannedProcess, Step, planned_processes
from deploy.local.settings import LocalSettings
from deploy.local.state import read_state
from services.cli.facts import facts, lines
from services.cli.fault_options import Replaced, Told, ToldOnce, with_faults
from services.cli.options import AsJson, State, fail, state_folder, tell
from services.contracts.processes import PROCESSES

Kafka = Annotated[str | None, typer.Option("--kafka", metavar="HOST:PORT", help="Use this Kafka and start none.")]
Mongo = Annotated[
    str | None, typer.Option("--mongo", metavar="URL", help="Use this MongoDB replica set and start none.")
]
DemoIdentities = Annotated[
    bool,
    typer.Option("--demo-identities", help="Create 79 administrations and others; keys go to identities.json."),
]
Workers = Annotated[
    list[str] | None,
    typer.Option("--workers", metavar="NAME=N", help="Workers of a stage, such as enrich=2. May be repeated."),
]
ApiPort = Annotated[int | None, typer.Option("--api-port", help="Port of the api. Default: 8000, or a free one.")]
DoorPort = Annotated[
    int | None, typer.Option("--door-port", help="Port of the ingest door. Default: 8001, or a free one.")
]


def up(
    state: State = None,
    kafka: Kafka = None,
    mongo: Mongo = None,
    demo_identities: DemoIdentities = False,
    workers: Workers = None,
    api_port: ApiPort = None,
    door_port: DoorPort = None,
    as_json: AsJson = False,
    told: Told = None,
    told_once: ToldOnce = None,
    replaced: Replaced = None,
) -> None:
    """Start a private Kafka and MongoDB and every service, wait until they are ready, print the addresses.

    Given addresses of existing ones are used instead. Without TOCSIN_PROFILE the demo profile runs.

    Example: `tocsin up --demo-identities`
    """
    settings = LocalSettings()
    if settings.profile == "production" and (demo_identities or told or told_once or replaced):
        raise fail("demo identities and faults are never for the production profile (TOCSIN_PROFILE)", 2)
    ports = {"api": api_port or settings.api_port, "door": door_port or settings.door_port}
    processes = planned_processes(PROCESSES, workers=worker_counts(workers or []), ports=ports)
    found = bring_up(
        state_folder(state),
        with_faults(processes, told=told or (), told_once=told_once or (), replaced=replaced or ()),
        kafka=kafka or settings.kafka_bootstrap,
        mongo=mongo or settings.mongo_url,
        demo_identities=demo_identities,
    )
    typer.echo(json.dumps(found, indent=2) if as_json else "\n".join(lines(found)))


def bring_up(
    folder: StateFolder,
    processes: tuple[PlannedProcess, ...] | None = None,
    *,
    kafka: str | None = None,
    mongo: str | None = None,
    demo_identities: bool = False,
    told: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Start the platform in ``folder``, or find it running there; returns its facts once every service is ready.

    Without ``processes`` those of the contracts run, on free ports; ``told`` are settings for each of them. Raises
    typer.Exit, having said why, when it can't start or a service does not become ready.
    """
    settings = LocalSettings()
    ports = {"api": settings.api_port, "door": settings.door_port}
    wanted = processes or planned_processes(PROCESSES, workers={}, ports=ports)
    plan = Plan(
        state=folder.root,
        tools=settings.tools.resolve(),
        profile=settings.profile,
        kafka=kafka,
        mongo=mongo,
        database=settings.mongo_database,
        steps=preparation(demo_identities=demo_identities),
        processes=tuple(one.model_copy(update={"environment": {**one.environment, **(told or {})}}) for one in wanted),
    )
    _ensure_runs(plan, folder)
    found = facts(folder, read_state(folder))
    if not found["ready"]:
        raise fail(f"not every service is ready; their logs are in {folder.logs}. `tocsin down` stops the rest")
    return found


def preparation(*, demo_identities: bool) -> tuple[Step, ...]:
    """What is done to the stores before a service starts; each is safe to repeat."""
    demo = ("--demo",) if demo_identities else ()
    return (
        Step(
            name="provisioning-mongo",
            words=("-m", "deploy.provisioning", "--only", "mongo"),
            needs="mongo",
            doing="making collections and indexes",
        ),
        Step(
            name="identities",
            words=("-m", "services.cli.identities", *demo),
            needs="mongo",
            doing="making keys and identities",
        ),
        Step(
            name="provisioning-kafka",
            words=("-m", "deploy.provisioning", "--only", "kafka"),
            needs="kafka",
            doing="making topics",
        ),
    )


def worker_counts(options: list[str]) -> Mapping[str, int]:
    """``["enrich=2"]`` as {"enrich": 2}. Raises BadParameter for a stage that can't have several workers."""
    stages = {process.name for process in PROCESSES if process.public_port is None}
    counts: dict[str, int] = {}
    for option in options:
        name, _, number = option.partition("=")
        if name not in stages or not number.isdecimal() or int(number) < 1:
            raise typer.BadParameter(f"{option!r}: say NAME=N with a NAME of {', '.join(sorted(stages))}")
        counts[name] = int(number)
    return counts


def _ensure_runs(plan: Plan, folder: StateFolder) -> None:
    running = running_plan(folder)
    if running is not None and running != plan:
        raise fail(f"{folder.root} already runs with other options: `tocsin down --state {folder.root}` first")
    if running is None:
        _start(plan, folder)


def _start(plan: Plan, folder: StateFolder) -> None:
    began = time.monotonic()
    supervisor = launch(plan)
    try:
        await_start(folder, supervisor, lambda doing: tell(f"{time.monotonic() - began:5.1f} s  {doing}"))
    except NotStartedError as error:
        raise fail(str(error)) from error
    except KeyboardInterrupt:
        supervisor.terminate()
        supervisor.wait()
        raise fail("interrupted; everything is stopped again", 130) from None
    tell(f"{time.monotonic() - began:5.1f} s  up")
