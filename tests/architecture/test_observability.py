"""Rules and dashboards speak of metrics that exist, and tell people where to read on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import yaml

from deploy.local.settings import CHECKOUT
from services.contracts.metrics import LABELS, METRICS
from services.contracts.processes import PROCESSES

RULES: Final = yaml.safe_load((CHECKOUT / "deploy/prometheus/rules.yml").read_text(encoding="utf-8"))
ALERTS: Final = [rule for group in RULES["groups"] for rule in group["rules"] if "alert" in rule]
DASHBOARDS: Final = sorted((CHECKOUT / "deploy/grafana/dashboards").glob("*.json"))
KINDS: Final = {metric.name: metric for metric in METRICS}
SUFFIXES: Final = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("",), "gauge": ("",)}
SERIES: Final = {metric.name + suffix: metric for metric in METRICS for suffix in SUFFIXES[metric.kind]}
TARGET_LABELS: Final = {"job", "instance", "le"}


def expressions() -> Iterator[tuple[str, str]]:
    """Every PromQL expression of rules and dashboards, with where it stands."""
    for group in RULES["groups"]:
        for rule in group["rules"]:
            yield rule.get("alert") or rule["record"], rule["expr"]
    for path in DASHBOARDS:
        for panel in panels(path):
            for target in panel["targets"]:
                yield f"{path.stem}: {panel['title']}", target["expr"]


def panels(path: Any) -> list[dict[str, Any]]:
    """The panels that show something."""
    return [panel for panel in json.loads(path.read_text(encoding="utf-8"))["panels"] if panel["type"] != "row"]


@pytest.mark.parametrize(("where", "expression"), [pytest.param(*found, id=found[0]) for found in expressions()])
def test_expression_names_metrics_labels_and_values_that_exist(where: str, expression: str) -> None:
    for series in re.findall(r"\btocsin_\w+", expression):
        assert series in SERIES, f"{where}: {series}"
    for series, matchers in re.findall(r"\b(tocsin_\w+)\{([^}]*)\}", expression):
        for label, value in re.findall(r'(\w+)="([^"]*)"', matchers):
            assert label in {*SERIES[series].labels, *TARGET_LABELS}, f"{where}: {series} has no label {label}"
            assert label in TARGET_LABELS or value in LABELS[label], f"{where}: {label}={value}"
    for job in re.findall(r'job="([^"]*)"', expression):
        assert job in {process.name for process in PROCESSES}


def test_every_declared_metric_is_on_a_dashboard_or_in_a_rule() -> None:
    used = {SERIES[series].name for _, text in expressions() for series in re.findall(r"\btocsin_\w+", text)}
    assert used == set(KINDS)


def test_recorded_series_that_a_rule_reads_are_recorded() -> None:
    recorded = {rule["record"] for group in RULES["groups"] for rule in group["rules"] if "record" in rule}
    read = {name for rule in ALERTS for name in re.findall(r"\btocsin:[\w:]+", rule["expr"])}
    assert read == recorded


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_alert_has_a_severity_a_summary_and_a_runbook_that_names_it(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"page", "ticket", "none"}
    assert rule["annotations"]["summary"]
    runbook = CHECKOUT / rule["annotations"]["runbook"]
    assert runbook.parent == CHECKOUT / "docs" / "operations"
    assert f"`{rule['alert']}`" in runbook.read_text(encoding="utf-8")


def test_every_process_is_missed_when_it_is_gone() -> None:
    missing = next(rule["expr"] for rule in ALERTS if rule["alert"] == "TocsinProcessMissing")
    assert re.findall(r'absent\(up\{job="([^"]+)"\}\)', missing) == [process.name for process in PROCESSES]


def test_dashboards_have_ids_of_their_own_and_panels_that_say_their_unit_and_source() -> None:
    boards = [json.loads(path.read_text(encoding="utf-8")) for path in DASHBOARDS]
    assert boards
    assert len({board["uid"] for board in boards}) == len(boards)
    for board, path in zip(boards, DASHBOARDS, strict=True):
        assert [variable["type"] for variable in board["templating"]["list"]] == ["datasource"]
        assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
        for panel in panels(path):
            assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]
            assert panel["datasource"]["uid"] == "${source}", panel["title"]
            assert panel["targets"], panel["title"]


def test_grafana_is_given_prometheus_and_the_folder_of_the_dashboards() -> None:
    folder = CHECKOUT / "deploy/grafana/provisioning"
    source = yaml.safe_load((folder / "datasources/prometheus.yml").read_text(encoding="utf-8"))["datasources"][0]
    provider = yaml.safe_load((folder / "dashboards/tocsin.yml").read_text(encoding="utf-8"))["providers"][0]
    compose = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert source["url"] == "http://prometheus:9090"
    assert f"./deploy/grafana/dashboards:{provider['options']['path']}:ro" in compose["services"]["grafana"]["volumes"]
