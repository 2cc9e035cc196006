"""Every alert of deploy/prometheus/rules.yml is seen to fire, and seen to be silent, by promtool's own clock."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.settings import CHECKOUT, LocalSettings
from tests.architecture.alert_cases import ALWAYS_ON, CASES, Case

RULES = CHECKOUT / "deploy" / "prometheus" / "rules.yml"


@pytest.fixture(scope="module")
def promtool() -> str:
    """The promtool of the machine, or the one that `deploy/local/install --browser` put beside Kafka's jars."""
    found = shutil.which("promtool") or shutil.which("promtool", path=LocalSettings().tools)
    if found is None:
        pytest.skip("promtool is not here: `make setup-browser` fetches it")
    return found


def rules() -> dict[str, dict[str, Any]]:
    """One alert rule for each name."""
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"] if "alert" in rule}


def filled(text: str, labels: dict[str, str]) -> str:
    """An annotation with its labels in place."""
    return re.sub(r"{{ \$labels\.(\w+) }}", lambda found: labels[found.group(1)], text)


def run(promtool: str, *words: str) -> subprocess.CompletedProcess[str]:
    """promtool's answer."""
    return subprocess.run([promtool, *words], capture_output=True, text=True, check=False)


def written(tests: list[dict[str, Any]], step: str, file: str = str(RULES)) -> str:
    """A promtool file. Groups are evaluated in the order of the rule file: without it promtool draws one."""
    order = [group["name"] for group in yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]]
    return yaml.safe_dump(
        {"rule_files": [file], "evaluation_interval": step, "group_eval_order": order, "tests": tests}
    )


def as_promtool(case: Case, rule: dict[str, Any]) -> dict[str, Any]:
    """The case in promtool's words; labels in annotations are filled in as Prometheus does."""
    expected = [
        {
            "exp_labels": {**rule["labels"], **labels},
            "exp_annotations": {name: filled(text, labels) for name, text in rule["annotations"].items()},
        }
        for labels in case.fires
    ]
    return {
        "name": f"{case.alert}: {case.why}",
        "interval": case.step,
        "input_series": [{"series": name, "values": values} for name, values in case.series.items()],
        "alert_rule_test": [{"alertname": case.alert, "eval_time": case.at, "exp_alerts": expected}],
    }


def test_every_alert_has_a_case_that_fires_and_one_that_is_silent() -> None:
    assert {case.alert for case in CASES if case.fires} == set(rules())
    assert {case.alert for case in CASES if not case.fires} == set(rules()) - ALWAYS_ON


def test_rules_and_configuration_are_valid(promtool: str) -> None:
    done = run(promtool, "check", "config", str(RULES.with_name("prometheus.yml")))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("step", ["1m", "10m"])
def test_alerts_fire_when_they_must_and_are_silent_otherwise(promtool: str, tmp_path: Path, step: str) -> None:
    tests = [as_promtool(case, rules()[case.alert]) for case in CASES if case.step == step]
    file = tmp_path / "cases.yml"
    file.write_text(written(tests, step))
    done = run(promtool, "test", "rules", str(file))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_wrong_threshold_would_be_seen(promtool: str, tmp_path: Path) -> None:
    broken = RULES.read_text(encoding="utf-8").replace("> 0.05", "> 0.5")
    (tmp_path / "rules.yml").write_text(broken, encoding="utf-8")
    tests = [as_promtool(case, rules()[case.alert]) for case in CASES if case.alert == "TocsinDoorFails"]
    file = tmp_path / "cases.yml"
    file.write_text(written(tests, "1m", "rules.yml"))
    done = run(promtool, "test", "rules", str(file))
    assert done.returncode != 0
