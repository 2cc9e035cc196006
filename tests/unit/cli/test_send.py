"""The commands of a sender: a dry run, a check, samples; what they print and their exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from services.cli.__main__ import app
from services.cli.samples import contents
from tests.unit.ingest.formats.files import IDS_HEADER, SMALL, csv_text, row
from tests.unit.ingest.reports import seizure


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a mapping, a good file and a bad one; the working directory of the test."""
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "good.csv").write_text(csv_text(row(), row("C-2")))
    (tmp_path / "bad.csv").write_text(csv_text(row(), row("C-2", Amount="many"), row("C-3", Drug="")))
    for name in [name for name in os.environ if name.startswith("TOCSIN_")]:  # noqa: TID251 -- a clean environment
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tocsin(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, list(words))


def test_a_dry_run_of_a_good_file_counts_and_ends_well(folder: Path) -> None:
    done = tocsin("send", "good.csv", "--mapping", "small.yaml", "--dry-run")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "2 rows answered: 2 valid")
    assert sorted(path.name for path in folder.iterdir()) == ["bad.csv", "good.csv", "small.yaml"]


def test_a_dry_run_shows_the_row_the_column_and_the_remedy_of_each_refusal(folder: Path) -> None:
    done = tocsin("send", "good.csv", "bad.csv", "--mapping", "small.yaml", "--dry-run")
    assert done.exit_code == 1
    assert "row 3        refused  Amount                   This cannot be read as a number. Write digits" in done.stdout
    assert "row 4        refused  /goods/0/substance       A field that this kind of report needs is" in done.stdout
    assert "3 rows answered: 1 valid, 2 refused" in done.stdout


def test_a_dry_run_speaks_french(folder: Path) -> None:
    done = tocsin("send", "bad.csv", "--mapping", "small.yaml", "--dry-run", "--language", "fr")
    assert "Ceci ne se lit pas comme un nombre." in done.stdout
    assert "Un champ exigé pour ce type de rapport manque." in done.stdout


def test_a_dry_run_as_json_has_a_line_for_each_row_and_the_counts_last(folder: Path) -> None:
    done = tocsin("send", "bad.csv", "--mapping", "small.yaml", "--dry-run", "--json")
    *rows, counts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["row"], one["status"]) for one in rows] == [(2, "valid"), (3, "refused"), (4, "refused")]
    assert rows[1]["findings"][0]["column"] == "Amount"
    assert counts["counts"]["statuses"] == {"valid": 1, "warned": 0, "held": 0, "refused": 2}


