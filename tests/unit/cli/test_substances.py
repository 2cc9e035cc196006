"""`tocsin substances`: what an officer or the keeper of the list sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.cli.substances import substances
from tests.unit.reference.substances.lists import entry, new_list

NEW = "id: newfentanyl\nkind: substance\ngroup: fentanyls\nnames: {en: Newfentanyl}\n"


def ran(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(substances, words, input=given)


def test_find_says_how_a_name_is_read_and_what_holds_it() -> None:
    done = ran("find", "Cocaine", "HCL")
    assert done.exit_code == 0
    assert "'Cocaine HCL': cocaine (substance, by alias, salt hydrochloride)" in done.stdout


def test_find_prints_the_reading_and_the_entries_as_json() -> None:
    found = json.loads(ran("find", "--json", "--limit", "3", "carfentanyl").stdout)
    assert found["reading"]["id"] == "carfentanil"
    assert found["entries"][0]["id"] == "carfentanil"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("china white", "ambiguous; perhaps heroin, fentanyl"),
        ("codeine/tapentadol", "a mixture of codeine, tapentadol"),
        ("furanylfentamyl", "suggested; perhaps furanylfentanyl"),
    ],
)
def test_find_tells_what_a_person_must_decide(written: str, says: str) -> None:
    assert says in ran("find", written).stdout


def test_find_of_an_unknown_name_fails() -> None:
    done = ran("find", "quux 12 zz")
    assert done.exit_code == 1
    assert "unread" in done.stdout


def test_show_prints_an_entry_by_its_id_or_by_a_name() -> None:
    by_id, by_name = ran("show", "heroin"), ran("show", "diacetylmorphine")
    assert by_id.stdout == by_name.stdout
    assert "561-27-3" in by_id.stdout
    assert json.loads(ran("show", "heroin", "--json").stdout)["group"] == "opiates"


def test_show_of_an_unknown_id_fails_and_says_what_to_try() -> None:
    done = ran("show", "quux")
    assert done.exit_code == 1
    assert "tocsin substances find quux" in done.stderr


def test_check_passes_the_built_in_list_and_fails_a_wrong_one(tmp_path: Path) -> None:
    assert ran("check").exit_code == 0
    wrong = new_list(tmp_path / "list", entry("one", "One", 'cas: ["437-83-7"]'))
    done = ran("check", "--json", str(wrong))
    assert done.exit_code == 1
    assert json.loads(done.stdout)["faults"] == [
        "fentanyls.yaml: one: cas: 437-83-7 is no CAS number (form or check digit)"
    ]


def test_add_writes_a_right_entry_and_refuses_a_wrong_one(tmp_path: Path) -> None:
    folder = new_list(tmp_path / "list", entry("one", "One"))
    done = ran("add", "-", "--folder", str(folder), "--json", given=NEW)
    assert json.loads(done.stdout)["file"].endswith("fentanyls.yaml")
    again = ran("add", "-", "--folder", str(folder), given=NEW)
    assert again.exit_code == 1
    assert "newfentanyl: another entry has this id" in again.stderr


@pytest.mark.parametrize("command", ["find", "show", "check", "add"])
def test_every_command_shows_an_example(command: str) -> None:
    assert "Example: `tocsin substances" in ran(command, "--help").stdout
