"""Where a platform keeps what: the one map of its state folder. Only its owner may read it, it holds keys."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StateFolder:
    """All of one platform: two platforms run side by side in two of these."""

    root: Path

    def create(self) -> None:
        """Makes the folders that are not there yet."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)
        for folder in (self.secrets, self.logs, self.run):
            folder.mkdir(exist_ok=True)

    @property
    def kafka(self) -> Path:
        """The private Kafka's configuration and data."""
        return self.root / "kafka"

    @property
    def mongo(self) -> Path:
        """The private mongod's data."""
        return self.root / "mongo"

    @property
    def secrets(self) -> Path:
        """door-signing.pem and stream-token.key."""
        return self.root / "secrets"

    @property
    def logs(self) -> Path:
        """One file for each process and step."""
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """What is true of this run only, and the ports."""
        return self.root / "run"

    @property
    def identities(self) -> Path:
        """The demo participants' API keys."""
        return self.root / "identities.json"

    @property
    def signing_keys(self) -> Path:
        """The demo participants' private signing keys."""
        return self.root / "signing-keys.json"

    @property
    def plan(self) -> Path:
        """What the supervisor was asked to run."""
        return self.run / "plan.json"

    @property
    def state(self) -> Path:
        """What the supervisor says of the platform."""
        return self.run / "state.json"

    @property
    def ports(self) -> Path:
        """The ports that were chosen at the first start."""
        return self.run / "ports.json"

    @property
    def lock(self) -> Path:
        """Held by the supervisor while it lives."""
        return self.run / "lock"

    def log(self, name: str) -> Path:
        """The log file of a process or step."""
        return self.logs / f"{name}.log"


def write_whole(path: Path, text: str) -> None:
    """Writes a file that is never seen half written, readable by its owner only."""
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    unfinished.replace(path)
