"""`python -m deploy.images.prepare`: makes secrets, the door's identity, collections and topics, then ends.

The same steps in the same order as `tocsin up`; each is safe to repeat. In the demo profile the 79 administrations
get keys too, in identities.json of the state folder.
"""

from __future__ import annotations

import subprocess
import sys

from deploy.local.settings import LocalSettings
from services.cli.up import preparation


def main() -> int:
    """Returns the exit status: that of the first step that failed, or 0."""
    for step in preparation(demo_identities=LocalSettings().profile == "demo"):
        print(step.doing, flush=True)
        done = subprocess.run([sys.executable, *step.words], check=False)  # noqa: S603 -- words from our own list
        if done.returncode:
            print(f"{step.name} ended with status {done.returncode}", file=sys.stderr)
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
