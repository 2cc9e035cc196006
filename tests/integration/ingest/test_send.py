"""`tocsin send` against a real door: every row answered, nothing twice, and on again after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from deploy.local.settings import CHECKOUT
from services.contracts.topics import REPORTS_ACCEPTED
from tests.integration.ingest.ground import Ground
from tests.platform import wait_until
from tests.unit.ingest.formats.files import SMALL, csv_text, row
from tests.unit.ingest.reports import seizure


class Sender:
    """A national system's folder: its keys, and the command run in it."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self.folder, self.ground = folder, ground
        (folder / "keys.json").write_text(json.dumps({code: {"api_key": ground.keys[code]} for code in ("KR", "JP")}))
        (folder / "kr.key").write_text(ground.keys["KR"])

    def start(self, *words: str) -> subprocess.Popen[str]:
        """The command, running."""
        door = f"http://127.0.0.1:{self.ground.port}"
        command = [sys.executable, "-m", "services.cli", "send", *words, "--door", door, "--json"]
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}  # noqa: TID251 -- a child's environment
        return subprocess.Popen(
            command, cwd=self.folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Its exit status and its counts."""
        process = self.start(*words)
        out, err = process.communicate(timeout=100)
        assert out, err
        counts: dict[str, Any] = json.loads(out.splitlines()[-1])["counts"]
        return process.returncode, counts

    def receipts(self, name: str) -> list[dict[str, Any]]:
        """The receipts of a file so far."""
        return [json.loads(line) for line in (self.folder / f"{name}.receipts.jsonl").read_text().splitlines()]


@pytest.fixture
def sender(ground: Ground, tmp_path: Path) -> Sender:
    """A sender at the shared door."""
    return Sender(ground, tmp_path)


def reports(number: int, **changes: Any) -> tuple[str, str]:
    """So many good reports as JSON Lines, and the beginning that only their references have."""
    mark = f"T-{uuid.uuid4().hex[:12]}"
    return "".join(json.dumps(seizure(national_ref=f"{mark}-{n}", **changes)) + "\n" for n in range(number)), mark


def accepted_once(ground: Ground, since: Any, mark: str, number: int) -> bool:
    """Were so many reports of this mark accepted, each once? A door that was slow may have written one twice."""

    def seen() -> Counter[str]:
        records = ground.records(REPORTS_ACCEPTED.name, since)
        return Counter(ref for one in records if (ref := reference_of(one.value)).startswith(mark))

    wait_until(lambda: len(seen()) == number, 90, "everything is accepted")
    return set(seen().values()) == {1}


def reference_of(value: bytes) -> str:
    """The national reference in an accepted report."""
    return str(json.loads(value)["report"]["national_ref"])


def test_every_report_is_acknowledged_once_and_a_second_run_sends_nothing(sender: Sender, ground: Ground) -> None:
    since = ground.ends()
    text, mark = reports(450)
    (sender.folder / "a.jsonl").write_text(text)
    status, counts = sender.run("a.jsonl", "--key-file", "kr.key", "--administration", "KR")
    assert (status, counts["statuses"]["accepted"]) == (0, 450)
    assert len(sender.receipts("a.jsonl")) == 450
    assert all(one["report_id"] and one["version"] == 1 for one in sender.receipts("a.jsonl"))
    status, counts = sender.run("a.jsonl", "--key-file", "kr.key")
    assert (status, counts["acknowledged_before"], sum(counts["statuses"].values())) == (0, 450, 0)
    (sender.folder / "a.jsonl.receipts.jsonl").unlink()
    status, counts = sender.run("a.jsonl", "--key-file", "kr.key")
    assert (status, counts["statuses"]["duplicate"]) == (0, 450)
    assert accepted_once(ground, since, mark, 450)


def test_a_sender_that_is_killed_goes_on_where_it_stopped(sender: Sender, ground: Ground) -> None:
    since = ground.ends()
    text, mark = reports(3_000)
    (sender.folder / "a.jsonl").write_text(text)
    path = sender.folder / "a.jsonl.receipts.jsonl"
    process = sender.start("a.jsonl", "--key-file", "kr.key", "--in-flight", "1")
    wait_until(lambda: path.exists() and path.stat().st_size > 0, 60, "the first receipts")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    # A row may stand half written: that is what a kill leaves.
    before = path.read_bytes().count(b"\n")
    assert 0 < before < 3_000
    status, counts = sender.run("a.jsonl", "--key-file", "kr.key")
    assert (status, counts["acknowledged_before"]) == (0, before)
    rows = Counter(one["row"] for one in sender.receipts("a.jsonl"))
    assert (len(rows), set(rows.values())) == (3_000, {1})
    assert accepted_once(ground, since, mark, 3_000)


def test_rows_of_a_table_are_answered_each_on_its_own(sender: Sender) -> None:
    mark = uuid.uuid4().hex[:8]
    rows = [row(f"{mark}-1"), row(f"{mark}-2", Amount="0"), row(f"{mark}-3", Unit=""), row(f"{mark}-4", Day="tomorrow")]
    (sender.folder / "a.csv").write_text(csv_text(*rows, row(f"{mark}-5")))
    (sender.folder / "jp.yaml").write_text(SMALL)
    status, counts = sender.run("a.csv", "--mapping", "jp.yaml", "--key-file", "keys.json")
    assert (status, counts["statuses"]) == (
        1,
        {"accepted": 2, "duplicate": 0, "held": 0, "refused": 0, "refused_here": 3},
    )
    told = {
        one["row"]: [each["code"] for each in one["findings"] if each["severity"] == "error"]
        for one in sender.receipts("a.csv")
    }
    assert told == {2: [], 3: ["not_positive"], 4: ["missing_field"], 5: ["cell_no_date"], 6: []}


def test_the_door_has_the_last_word_on_whose_report_it_is(sender: Sender) -> None:
    text, _ = reports(3, administration="JP")
    (sender.folder / "a.jsonl").write_text(text)
    status, counts = sender.run("a.jsonl", "--key-file", "kr.key")
    assert (status, counts["statuses"]["refused"]) == (1, 3)
    assert {one["reason"] for one in sender.receipts("a.jsonl")} == {"foreign_administration"}


def test_a_key_that_opens_nothing_ends_the_run_at_once(sender: Sender) -> None:
    text, _ = reports(3)
    (sender.folder / "a.jsonl").write_text(text)
    (sender.folder / "wrong.key").write_text("tocsin_0000_nothing")
    status, counts = sender.run("a.jsonl", "--key-file", "wrong.key")
    assert (status, counts["unanswered"], counts["complete"]) == (1, 3, False)
