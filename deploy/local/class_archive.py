"""Starts Kafka once at set-up so that the JVM keeps its loaded classes: later starts take half the time.

`python -m deploy.local.class_archive TOOLS`. Without the archive all works the same, slower.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deploy.local.child import Child, Command
from deploy.local.kafka import KafkaNode, jars
from deploy.local.ports import free_port


def record(tools: Path, within: float = 120.0) -> Path:
    """Makes the archive beside the jars, returns its path. TimeoutError when Kafka doesn't start."""
    with tempfile.TemporaryDirectory(prefix="tocsin-kafka-") as folder:
        port = free_port()
        node = KafkaNode(Path(folder), jars(tools), port, free_port({port}))
        node.class_archive.unlink(missing_ok=True)
        node.prepare()
        words = node.format_command()
        if words is not None:
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command line
        unfinished = node.class_archive.with_suffix(".part")
        options = f"-XX:ArchiveClassesAtExit={unfinished}"
        kafka = Child(Command("kafka", node.command(options), grace=within), Path(folder) / "log")
        deadline = time.monotonic() + within
        while not node.is_up():
            if kafka.exit_status is not None or time.monotonic() > deadline:
                kafka.stop()
                raise TimeoutError("Kafka did not start:\n" + (Path(folder) / "log").read_text())
            time.sleep(0.1)
        kafka.stop()
        unfinished.rename(node.class_archive)
        return node.class_archive


if __name__ == "__main__":
    print(record(Path(sys.argv[1])))
