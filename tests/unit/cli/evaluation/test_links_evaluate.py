"""`tocsin links evaluate`: its options, and one small operation from its plan to its figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from services.cli.evaluation.calibration import Curves, curves
from services.cli.evaluation.verdicts import CLASSES
from services.cli.links_evaluate import evaluate, seeds_of
from services.enrich.matching.weights import weights

app = typer.Typer()
app.command("evaluate")(evaluate)
SMALL = ["--seeds", "101", "--messages", "600", "--no-splink"]


@pytest.mark.parametrize(
    ("text", "seeds"), [("101-103", [101, 102, 103]), ("7", [7]), (" 3 , 1-2,2", [1, 2, 3]), ("5-5", [5])]
)
def test_seeds_are_numbers_and_spans_each_once(text: str, seeds: list[int]) -> None:
    assert seeds_of(text) == seeds


@pytest.mark.parametrize("text", ["", "x", "3-1", "1-", "-1", "1-2000", "1,,2", "٣-", "1" * 30])
def test_what_is_no_seed_is_said(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        seeds_of(text)


def test_a_small_operation_is_evaluated_as_one_document(tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    done = CliRunner().invoke(app, [*SMALL, "--json", "--json-file", str(file)])
    told = json.loads(done.stdout)
    assert told == json.loads(file.read_text(encoding="utf-8"))
    assert done.exit_code == (0 if told["goals"]["reached"] else 1)
    whole = told["tables"]["all"][0]
    assert whole["true"] > 0
    assert told["peer"] is None
    assert [row["group"] for row in told["blocking"]] == list(CLASSES)


def test_seeds_of_tuning_are_told_to_show_too_much() -> None:
    done = CliRunner().invoke(app, ["--seeds", "7", "--messages", "600", "--no-splink"])
    assert "too good" in done.stderr


def test_curves_are_fitted_and_written_with_where_they_come_from(tmp_path: Path) -> None:
    file = tmp_path / "curves.yaml"
    done = CliRunner().invoke(app, ["--seeds", "201", "--messages", "600", "--fit", str(file)])
    assert done.exit_code == 0
    found = Curves.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    assert "seeds 201" in found.provenance
    assert set(found.curves) == set(CLASSES)


def test_the_committed_curves_are_those_of_the_committed_weights() -> None:
    assert curves().weights_version == weights().version
    assert set(curves().curves) == set(CLASSES)
