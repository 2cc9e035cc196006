"""`tocsin tokens` and `tocsin tokenise` as an officer meets them: lines in order, nothing clear out, honest status."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from typer.testing import CliRunner, Result

from services.cli.token_words import WORDS
from services.cli.tokenise import tokenise
from services.cli.tokens import KINDS, tokens
from services.client.clear_parties import Why
from services.client.tokens import OperationKey
from services.client.tokens import tokens as made
from tests.unit.ingest.reports import seizure

KEY = bytes(range(32))
PHONE = "hmac:UbsNO2P_n9TOrvVwQDGJtBL6Fi_7CD3mlkekQHZTBUQ="
app = typer.Typer()
app.command()(tokens)
app.command()(tokenise)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an operation key, in which the commands run."""
    (tmp_path / "operation.key").write_bytes(KEY)
    os.chmod(tmp_path / "operation.key", 0o600)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, given: str | bytes = "") -> Result:
    """The command with this key."""
    command, *options = words
    return CliRunner().invoke(app, [command, "--key-file", "operation.key", *options], input=given)


def clear(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A report with a party in clear."""
    party = {"role": "consignee", "clear": {"name": "Kim Min-su", "phone": "02-3146-8114"}}
    return seizure(**({"national_ref": f"A-{number}", "parties": [party]} | changes))


def lines(*reports: Any) -> str:
    return "".join(json.dumps(report) + "\n" for report in reports)


@pytest.mark.usefixtures("here")
def test_each_value_has_its_line() -> None:
    done = run("tokens", "--field", "phone", "--region", "kr", given="+82 (0)2-3146-8114\n\n02-3146-8114")
    assert (done.exit_code, done.stdout) == (0, f"{PHONE}\n\n{PHONE}\n")


@pytest.mark.usefixtures("here")
def test_a_value_that_cannot_be_read_is_told_by_its_line_and_not_quoted() -> None:
    done = run("tokens", "--field", "phone", "--language", "fr", given="+82231468114\nKim Min-su\n")
    assert (done.exit_code, done.stdout) == (1, f"{PHONE}\n\n")
    assert "ligne 2 : la valeur est illisible" in done.stderr
    assert "Kim" not in done.output


@pytest.mark.usefixtures("here")
def test_a_name_has_several_tokens_and_as_json_every_type() -> None:
    parts = run("tokens", "--field", "name_parts", given="Kim Min-su\n")
    assert parts.stdout.split() == made(KEY, "name_parts", "Kim Min-su")
    whole = json.loads(run("tokens", "--field", "name", "--json", given="Kim Min-su\n").stdout)
    assert set(whole) == {"name", "name_parts", "name_phonetic"}


@pytest.mark.parametrize(
    "table", ["id,phone\n1,02-3146-8114\n2\n", '\ufeffid; phone ;x\n1;"02-3146-8114";"a\nb"\n2;;\n']
)
def test_a_column_of_a_table_is_read(here: Path, table: str) -> None:
    (here / "cases.csv").write_text(table, encoding="utf-8")
    done = run("tokens", "--field", "phone", "--region", "KR", "--column", "phone", "cases.csv")
    assert (done.exit_code, done.stdout) == (0, f"{PHONE}\n\n")
    assert run("tokens", "--field", "phone", "--column", "tel", "cases.csv").exit_code == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("given", [b"\xff\xfe", b"02-3146-8114\n\xb1\xe8"])
def test_another_encoding_is_told_and_not_guessed(given: bytes) -> None:
    done = run("tokens", "--field", "phone", given=given)
    assert done.exit_code == 1
    assert "UTF-8" in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("words", [(), ("--field", "birth_date"), ("--field", "phone", "--region", "Korea")])
def test_what_is_asked_wrongly_is_refused(words: tuple[str, ...]) -> None:
    assert run("tokens", *words).exit_code == 2


@pytest.mark.usefixtures("here")
def test_the_fingerprint_is_compared_over_the_telephone() -> None:
    assert run("tokens", "--fingerprint").stdout.strip() == OperationKey(KEY).fingerprint()
    assert json.loads(run("tokens", "--fingerprint", "--json").stdout)["fingerprint"] == OperationKey(KEY).fingerprint()


def test_a_key_that_others_can_read_is_not_used(here: Path) -> None:
    os.chmod(here / "operation.key", 0o644)
    for done in (run("tokens", "--field", "phone", given="1\n"), run("tokenise", "-", given="{}\n")):
        assert done.exit_code == 1
        assert "chmod 600" in done.stderr


def test_reports_in_clear_become_reports_with_tokens(here: Path) -> None:
    (here / "cases.jsonl").write_text("\ufeff" + lines(clear(1), clear(2)) + "\n")
    done = run("tokenise", "cases.jsonl", "--output", "reports.jsonl", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"reports": 2, "tokens": 12, "dropped": 0})
    written = [json.loads(line) for line in (here / "reports.jsonl").read_text().splitlines()]
    assert [one["national_ref"] for one in written] == ["A-1", "A-2"]
    assert written[0]["parties"][0]["tokens"]["phone"] == [PHONE]
    assert "clear" not in written[0]["parties"][0]
    again = run("tokenise", "cases.jsonl", "--output", "reports.jsonl")
    assert again.exit_code == 1
    assert "already" in again.stderr
    assert run("tokenise", "cases.jsonl").stdout == (here / "reports.jsonl").read_text()


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (clear(2, narrative="for Kim Min-su"), "line 2: /narrative"),
        (
            clear(2, parties=[{"role": "consignee", "clear": {"phone": "none of your business"}}]),
            "line 2: /parties/0/clear/phone",
        ),
        (clear(2, parties=[{"role": "consignee", "name": "Kim Min-su"}]), "/parties/0/name extra_forbidden"),
        (clear(2, narrative="Kim Min-su" * 200_000), "larger than"),
        ("Kim Min-su", "no report"),
    ],
)
def test_one_report_that_cannot_leave_keeps_all_of_them_here(here: Path, bad: Any, said: str) -> None:
    done = run("tokenise", "-", "--output", "reports.jsonl", given=lines(clear(1), bad, clear(3)))
    assert done.exit_code == 1
    assert said in done.stderr
    assert "nothing was written" in done.stderr
    assert sorted(path.name for path in here.iterdir()) == ["operation.key"]
    straight = run("tokenise", "-", given=lines(clear(1), bad))
    assert (straight.exit_code, straight.stdout) == (1, "")
    assert "Kim" not in done.output + straight.output


@pytest.mark.usefixtures("here")
def test_unreadable_values_may_be_left_out_when_a_person_says_so() -> None:
    report = clear(1, parties=[{"role": "consignee", "clear": {"name": "Kim Min-su", "phone": "ask him"}}])
    assert run("tokenise", "-", given=lines(report)).exit_code == 1
    done = run("tokenise", "-", "--drop-unread", given=lines(report))
    assert (done.exit_code, set(json.loads(done.stdout)["parties"][0]["tokens"])) == (
        0,
        {"name", "name_parts", "name_phonetic"},
    )
    assert "values left out: 1" in done.stderr


@pytest.mark.usefixtures("here")
def test_a_thousand_faults_are_told_in_a_screen() -> None:
    done = run("tokenise", "-", given='{"Kim Min-su": "Kim Min-su"}\n' * 1000)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) < 30
    assert "1000" in done.stderr
    assert "Kim" not in done.output


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("words", [("--json",), ("--output", "nowhere/reports.jsonl"), ("--region", "??")])
def test_tokenise_says_what_it_cannot_do(words: tuple[str, ...]) -> None:
    done = run("tokenise", "-", *words, given=lines(clear()))
    assert done.exit_code in (1, 2)
    assert "Traceback" not in done.output


def test_every_reason_has_its_words_in_both_languages_and_every_type_is_offered() -> None:
    assert set(get_args(Why)) <= set(WORDS)
    assert all(english and french and english != french for english, french in WORDS.values())
    assert "phone" in KINDS
