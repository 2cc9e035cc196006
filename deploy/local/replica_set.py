"""Makes a lone mongod the primary of a replica set of one. `python -m deploy.local.replica_set PORT`."""

from __future__ import annotations

import sys
import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import AutoReconnect, OperationFailure

from deploy.local.mongo import REPLICA_SET
from deploy.local.ports import LOOPBACK

_NOT_YET_INITIALIZED = 94


def ensure_primary(port: int, within: float = 30.0) -> None:
    """Initiates the set, or moves it to this port when it had another, and waits until it takes writes.

    Raises TimeoutError when it is no primary within that many seconds.
    """
    host = f"{LOOPBACK}:{port}"
    deadline = time.monotonic() + within
    with MongoClient[dict[str, Any]](LOOPBACK, port, directConnection=True, serverSelectionTimeoutMS=1000) as client:
        configured = False
        while time.monotonic() < deadline:
            try:
                configured = configured or _configure(client, host)
                if client.admin.command("hello")["isWritablePrimary"]:
                    return
            except AutoReconnect:
                configured = False  # mongod is still starting, or steps down for the new configuration
            time.sleep(0.02)
    raise TimeoutError(f"mongod on port {port} became no primary within {within:.0f} s")


def _configure(client: MongoClient[dict[str, Any]], host: str) -> bool:
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != _NOT_YET_INITIALIZED:
            raise
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [{"_id": 0, "host": host}]})
        return True
    if config["members"][0]["host"] != host:
        config["members"][0]["host"] = host
        config["version"] += 1
        # Forced: under its old address the node can't see itself in the set, so it has no primary to agree.
        client.admin.command("replSetReconfig", config, force=True)
    return True


if __name__ == "__main__":
    ensure_primary(int(sys.argv[1]))
