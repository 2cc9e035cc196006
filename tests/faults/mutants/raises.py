"""The enrich worker on Faust's own batches, raising where it should die: the batch is acknowledged, and lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NoReturn

from services.enrich.app import main
from services.runtime import consume, worker

SURVIVED = "mutant: raised instead of dying"


def survive(status: int, why: str, **facts: Any) -> NoReturn:
    """What stands in for ``services.runtime.consume.die``."""
    consume.log.error(SURVIVED, instead_of=why, exit_status=status, **facts)
    raise RuntimeError(why)


def of_faust(stream: Any, most: int) -> AsyncIterator[list[Any]]:
    """What stands in for ``services.runtime.batches.batches``."""
    taken: AsyncIterator[list[Any]] = stream.take_events(most, within=0.04)
    return taken


if __name__ == "__main__":
    consume.die = survive
    setattr(worker, "batches", of_faust)  # noqa: B010 -- the module doesn't export what it imports
    main()
