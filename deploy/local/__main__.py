"""The supervisor as a process: `python -m deploy.local STATE_FOLDER` runs the plan in run/plan.json there."""

from __future__ import annotations

import fcntl
import sys
from pathlib import Path

import structlog

from deploy.local.folder import StateFolder
from deploy.local.plan import Plan
from deploy.local.start_up import bring_up
from deploy.local.state import read_state
from deploy.local.supervisor import Supervisor
from deploy.local.wake import Wake

ALREADY_RUNNING = 3
_LEFTOVER_GRACE_SECONDS = 20.0


def main(root: Path) -> int:
    """Returns the exit status; ALREADY_RUNNING when another supervisor holds this state folder."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.JSONRenderer(),
        ]
    )
    log = structlog.get_logger()
    folder = StateFolder(root.resolve())
    with folder.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.error("another supervisor runs on this state folder", state=str(root))
            return ALREADY_RUNNING
        wake = Wake()
        earlier = read_state(folder)
        # An earlier supervisor that was killed may have left a store that is still stopping.
        for left in earlier.leftovers if earlier else ():
            log.warning("stopping what an earlier supervisor left", pid=left.pid)
            left.stop(_LEFTOVER_GRACE_SECONDS)
        return Supervisor(Plan.model_validate_json(folder.plan.read_bytes()), wake).run(bring_up)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