def test_standard_input_is_a_file_like_any_other(folder: Path) -> None:
    words = [sys.executable, "-m", "services.cli", "send", "-", "--mapping", "small.yaml", "--dry-run"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}  # noqa: TID251 -- a child's environment
    text = (folder / "good.csv").read_bytes()
    done = subprocess.run(words, input=text, capture_output=True, env=environment, cwd=folder, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, b"2 rows answered: 2 valid"), done.stderr


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.csv", None, "none.csv: cannot be opened (No such file or directory). Check the name"),
        (".", None, ".: is a folder. Give the files in it"),
        ("empty.csv", b"", "empty.csv: is empty. Export it again."),
        ("blank.csv", b" \n\n ", "blank.csv: is empty."),
        ("junk.csv", bytes(range(256)) * 40, "junk.csv: is neither text nor a spreadsheet. Save it as .xlsx"),
        (
            "page.xls",
            b"<html><table><tr><td>Case</td></tr></table>",
            "page.xls: is a web page or XML, whatever its name",
        ),
        ("a.pdf", b"%PDF-1.7 ...", "a.pdf: is a PDF. Send a spreadsheet, CSV or JSON file."),
        ("a.csv.gz", b"\x1f\x8b\x08\x00broken", "a.csv.gz: is a damaged gzip file."),
        ("a.xlsx", b"PK\x03\x04broken", "a.xlsx: is no readable workbook."),
        (
            "other.csv",
            b"Name,Colour\nx,red\n",
            "other.csv: row 1: lacks Case, Day, Place, Drug, Amount, Unit; it has Name",
        ),
    ],
)
def test_a_file_that_is_none_is_told_with_its_place_and_the_remedy(
    folder: Path, name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    done = tocsin("send", name, "--mapping", "small.yaml", "--dry-run")
    assert done.exit_code == 2
    assert f"tocsin: {told}" in done.stderr


def test_sending_needs_a_door_and_a_key(folder: Path) -> None:
    words = ("send", "good.csv", "--mapping", "small.yaml", "--state", str(folder / "nothing"))
    assert "no door: give --door URL, set TOCSIN_DOOR_URL" in tocsin(*words).stderr
    assert "no API key: give --key-file FILE" in tocsin(*words, "--door", "http://127.0.0.1:9").stderr
    assert "is no address of a door" in tocsin(*words, "--door", "127.0.0.1:9").stderr
    for content in ("", "two words", '{"KR": 1}', "clé"):
        (folder / "key").write_text(content)
        done = tocsin(*words, "--door", "http://127.0.0.1:9", "--key-file", "key")
        assert (done.exit_code, "key" in done.stderr) == (2, True)


def test_a_door_that_is_away_ends_the_run_with_what_to_do(folder: Path) -> None:
    (folder / "key").write_text("a-key\n")
    words = ("send", "good.csv", "--mapping", "small.yaml", "--door", "http://127.0.0.1:9", "--key-file", "key")
    done = tocsin(*words, "--patience", "0")
    assert done.exit_code == 1
    assert "the door is away: no answer (ConnectError); the same command again goes on from here" in done.stderr
    assert "2 rows: 2 without an answer" in done.stdout


def test_a_check_writes_the_self_test_report(folder: Path) -> None:
    (folder / "reports.jsonl").write_text(
        json.dumps(seizure()) + "\n" + json.dumps(seizure(direction="sideways")) + "\n"
    )
    done = tocsin("check", "reports.jsonl", "--report", "self-test.json", "--administration", "KR")
    assert done.exit_code == 1
    report: dict[str, Any] = json.loads((folder / "self-test.json").read_text())
    assert (report["conforms"], report["administration"]) == (False, "KR")
    assert report["files"][0]["statuses"] == {"valid": 1, "warned": 0, "held": 1, "refused": 0}
    assert {one["code"] for one in report["files"][0]["findings"]} == {"unlisted_value", "row_repeated_reference"}
    (folder / "reports.jsonl").write_text(json.dumps(seizure()))
    assert tocsin("check", "reports.jsonl").exit_code == 0


def test_the_samples_get_the_answers_that_are_expected_of_them(folder: Path) -> None:
    assert tocsin("samples", "-o", "set").exit_code == 0
    assert sorted(path.name for path in (folder / "set").iterdir()) == sorted(contents())
    for name, options in (("reports.jsonl", ()), ("ids.csv", ("--mapping", "unodc-ids"))):
        done = tocsin("send", f"set/{name}", *options, "--dry-run", "--json")
        answers = [json.loads(line) for line in done.stdout.splitlines()][:-1]
        expected_file = folder / "set" / f"{name.partition('.')[0]}.expected.jsonl"
        expected = [json.loads(line) for line in expected_file.read_text().splitlines()]
        assert [(one["row"], one["status"]) for one in answers] == [(one["row"], one["status"]) for one in expected]
        assert [sorted({f["code"] for f in one["findings"]}) for one in answers] == [one["codes"] for one in expected]


def test_the_samples_are_refused_exactly_where_they_are_meant_to_be(folder: Path) -> None:
    expected = [json.loads(line) for line in contents()["reports.expected.jsonl"].splitlines()]
    assert {one["example"].startswith("invalid/") == (one["status"] == "refused") for one in expected} == {True}
    assert contents()["ids.csv"].decode().splitlines()[0] == IDS_HEADER
    table = [json.loads(line) for line in contents()["ids.expected.jsonl"].splitlines()]
    assert [one["row"] for one in table if one["status"] == "refused"] == [5, 6, 7, 10, 11]
