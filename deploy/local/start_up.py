"""The order in which a platform comes up: stores side by side, what prepares them, then the services."""

from __future__ import annotations

import sys
import time

from deploy.local.addresses import Ports, platform_addresses, process_environment, shared_environment
from deploy.local.child import Command
from deploy.local.folder import StateFolder
from deploy.local.kafka import KafkaMissingError, KafkaNode, jars
from deploy.local.mongo import MongoMissingError, MongoNode
from deploy.local.plan import Plan, PlannedProcess, PublicPort
from deploy.local.ports import PortTakenError
from deploy.local.supervisor import START_DEADLINE_SECONDS, StartFailedError, Supervisor, is_hopeless

_STORE_GRACE_SECONDS = 20.0


def bring_up(supervisor: Supervisor) -> None:
    """Returns when every service is ready, or when waiting longer makes no sense.

    Raises StartFailedError when a store or a step fails: no service was started then.
    """
    plan, folder = supervisor.plan, supervisor.folder
    try:
        ports = supervisor.ports
        kafka = _kafka_node(plan, folder, ports) if plan.kafka is None else None
        mongo = MongoNode(folder.mongo, ports.choose("mongo")) if plan.mongo is None else None
        public, internal = _service_ports(plan, ports)
        ports.keep()
        kafka_address = kafka.address if kafka else str(plan.kafka)
        mongo_address = mongo.url if mongo else str(plan.mongo)
        supervisor.addresses = platform_addresses(kafka_address, mongo_address, public)
        environment = shared_environment(plan, folder, kafka_address, mongo_address)
        _start_stores(supervisor, kafka, mongo)
    except (KafkaMissingError, MongoMissingError, PortTakenError) as error:
        raise StartFailedError(str(error)) from error
    _prepare_stores(supervisor, kafka, environment)
    _start_services(supervisor, environment, public, internal)


def _kafka_node(plan: Plan, folder: StateFolder, ports: Ports) -> KafkaNode:
    return KafkaNode(folder.kafka, jars(plan.tools), ports.choose("kafka"), ports.choose("kafka-controller"))


def _service_ports(plan: Plan, ports: Ports) -> tuple[dict[str, int], dict[str, int]]:
    """Public ports by address name, internal ones by process name; public first, they may be given."""
    public = {
        door.address: ports.choose(door.address, given=door.given, preferred=door.preferred)
        for door in (process.public for process in plan.processes)
        if isinstance(door, PublicPort)
    }
    internal = {
        process.name: ports.choose(f"{process.name}-internal", preferred=process.internal_port)
        for process in plan.processes
    }
    return public, internal


def _start_stores(supervisor: Supervisor, kafka: KafkaNode | None, mongo: MongoNode | None) -> None:
    if kafka or mongo:
        supervisor.say("starting Kafka and MongoDB" if kafka and mongo else "starting the private store")
    # MongoDB is started and prepared while Kafka comes up, which takes longer.
    if mongo:
        mongo.prepare()
        supervisor.keep_store(Command("mongo", mongo.command(), grace=_STORE_GRACE_SECONDS), mongo.is_up)
    if kafka:
        kafka.prepare()
        if words := kafka.format_command():
            supervisor.run_to_end(Command("kafka-format", words))
        supervisor.keep_store(Command("kafka", kafka.command(), grace=_STORE_GRACE_SECONDS), kafka.is_up)
    if mongo:
        supervisor.until(mongo.is_up, "MongoDB")
        words = (sys.executable, "-m", "deploy.local.replica_set", str(mongo.port))
        supervisor.run_to_end(Command("replica-set", words))


def _prepare_stores(supervisor: Supervisor, kafka: KafkaNode | None, environment: dict[str, str]) -> None:
    for store in ("mongo", "kafka"):
        if store == "kafka" and kafka:
            supervisor.say("waiting for Kafka")
            supervisor.until(kafka.is_up, "Kafka")
        for step in supervisor.plan.steps:
            if step.needs == store:
                supervisor.say(step.doing)
                supervisor.run_to_end(Command(step.name, (sys.executable, *step.words), environment))


def _start_services(
    supervisor: Supervisor, environment: dict[str, str], public: dict[str, int], internal: dict[str, int]
) -> None:
    supervisor.say("starting the services")
    services = [
        supervisor.keep_service(_service(process, environment, public, port), port)
        for process, port in ((each, internal[each.name]) for each in supervisor.plan.processes)
    ]
    give_up = time.monotonic() + START_DEADLINE_SECONDS

    def is_settled() -> bool:
        # A service that can't start is no reason to stop its neighbours: the platform runs on, not ready.
        hopeless = any(is_hopeless(service) for service in services)
        return hopeless or all(service.ready for service in services) or time.monotonic() > give_up

    supervisor.until(is_settled, "every service", within=2 * START_DEADLINE_SECONDS)


def _service(
    process: PlannedProcess, environment: dict[str, str], public: dict[str, int], internal_port: int
) -> Command:
    public_port = public[process.public.address] if process.public else None
    told = process_environment(process, internal_port, public_port)
    return Command(
        process.name,
        (sys.executable, *process.words),
        environment | told,
        first_environment=process.first_environment,
    )
