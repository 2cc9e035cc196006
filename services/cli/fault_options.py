"""What a fault test may change in a platform: one process's environment, or the module that it runs.

Hidden options of `tocsin up`, for the demo profile only: a real platform runs what the contracts say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from deploy.local.plan import PlannedProcess

_TOLD = "NAME:KEY=VALUE"
_REPLACED = "NAME=python.module"

Told = Annotated[list[str] | None, typer.Option("--env", metavar=_TOLD, hidden=True)]
ToldOnce = Annotated[list[str] | None, typer.Option("--env-once", metavar=_TOLD, hidden=True)]
Replaced = Annotated[list[str] | None, typer.Option("--replace", metavar=_REPLACED, hidden=True)]


def with_faults(
    processes: Iterable[PlannedProcess], *, told: Iterable[str], told_once: Iterable[str], replaced: Iterable[str]
) -> tuple[PlannedProcess, ...]:
    """The planned processes with these changes. Raises BadParameter for one that says nothing or names nobody.

    ``told`` is environment for every start of a process, ``told_once`` for its first start only. A replaced
    process keeps its arguments.
    """
    planned = {process.name: process for process in processes}
    for option in told:
        name, key, value = _assignment(option, planned)
        planned[name] = _changed(planned[name], environment={**planned[name].environment, key: value})
    for option in told_once:
        name, key, value = _assignment(option, planned)
        planned[name] = _changed(planned[name], first_environment={**planned[name].first_environment, key: value})
    for option in replaced:
        name, _, module = option.partition("=")
        if name not in planned or not module:
            raise typer.BadParameter(f"{option!r}: say {_REPLACED} with a NAME of {', '.join(planned)}")
        planned[name] = _changed(planned[name], words=("-m", module, *planned[name].words[2:]))
    return tuple(planned.values())


def _assignment(option: str, names: Iterable[str]) -> tuple[str, str, str]:
    name, _, assignment = option.partition(":")
    key, equals, value = assignment.partition("=")
    if name not in names or not key or not equals:
        raise typer.BadParameter(f"{option!r}: say {_TOLD} with a NAME of {', '.join(names)}")
    return name, key, value


def _changed(process: PlannedProcess, **changes: object) -> PlannedProcess:
    return process.model_copy(update=changes)
