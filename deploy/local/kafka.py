"""A private Kafka: one KRaft node (broker and controller) from the jars in the tools folder.

Start-up is `format_command` once per data folder, then `command`; SIGTERM stops it cleanly.
"""

from __future__ import annotations

import base64
import socket
import struct
import uuid
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from deploy.local.ports import LOOPBACK

HERE = Path(__file__).parent
_POM = "{http://maven.apache.org/POM/4.0.0}"

# Above every topic's own max.message.bytes; a test holds it against contracts/topics.py.
BROKER_MESSAGE_BYTES = 4 * 1024 * 1024

_CONFIG = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller_port}
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller_port}
advertised.listeners=PLAINTEXT://{host}:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={data}
# One node: every internal topic has one replica, and few partitions since few groups use them.
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
# Only provisioning makes topics. A group starts with its first member, it doesn't wait for more.
auto.create.topics.enable=false
# A broker that was killed is let back in once its old session is over: 9 s by default.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
group.initial.rebalance.delay.ms=0
message.max.bytes={message_bytes}
# Threads for two cores, not for a server room.
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=2
log.cleaner.dedupe.buffer.size=16777216
# The index of each segment is a mapped file, 10 MB of holes by default: on some file systems its first entry stalls
# the broker for a second, partition after partition. This holds the index of 128 MB, and then a segment rolls.
log.index.size.max.bytes=262144
"""

# The smallest request there is: ApiVersions (key 18, version 0), correlation id 0, no client id.
_API_VERSIONS = struct.pack(">ihhih", 10, 18, 0, 0, -1)
_ANSWER_SECONDS = 0.5


class KafkaMissingError(Exception):
    """The jars are not in the tools folder."""


def pinned_version() -> str:
    """The version of Kafka, from the pom that pins it."""
    found = ElementTree.parse(HERE / "pom.xml").findtext(f"{_POM}properties/{_POM}kafka.version")  # noqa: S314 - our own file
    if found is None:
        raise KafkaMissingError("deploy/local/pom.xml has no kafka.version")
    return found


def jars(tools: Path) -> Path:
    """The folder with Kafka's jars. Raises KafkaMissingError when they were not installed."""
    folder = tools.resolve() / f"kafka-{pinned_version()}"
    if not (folder / "stamp").exists():
        raise KafkaMissingError(f"Kafka's jars are not in {folder}: run `make setup`")
    return folder


@dataclass(frozen=True, slots=True)
class KafkaNode:
    """One broker: its own folder (created on preparation), two ports and the folder with the jars."""

    folder: Path
    jars: Path
    port: int
    controller_port: int

    @property
    def address(self) -> str:
        """The bootstrap address for clients."""
        return f"{LOOPBACK}:{self.port}"

    def prepare(self) -> None:
        """Writes the configuration; the data of an earlier run stays, even with other ports."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._config.write_text(
            _CONFIG.format(
                host=LOOPBACK,
                port=self.port,
                controller_port=self.controller_port,
                data=self._data,
                message_bytes=BROKER_MESSAGE_BYTES,
            )
        )

    def format_command(self) -> tuple[str, ...] | None:
        """What makes an empty data folder; None when it was made before."""
        if (self._data / "meta.properties").exists():
            return None
        # A first byte of its own: an id that begins with a hyphen is taken for an option.
        cluster = base64.urlsafe_b64encode(b"T" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
        tool = ("-Xmx128m", "kafka.tools.StorageTool", "format")
        return self._java(*tool, "-t", cluster, "-c", str(self._config))

    def command(self, *options: str) -> tuple[str, ...]:
        """What runs the broker in the foreground, logging to standard output."""
        return self._java("-Xmx512m", *options, "kafka.Kafka", str(self._config))

    def is_up(self) -> bool:
        """Does the broker answer? Its port alone is no sign: that opens while it still waits to be let in."""
        try:
            with socket.create_connection((LOOPBACK, self.port), _ANSWER_SECONDS) as connection:
                connection.settimeout(_ANSWER_SECONDS)
                connection.sendall(_API_VERSIONS)
                return len(connection.recv(4)) > 0
        except OSError:
            return False

    @property
    def class_archive(self) -> Path:
        """The JVM's archive of loaded classes, made at set-up: it halves the time to start."""
        return self.jars / "classes.jsa"

    @property
    def _config(self) -> Path:
        return self.folder / "server.properties"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _java(self, *arguments: str) -> tuple[str, ...]:
        # An archive of another JVM is ignored by it; what it says of that is no news.
        archive = (f"-XX:SharedArchiveFile={self.class_archive}", "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
        return (
            "java",
            "-XX:+UseSerialGC",
            # The quick compiler only: half the processor time to start, and half still at 6,000 records/s.
            "-XX:TieredStopAtLevel=1",
            *(archive if self.class_archive.exists() else ()),
            f"-Dlog4j2.configurationFile={HERE / 'kafka-log4j2.properties'}",
            "-cp",
            f"{self.jars}/*",
            *arguments,
        )
