"""The real servers that tests run against, Kafka and MongoDB, each started once per run.

A test never shares a name with another: `database` and `new_topic` give names of its own. Tests that break a
server (stop it, freeze it) take `breakable_kafka` or `breakable_mongo`, which nobody else uses.
"""

from __future__ import annotations

import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from kafka import KafkaAdminClient
from pymongo import MongoClient

from deploy.local.child import Child, Command
from deploy.local.kafka import KafkaMissingError, KafkaNode, jars
from deploy.local.mongo import MongoMissingError, MongoNode, mongod_binary
from deploy.local.ports import free_port
from deploy.local.replica_set import ensure_primary
from deploy.local.settings import LocalSettings

Node = TypeVar("Node", KafkaNode, MongoNode)


def wait_until(condition: Callable[[], Any], within: float = 30.0, what: str = "") -> Any:
    """Returns the first true value of ``condition``. Raises TimeoutError after ``within`` seconds."""
    deadline = time.monotonic() + within
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {within:.0f} s: {what or condition}")
        time.sleep(0.02)
    return value


class Server(Generic[Node]):
    """A private Kafka or mongod of the tests: start, stop, kill and freeze it; its data and address stay."""

    def __init__(self, node: Node) -> None:
        self.node: Node = node
        self.log = node.folder / "server.log"
        self._child: Child | None = None

    @property
    def child(self) -> Child:
        """The running process."""
        assert self._child is not None, "not started"
        return self._child

    def start(self) -> None:
        """Returns once clients can work with it."""
        self.node.prepare()
        if isinstance(self.node, KafkaNode) and (words := self.node.format_command()):
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        self._child = Child(Command("server", self.node.command()), self.log)
        wait_until(lambda: self.node.is_up() or self.child.exit_status is not None, 60, "server up")
        assert self.child.exit_status is None, self.log.read_text()[-4000:]
        if isinstance(self.node, MongoNode):
            ensure_primary(self.node.port)

    def stop(self) -> None:
        """A clean stop, even when it is frozen; nothing happens when it was stopped before."""
        if self._child is not None:
            self.thaw()
            self._child.stop()

    def kill(self) -> None:
        """Ends it as by kill -9."""
        self.child.signal(signal.SIGKILL)
        self.child.await_end(10)

    def freeze(self) -> None:
        """It keeps its connections and answers nobody any more, until `thaw`."""
        self.child.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was frozen."""
        self.child.signal(signal.SIGCONT)


def private_kafka(folder: Path) -> Server[KafkaNode]:
    """A Kafka that keeps its data in ``folder``, not started yet. Skips the test when its jars are missing."""
    try:
        found = jars(LocalSettings().tools)
    except KafkaMissingError as missing:
        pytest.skip(f"no Kafka: {missing}")
    port = free_port()
    return Server(KafkaNode(folder, found, port, free_port({port})))


def private_mongo(folder: Path) -> Server[MongoNode]:
    """A MongoDB that keeps its data in ``folder``, not started yet. Skips the test when it is not installed."""
    try:
        mongod_binary()
    except MongoMissingError as missing:
        pytest.skip(f"no MongoDB: {missing}")
    return Server(MongoNode(folder, free_port()))


def _started(server: Server[Node]) -> Iterator[Server[Node]]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def kafka_bootstrap(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bootstrap address of the run's one Kafka."""
    given = request.config.getoption("--kafka-bootstrap-servers")
    if given:
        yield given
    else:
        for server in _started(private_kafka(tmp_path_factory.mktemp("kafka"))):
            yield server.node.address


@pytest.fixture(scope="session")
def mongo_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The connection string of the run's one MongoDB."""
    given = request.config.getoption("--mongo-url")
    if given:
        yield given
    else:
        for server in _started(private_mongo(tmp_path_factory.mktemp("mongo"))):
            yield server.node.url


@pytest.fixture
def breakable_kafka(tmp_path: Path) -> Iterator[Server[KafkaNode]]:
    """A Kafka of this test's own, to stop, kill or freeze."""
    yield from _started(private_kafka(tmp_path / "kafka"))


@pytest.fixture
def breakable_mongo(tmp_path: Path) -> Iterator[Server[MongoNode]]:
    """A MongoDB of this test's own, to stop, kill or freeze."""
    yield from _started(private_mongo(tmp_path / "mongo"))


@pytest.fixture
def database(mongo_url: str) -> Iterator[str]:
    """The name of a database that only this test uses; it is dropped afterwards."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    yield name
    with MongoClient[dict[str, Any]](mongo_url) as client:
        client.drop_database(name)


@pytest.fixture(scope="session")
def kafka_admin(kafka_bootstrap: str) -> Iterator[KafkaAdminClient]:
    """kafka-python's administration client, for topics, offsets and groups."""
    with KafkaAdminClient(bootstrap_servers=kafka_bootstrap) as admin:
        yield admin


@pytest.fixture
def new_topic(kafka_admin: KafkaAdminClient) -> Iterator[Callable[..., str]]:
    """Makes topics that only this test uses: ``new_topic("links", partitions=4)``, deleted afterwards."""
    made: list[str] = []

    def make(stem: str = "topic", partitions: int = 1, **configs: str) -> str:
        name = f"{stem}-{uuid.uuid4().hex[:12]}"
        words = {key.replace("_", "."): value for key, value in configs.items()}
        wanted = {"num_partitions": partitions, "replication_factor": 1, "configs": words}
        kafka_admin.create_topics({name: wanted}, wait_for_metadata=True)
        made.append(name)
        return name

    yield make
    if made:
        kafka_admin.delete_topics(made)
