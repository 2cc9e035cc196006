"""`tocsin follow`, started as a person starts it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from deploy.local.settings import CHECKOUT
from tests.integration.api import things
from tests.integration.api.serving import Stage
from tests.platform import wait_until


def following(stage: Stage, folder: Path, *words: str, key: str | None = None) -> subprocess.Popen[str]:
    (folder / "key").write_text((key or stage.keys["OCU"]) + "\n")
    command = (sys.executable, "-m", "services.cli", "follow", "--api", stage.url, "--key-file", str(folder / "key"))
    return subprocess.Popen([*command, *words], cwd=CHECKOUT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_alerts_are_printed_over_a_break_each_once_with_a_token_to_go_on_from(stage: Stage, tmp_path: Path) -> None:
    process = following(stage, tmp_path, "--json", "--count", "3")
    wait_until(lambda: stage.metric("tocsin_sse_connections") == 1, 60, "it listens")
    stage.publish(things.event(1))
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    stage.halt()
    stage.publish(things.event(2), things.event(1), things.event(3))
    stage.start()
    out, _ = process.communicate(timeout=60)
    lines = [first, *map(json.loads, out.splitlines())]
    assert [one["alert"]["alert_id"] for one in lines] == [things.alert_id(n) for n in (1, 2, 3)]
    assert process.returncode == 0

    again = following(stage, tmp_path, "--json", "--count", "2", "--resume", first["token"])
    out, _ = again.communicate(timeout=60)
    assert [json.loads(one)["alert"]["title"] for one in out.splitlines()] == ["Matter 2", "Matter 3"]

    shown = following(stage, tmp_path, "--count", "1", "--resume", first["token"], "--language", "fr")
    out, _ = shown.communicate(timeout=60)
    assert "Affaire 2" in out
    assert "le même colis" in out


def test_a_refused_key_ends_it_with_a_reason_and_status_1(stage: Stage, tmp_path: Path) -> None:
    process = following(stage, tmp_path, key="tocsin_00000000_" + "x" * 43)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert out == ""
    assert "401" in err
    assert "x" * 43 not in err
