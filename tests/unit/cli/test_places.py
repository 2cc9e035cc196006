"""`tocsin places` as an operator types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.cli.places import places
from tests.unit.reference.places.invented import compiled


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(places, [str(word) for word in words])


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("places") / "small.sqlite3"
    compiled(path)
    return path


def test_place_that_is_read_is_shown_and_ends_well(file: Path) -> None:
    done = run("find", "Pusan", "--country", "South Korea", "--gazetteer", file)
    assert (done.exit_code, done.stdout.split()[:3]) == (0, ["KRPUS", "city", "Busan"])


def test_facts_of_a_reading_are_one_json_document(file: Path) -> None:
    done = run("find", "Clinton", "--country", "US", "--gazetteer", file, "--json")
    facts = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (facts["code"], facts["how"], facts["gazetteer"]) == (None, "ambiguous", "invented")
    assert len(facts["candidates"]) == 2


def test_place_that_is_not_read_says_why_and_ends_so(file: Path) -> None:
    done = run("find", "Nowhere", "--country", "KR", "--gazetteer", file)
    assert (done.exit_code, done.stdout.strip()) == (1, "not read: unread, not_found")


@pytest.mark.parametrize(
    "words", [("load", "missing.csv"), ("find", "Busan", "--country", "KR", "--gazetteer", "missing")]
)
def test_missing_file_is_a_sentence_and_not_a_traceback(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "missing" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["build", "load", "find"])
def test_help_has_an_example(command: str) -> None:
    assert "Example: " in run(command, "--help").stdout
