"""`tocsin links`: the waterfall of a pair, and a proposal of weights, from files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from services.cli.links import links
from services.enrich.matching.weights import FILE

PARCEL = {"objects": [{"type": "s10", "value": "RR473124829NL"}]}
PHONE = {"parties": [{"role": "consignee", "field": "phone", "token": "hmac:secret"}]}
WARNING: dict[str, Any] = {
    "_id": "w",
    "administration": "NL",
    "kind": "warning",
    "occurred_at": "2021-02-08T09:00:00Z",
    "features": {**PARCEL, **PHONE, "mode": "mail"},
}
SEIZURE: dict[str, Any] = {
    "report_id": "s",
    "administration": "KR",
    "kind": "seizure",
    "occurred": {"from": {"$date": "2021-02-11T00:00:00Z"}, "until": {"$date": "2021-02-12T00:00:00Z"}},
    "features": {**PARCEL, **PHONE, "mode": "sea"},
}


def run(*words: object) -> Result:
    return CliRunner().invoke(links, [str(word) for word in words])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A warning and a seizure of the same parcel."""
    paths = tmp_path / "a.json", tmp_path / "b.json"
    for path, report in zip(paths, (WARNING, SEIZURE), strict=True):
        path.write_text(json.dumps(report))
    return paths


def test_each_link_is_shown_from_nothing_to_its_score(files: tuple[Path, Path]) -> None:
    done = run("explain", *files)
    assert done.exit_code == 0
    same_object = done.stdout.partition("\n\n")[0].splitlines()
    score = float(same_object[0].split()[-1])
    last_sum = float(same_object[-2].split()[1])
    assert same_object[0].startswith("same_object")
    assert "RR473124829NL" in same_object[1]
    assert last_sum == score
    assert "hmac" not in done.stdout


def test_it_speaks_french(files: tuple[Path, Path]) -> None:
    assert "numéro d'envoi postal" in run("explain", *files, "--language", "fr").stdout


def test_it_shows_what_a_hub_would_be_worth(files: tuple[Path, Path]) -> None:
    done = run("explain", *files, "--bearers", "0")
    assert "parked values alone: not new" in done.stdout
    assert "vetoed: parked (s10)" in done.stdout


def test_its_json_is_the_links_and_the_vetoes(files: tuple[Path, Path]) -> None:
    told = json.loads(run("explain", *files, "--json").stdout)
    assert [link["link_class"] for link in told["links"]] == ["same_object", "same_party"]
    assert told["links"][0]["reports"] == ["s", "w"]
    assert told["vetoes"] == []


def test_no_link_is_an_answer_and_says_why(files: tuple[Path, Path]) -> None:
    same_owner = SEIZURE | {"administration": "NL"}
    files[1].write_text(json.dumps(same_owner))
    done = run("explain", *files)
    assert (done.exit_code, done.stdout) == (0, "vetoed: same_owner\nno link\n")


def test_an_answer_is_told_as_a_reply(files: tuple[Path, Path]) -> None:
    files[1].write_text(json.dumps(SEIZURE | {"answers": "w"}))
    done = run("explain", *files)
    assert done.stdout.startswith("reply")
    assert "vetoed: own_thread" in done.stdout


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ("[" * 100_000, "not JSON"),
        (json.dumps({**WARNING, "features": None}), "no features"),
        (json.dumps({**WARNING, "_id": 7}), "no _id"),
        (json.dumps({**WARNING, "occurred_at": None}), "no occurred"),
        (json.dumps({**WARNING, "occurred_at": "yesterday"}), "yesterday"),
        (json.dumps({**WARNING, "occurred_at": 7}), "not a text"),
        (json.dumps({**WARNING, "sharing": {"tlp": "PINK"}}), "sharing"),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_the_reason(files: tuple[Path, Path], written: str, why: str) -> None:
    files[0].write_text(written)
    done = run("explain", *files)
    assert done.exit_code == 1
    assert why in done.stderr
    assert done.stdout == ""


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert run("explain", tmp_path / "a", tmp_path / "b").exit_code == 1
    assert run("estimate", tmp_path / "a").exit_code == 1


def reports(path: Path, count: int) -> Path:
    """As many reports, two and two of one parcel."""
    rows = [
        {**WARNING, "_id": f"{n:03d}", "administration": "NL" if n % 2 else "KR"}
        | {"features": {"objects": [{"type": "s10", "value": f"RR{n // 2 + 1:08d}5NL"}], **PHONE, "mode": "mail"}}
        for n in range(count)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_a_proposal_stands_beside_todays_weights_and_changes_nothing(tmp_path: Path) -> None:
    before = FILE.read_bytes()
    told = json.loads(run("estimate", reports(tmp_path / "r.jsonl", 60), "--json").stdout)
    proposals = {one["feature"]: one for one in told["features"]}
    assert proposals["object"]["m_today"] == 0.98
    assert set(proposals["mode"]) == {"feature", "pairs", "true", "m_today", "m", "u_today", "u", "bits_today", "bits"}
    assert told["true_share_by_block"]
    assert FILE.read_bytes() == before
    shown = run("estimate", tmp_path / "r.jsonl")
    assert (shown.exit_code, shown.stdout.split()[:2]) == (0, ["feature", "pairs"])


def test_where_nothing_can_be_compared_there_is_no_proposal(tmp_path: Path) -> None:
    assert run("estimate", reports(tmp_path / "r.jsonl", 1)).exit_code == 1
    (tmp_path / "r.jsonl").write_text("\n\n")
    assert run("estimate", tmp_path / "r.jsonl").exit_code == 1


def test_a_wrong_line_is_told_by_its_number(tmp_path: Path) -> None:
    path = reports(tmp_path / "r.jsonl", 3)
    path.write_text(path.read_text() + '{"_id": "x"}\n')
    done = run("estimate", path)
    assert (done.exit_code, "line 4" in done.stderr) == (1, True)


@pytest.mark.parametrize("command", ["explain", "estimate"])
def test_help_has_an_example(command: str) -> None:
    assert f"tocsin links {command}" in " ".join(run(command, "--help").stdout.split())
