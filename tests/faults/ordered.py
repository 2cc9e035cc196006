"""Stands in the place of a worker and becomes it: the same pid, the same command, and what the test ordered besides.

A platform is started with this module instead of a worker's own (``platform_factory(replaced=...)``). At each start it
looks for an order: settings for this start, such as a failpoint, or a mutant to become instead. Without one it becomes
the worker as it is. It never runs beside the worker: it executes it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

STANDS_FOR = "STANDS_FOR"
"""The environment's name for the module of the real worker."""
ORDER = "ORDER"
"""The environment's name for the file in which an order may be found."""
DIES_TELLING = "DIES_TELLING"
"""The environment's name for what the worker tells just before its death: tests/faults/dying.py."""
A_LINK = "a link"
AN_ALERT_OF_A_LINK = "an alert of a link"


def take_order(path: Path) -> tuple[dict[str, str], str | None]:
    """The settings and the mutant that are ordered for this start. An order stands for as many starts as it says."""
    try:
        order = json.loads(path.read_text())
    except FileNotFoundError:
        return {}, None
    left = order["starts"] - 1
    if left > 0:
        path.write_text(json.dumps(order | {"starts": left}))
    else:
        path.unlink()
    return order["settings"], order["mutant"]


def main() -> None:
    """Becomes the worker. Returns never."""
    # Not through settings: this is no process of the platform, and it must be the worker within milliseconds.
    environment = dict(os.environ)  # noqa: TID251
    settings, mutant = take_order(Path(environment[ORDER]))
    dying = ["tests.faults.dying"] if DIES_TELLING in settings else []
    words = [sys.executable, "-m", *dying, mutant or environment[STANDS_FOR], *sys.argv[1:]]
    os.execve(sys.executable, words, environment | settings)  # noqa: S606 -- our own command line, no shell


if __name__ == "__main__":
    main()
