"""The enrich worker, raising where it should die: Faust then acknowledges the batch, and it is lost."""

from __future__ import annotations

from typing import Any, NoReturn

from services.enrich.app import main
from services.runtime import consume

SURVIVED = "mutant: raised instead of dying"


def survive(status: int, why: str, **facts: Any) -> NoReturn:
    """What stands in for ``services.runtime.consume.die``."""
    consume.log.error(SURVIVED, instead_of=why, exit_status=status, **facts)
    raise RuntimeError(why)


if __name__ == "__main__":
    consume.die = survive
    main()
