"""docker-compose.yml, the Dockerfile and Prometheus' targets are the processes, ports and settings of the code."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
import yaml

from deploy.documentation.declared_settings import declared_settings
from deploy.images.probe import is_ready
from deploy.local.kafka import BROKER_MESSAGE_BYTES, pinned_version
from deploy.local.settings import CHECKOUT
from services.contracts.processes import PROCESSES, Process
from services.contracts.topics import TOPICS

COMPOSE: Final = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE: Final = (CHECKOUT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
STORES: Final = {"kafka", "mongo"}
OBSERVERS: Final = {"prometheus", "grafana"}
ONE_SHOT: Final = "provisioning"
by_name = pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)


def settings_named_in(text: str) -> set[str]:
    """Every TOCSIN_ name in it."""
    return set(re.findall(r"TOCSIN_[A-Z_]+", text))


def test_containers_are_the_processes_and_what_they_need() -> None:
    assert set(SERVICES) == {process.name for process in PROCESSES} | STORES | OBSERVERS | {ONE_SHOT}


@by_name
def test_process_runs_its_declared_command_on_its_declared_ports(process: Process) -> None:
    container = SERVICES[process.name]
    assert ("-m", *container["command"]) == process.command
    assert container["environment"]["TOCSIN_INTERNAL_PORT"] == process.internal_port
    assert container["environment"]["TOCSIN_INTERNAL_HOST"] == "0.0.0.0"  # noqa: S104 -- inside its own network
    if process.public_port is None:
        assert "ports" not in container
    else:
        assert container["ports"] == [f"127.0.0.1:{process.public_port}:{process.public_port}"]
        assert container["environment"][process.port_setting] == process.public_port


@by_name
def test_process_starts_after_provisioning_and_again_after_its_death(process: Process) -> None:
    container = SERVICES[process.name]
    assert container["depends_on"][ONE_SHOT]["condition"] == "service_completed_successfully"
    assert container["restart"] == "unless-stopped"
    assert "healthcheck" not in container, "the image's own probe of /readyz holds"


def test_provisioning_waits_for_healthy_stores() -> None:
    waits = {name: rule["condition"] for name, rule in SERVICES[ONE_SHOT]["depends_on"].items()}
    assert waits == dict.fromkeys(STORES, "service_healthy")
    assert SERVICES[ONE_SHOT]["command"] == ["deploy.images.prepare"]
    assert "restart" not in SERVICES[ONE_SHOT]


def test_only_door_api_and_grafana_are_published_and_only_to_this_machine() -> None:
    published = {name: container["ports"] for name, container in SERVICES.items() if "ports" in container}
    assert set(published) == {"ingest-door", "api", "grafana"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name for name, container in SERVICES.items() if container["networks"] != ["inside"]} == set(published)


def test_every_setting_that_is_named_exists() -> None:
    declared = {setting.name for setting in declared_settings()}
    for file in ("docker-compose.yml", "deploy/Dockerfile"):
        assert settings_named_in((CHECKOUT / file).read_text(encoding="utf-8")) <= declared, file


def test_stores_are_addressed_by_their_container_names() -> None:
    for process in PROCESSES:
        told = SERVICES[process.name]["environment"]
        assert told["TOCSIN_KAFKA_BOOTSTRAP"] == "kafka:9092"
        assert told["TOCSIN_MONGO_URL"] == "mongodb://mongo:27017/?replicaSet=tocsin"
        assert told["TOCSIN_PROFILE"] == "${TOCSIN_PROFILE:-production}"
    assert SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"] == "PLAINTEXT://kafka:9092"
    assert "tocsin" in SERVICES["mongo"]["command"]


def test_broker_is_the_tested_version_and_takes_the_largest_record() -> None:
    told = SERVICES["kafka"]["environment"]
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{pinned_version()}"
    assert told["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert told["KAFKA_MESSAGE_MAX_BYTES"] == BROKER_MESSAGE_BYTES
    assert max(topic.max_message_bytes for topic in TOPICS) < BROKER_MESSAGE_BYTES


def test_images_are_pinned_to_a_version() -> None:
    images = [container["image"] for container in SERVICES.values()]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    for image in images:
        assert re.search(r":v?[0-9]+\.[0-9]+", image), image


def test_no_secret_stands_in_the_file_and_there_is_no_default_password() -> None:
    lines = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    assert not re.search(r"(?i)(password|secret|token|api_?key)[A-Z_]*: *\S", text)
    grafana = SERVICES["grafana"]["environment"]
    assert grafana["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"] == "true"
    assert grafana["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"


def test_secrets_are_written_by_provisioning_alone_and_read_by_those_who_need_them() -> None:
    holders = {name: c["volumes"] for name, c in SERVICES.items() if any("state:" in v for v in c.get("volumes", []))}
    assert holders == {
        ONE_SHOT: ["state:/var/lib/tocsin"],
        "ingest-door": ["state:/var/lib/tocsin:ro"],
        "api": ["state:/var/lib/tocsin:ro"],
    }
    assert "TOCSIN_SECRETS_DIR=/var/lib/tocsin/secrets" in DOCKERFILE


@pytest.mark.parametrize("name", sorted({process.name for process in PROCESSES} | {ONE_SHOT}))
def test_our_containers_can_do_little_besides_their_work(name: str) -> None:
    container = SERVICES[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]


def test_image_is_made_from_the_locked_packages_and_runs_a_module_as_nobody_in_particular() -> None:
    assert "COPY requirements/run.txt" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE
    assert DOCKERFILE.count("\nFROM ") + DOCKERFILE.startswith("FROM ") == 2
    assert DOCKERFILE.index("\nUSER 10001") < DOCKERFILE.index("\nENTRYPOINT")
    assert 'ENTRYPOINT ["python", "-m"]' in DOCKERFILE
    assert '"deploy.images.probe"]' in DOCKERFILE
    for source in re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE):
        assert (CHECKOUT / source).exists(), source


def test_probe_says_no_where_nobody_listens() -> None:
    assert not is_ready(1)


def test_prometheus_asks_every_process() -> None:
    config = yaml.safe_load((CHECKOUT / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8"))
    asked = {job["job_name"]: job["static_configs"][0]["targets"] for job in config["scrape_configs"]}
    assert asked == {process.name: [f"{process.name}:{process.internal_port}"] for process in PROCESSES}
