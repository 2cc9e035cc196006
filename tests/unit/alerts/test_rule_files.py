"""A rule file that is wrong stops the start and says where; its tests are part of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.alerts.rule_files import RuleFault, load_rules, rule_paths
from services.cli.__main__ import app

GOOD = """
id: any-link
version: 1
title: {en: A link, fr: Un lien}
severity: low
on: link
when: link.score > 0.5
group: link.matter
reason: {en: "{rule} {evidence}", fr: "{rule} {evidence}"}
tests:
  - {says: a strong link, expect: hit, group: matter, link: {score: 0.9}}
  - {says: a weak link, expect: miss, link: {score: 0.1}}
"""


def written(folder: Path, text: str, name: str = "any-link.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_a_rule(tmp_path: Path) -> None:
    (rule,) = load_rules([written(tmp_path, GOOD)])
    assert (rule.id, rule.version, rule.on) == ("any-link", 1, "link")


def test_the_built_in_rules_are_these_four() -> None:
    names = ["link-across-countries", "repeat-consignee", "seizure-meets-warning", "value-parked"]
    assert [rule.id for rule in load_rules()] == names


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("score > 0.5", "score > ", "when"),
        ("link.matter", "link.(", "group"),
        ("version: 1", "version: one", "version"),
        ("severity: low", "severity: dire", "severity"),
        ("id: any-link", "id: Any Link", "id"),
        ("title: {en: A link, fr: Un lien}", "title: {en: A link}", "title.fr"),
        ("severity: low", "severity: low\nwhoops: 1", "whoops"),
        ('en: "{rule} {evidence}"', 'en: "{left}"', "reason.en"),
        ('en: "{rule} {evidence}"', 'en: "{rule"', "reason.en"),
        ("{says: a weak link, expect: miss, link: {score: 0.1}}", "{says: x, expect: hit, link: {}}", "one miss"),
        ("{says: a weak link, expect: miss, link: {score: 0.1}}", "{says: x, expect: miss, report: {}}", "link"),
        ("link: {score: 0.1}", "link: {colour: red}", "tests: a weak link: colour"),
        ("link: {score: 0.1}", "link: {score: 0.6}", "tests: a weak link: expected a miss"),
        ("group: matter, ", "group: other, ", "tests: a strong link: expected the group other"),
        ("link.score > 0.5", "link.scores > 0.5", "tests: a strong link: the rule failed"),
        ("on: link", "on: link\nat_least: 3", "rules on reports"),
        ("title: {en", "title: [en", "line"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert old in GOOD
    with pytest.raises(RuleFault) as fault:
        load_rules([written(tmp_path, GOOD.replace(old, new))])
    assert str(fault.value).startswith("any-link.yaml: ")
    assert place in str(fault.value)


@pytest.mark.parametrize("text", ["", "- a list", "just text"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RuleFault):
        load_rules([written(tmp_path, text)])


def test_two_files_with_one_rule_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFault, match="another file has the rule any-link"):
        load_rules([written(tmp_path, GOOD), written(tmp_path, GOOD, "again.yaml")])


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFault, match="holds no rule files"):
        rule_paths(tmp_path)


def test_the_command_proves_the_built_in_rules() -> None:
    done = CliRunner().invoke(app, ["rules", "test"])
    assert done.exit_code == 0
    assert "0 failed" in done.stdout


@pytest.mark.parametrize("new", ["score > ", "score > 0.95"])
def test_the_command_fails_with_a_broken_file_or_test(tmp_path: Path, new: str) -> None:
    path = written(tmp_path, GOOD.replace("score > 0.5", new))
    assert CliRunner().invoke(app, ["rules", "test", str(path)]).exit_code == 1
    assert CliRunner().invoke(app, ["rules", "test", str(path), "--json"]).exit_code == 1
