"""The simulator's commands: a plan on disk is the plan, and the exit status tells the truth."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.contracts.participants import api_key_id
from services.simulator.commands import app
from services.simulator.identities import Identities, unknown_api_key
from services.simulator.operation import plan
from services.simulator.planfile import from_line, read_plan, to_line

RUN = CliRunner()


def test_a_plan_that_was_written_and_read_is_the_same_plan(tmp_path: Path) -> None:
    out, truth = tmp_path / "plan.jsonl", tmp_path / "truth.json"
    words = ["plan", "--seed", "8", "--seizures", "60", "--messages", "600"]
    done = RUN.invoke(app, [*words, "--out", str(out), "--truth", str(truth)])
    assert done.exit_code == 0, done.output
    operation = plan(8, 60, 600)
    assert list(read_plan(out)) == list(operation)
    assert json.loads(truth.read_text()) == operation.truth


def test_dirt_is_switched_off_kind_by_kind_or_all_at_once(tmp_path: Path) -> None:
    words = ["plan", "--seed", "8", "--seizures", "60", "--messages", "600"]
    files = ["--out", str(tmp_path / "plan.jsonl"), "--truth", str(tmp_path / "truth.json")]
    done = RUN.invoke(app, [*words, *files, "--without", "late", "--without", "not_json"])
    assert done.exit_code == 0, done.output
    kinds = {message.dirt for message in read_plan(tmp_path / "plan.jsonl")}
    assert not kinds & {"late", "not_json"}
    assert "invalid_utf8" in kinds
    done = RUN.invoke(app, [*words, *files, "--clean"])
    assert done.exit_code == 0, done.output
    assert {message.expected for message in read_plan(tmp_path / "plan.jsonl")} == {"accepted"}


def test_dirt_that_does_not_exist_cannot_be_switched_off(tmp_path: Path) -> None:
    files = ["--out", str(tmp_path / "plan.jsonl"), "--truth", str(tmp_path / "truth.json")]
    done = RUN.invoke(app, ["plan", *files, "--without", "soot"])
    assert done.exit_code == 2
    assert "soot" in done.output


def test_a_body_of_ten_megabytes_is_a_short_line() -> None:
    (huge,) = [m for m in plan(8, 60, 600) if m.dirt == "ten_megabytes"]
    line = to_line(huge)
    assert len(line) < 10_000
    assert from_line(line) == huge


def test_a_plan_that_does_not_fit_says_so_and_fails(tmp_path: Path) -> None:
    words = ["plan", "--seizures", "900", "--messages", "100", "--out", str(tmp_path / "p")]
    done = RUN.invoke(app, [*words, "--truth", str(tmp_path / "t")])
    assert done.exit_code == 2
    assert "too few" in done.output


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--kafka", "127.0.0.1:1"],
        ["--door", "http://127.0.0.1:1", "--rate", "1", "--speed", "1"],
        ["--door", "http://127.0.0.1:1"],  # its identities file does not exist
    ],
)
def test_a_play_that_cannot_begin_is_a_usage_error(words: list[str], tmp_path: Path) -> None:
    done = RUN.invoke(app, ["play", "--identities", str(tmp_path / "missing.json"), *words])
    assert done.exit_code == 2


@pytest.mark.parametrize("command", ["plan", "play", "dirt"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    done = RUN.invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert "Example" in done.output


def test_keys_are_read_as_the_platform_writes_them(tmp_path: Path) -> None:
    identities, signing = tmp_path / "identities.json", tmp_path / "signing-keys.json"
    identities.write_text(json.dumps({"KR": {"role": "administration", "api_key": "tocsin_x_y"}}))
    private = base64.b64encode(bytes(range(32))).decode()
    signing.write_text(json.dumps({"KR": {"key_id": "kr1", "private_key": private}}))
    keys = Identities.load(identities, signing)
    assert keys.api_key("KR") == "tocsin_x_y"
    assert keys.signature("KR", b"body").startswith("kr1:")


def test_the_key_that_nobody_has_is_of_the_right_form() -> None:
    assert api_key_id(unknown_api_key()) is not None
