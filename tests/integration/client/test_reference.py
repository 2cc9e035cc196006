"""The page about the client is true: each of its snippets is run against a real platform."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from deploy.local.settings import CHECKOUT, inherited_environment
from services.client.kafka_sender import Signer
from tests.integration.api import things
from tests.integration.api.serving import Stage
from tests.integration.ingest.ground import Ground, fresh, receipts
from tests.platform import wait_until
from tests.unit.ingest.reports import seizure

PAGE = (CHECKOUT / "docs/reference/client.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
COMMAND = """#!{python}
import sys

import typer

sys.path.insert(0, {checkout!r})
from services.cli.tokenise import tokenise
from services.cli.tokens import tokens

app = typer.Typer()
app.command()(tokens)
app.command()(tokenise)
app()
"""


def snippets(section: str, language: str) -> list[str]:
    """The code blocks of a section."""
    return re.findall(rf"^```{language}\n(.*?)^```", SECTIONS[section], re.MULTILINE | re.DOTALL)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An officer's folder, with `tocsin` at hand."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "tocsin"
    command.write_text(COMMAND.format(python=sys.executable, checkout=str(CHECKOUT)))
    command.chmod(0o755)
    return tmp_path


def told(desk: Path) -> dict[str, str]:
    """The environment of a snippet."""
    here = inherited_environment()
    return here | {"PYTHONPATH": str(CHECKOUT), "PATH": f"{desk / 'bin'}{os.pathsep}{here.get('PATH', '')}"}


def run(desk: Path, code: str, **addresses: str) -> str:
    """What a Python snippet prints, with the addresses of the platform in the place of the examples."""
    for example, real in addresses.items():
        code = code.replace({"door": "https://door.example", "api": "https://api.example"}.get(example, example), real)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=desk, env=told(desk), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def shell(desk: Path, code: str) -> str:
    """What a shell snippet prints."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code], cwd=desk, env=told(desk), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_report_is_sent_in_ten_lines(desk: Path, ground: Ground) -> None:
    [code] = snippets("Send a report", "python")
    assert len(code.splitlines()) <= 10
    (desk / "api.key").write_text(ground.keys["KR"] + "\n")
    (desk / "report.json").write_text(json.dumps(fresh()))
    door = f"http://127.0.0.1:{ground.port}"
    assert run(desk, code, door=door).startswith("accepted ")
    assert run(desk, code, door=door).startswith("duplicate ")


def test_many_are_sent_and_the_line_of_a_refusal_is_told(desk: Path, ground: Ground) -> None:
    (desk / "api.key").write_text(ground.keys["KR"])
    (desk / "reports.jsonl").write_text("".join(json.dumps(one) + "\n" for one in (fresh(), fresh(goods=[]), fresh())))
    [code] = snippets("Send many", "python")
    assert run(desk, code, door=f"http://127.0.0.1:{ground.port}") == "line 2 invalid ['/goods']\n"


def test_a_no_is_told_in_the_officers_language(desk: Path, ground: Ground) -> None:
    [code] = snippets("When the answer is no", "python")
    (desk / "api.key").write_text(ground.keys["KR"])
    assert "error /operation Un champ" in run(desk, code, door=f"http://127.0.0.1:{ground.port}")
    (desk / "api.key").write_text(ground.keys["KR"][:-2] + "AA")
    assert "opens nothing" in run(desk, code, door=f"http://127.0.0.1:{ground.port}")


def test_what_is_there_is_read(desk: Path, stage: Stage) -> None:
    link = things.link(1) | {"link_class": "same_object"}
    stage.store("links", link)
    stage.store("reports", things.report(1))
    stage.store("alerts", things.alert(1))
    stage.store("submissions", things.submission(1, statuses=("accepted", "held")))
    (desk / "api.key").write_text(stage.keys["KR"])
    [code] = snippets("Read", "python")
    shown = run(desk, code, api=stage.url)
    assert link["_id"] in shown
    assert "1 ['accepted', 'held']" in shown
    [code] = snippets("With asyncio", "python")
    assert run(desk, code, api=stage.url) == "['Matter 1']\n"


def test_links_are_decided_about_and_a_network_is_seen(desk: Path, stage: Stage) -> None:
    link = things.link(1)
    stage.store("links", link)
    stage.store("reports", things.report(1), things.report(1, administration="NL"))
    stage.deciders.start()
    (desk / "api.key").write_text(stage.keys["KR"])
    [code] = snippets("Decide about links", "python")
    assert run(desk, code, api=stage.url).splitlines()[1:] == ["proposed"]
    assert stage.decide("NL", link["_id"], "confirm").json()["status"] == "confirmed"
    [code] = snippets("See the network around a report", "python")
    seen = run(desk, code, api=stage.url)
    assert "The same consignee." in seen
    assert seen.splitlines()[1] == "('DE', 'KR', 'NL') [] None False"


@contextmanager
def following(desk: Path, code: str) -> Iterator[Callable[[], str]]:
    """A snippet that never ends; gives its lines."""
    words = [sys.executable, "-c", code]
    with subprocess.Popen(words, cwd=desk, env=told(desk), stdout=subprocess.PIPE, text=True) as process:
        lines: IO[str] | None = process.stdout
        assert lines is not None
        try:
            yield lines.readline
        finally:
            process.kill()


def test_alerts_are_followed_and_the_next_start_goes_on_where_the_last_one_was(desk: Path, stage: Stage) -> None:
    (desk / "api.key").write_text(stage.keys["KR"])
    [code] = snippets("Follow the alerts", "python")
    code = code.replace("https://api.example", stage.url)
    with following(desk, code) as line:
        wait_until(lambda: stage.metric("tocsin_sse_connections") == 1, 60, "it listens")
        stage.publish(things.event(1))
        assert line() == f"raised {things.alert_id(1)} Matter 1\n"
        wait_until(lambda: (desk / "alerts.token").exists() and (desk / "alerts.token").read_text(), 20, "its place")
    stage.publish(things.event(2))
    with following(desk, code) as line:
        assert line() == f"raised {things.alert_id(2)} Matter 2\n"


def test_a_report_goes_through_kafka_signed(desk: Path, ground: Ground) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl")
    [commands], [code] = snippets("Send through Kafka", "sh"), snippets("Send through Kafka", "python")
    public = shell(desk, commands).strip()
    assert len(public) == 44
    assert Signer.load("kr-1", desk / "signing.pem").key.public_key().public_bytes_raw().hex()
    # The door knows another key of KR: that one is used for what follows.
    pem = ground.signing["KR"].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (desk / "signing.pem").write_bytes(pem)
    (desk / "report.json").write_text(json.dumps(fresh()))
    since = ground.ends()
    printed = run(desk, code, **{"broker.example:9092": ground.kafka})
    [report_id] = re.findall(r"report_id='([^']+)'", printed)
    [receipt] = wait_until(lambda: receipts(ground, since, report_id), 60, "a receipt")
    assert receipt["status"] == "accepted"


def test_tokens_are_made_and_nothing_clear_is_left(desk: Path) -> None:
    party = {"role": "consignee", "clear": {"name": "Kim Min-su", "phone": "02-3146-8114"}}
    (desk / "cases.jsonl").write_text(json.dumps(seizure(parties=[party])) + "\n")
    (desk / "phones.txt").write_text("02-3146-8114\n")
    (desk / "cases.csv").write_text("no,consignee\n1,Kim Min-su\n")
    make, tokenise, single = snippets("Make tokens", "sh")
    assert re.fullmatch(r"[0-9a-f]{16}\n", shell(desk, make))
    shell(desk, tokenise)
    tokenised = json.loads((desk / "tokenised.jsonl").read_text())
    [party] = tokenised["parties"]
    phone, names = shell(desk, single).splitlines()
    assert party["tokens"]["phone"] == [phone]
    assert party["tokens"]["name"] == json.loads(names)["name"]
    [code] = snippets("Make tokens", "python")
    printed = run(desk, code).splitlines()
    assert printed[0] == str([phone])
    assert party["tokens"]["name"][0] in printed[1]
    assert printed[2] == tokenised["token_key"]


def test_every_snippet_of_the_page_is_run_here() -> None:
    run_here = {"Send a report", "Send many", "When the answer is no", "Read", "With asyncio", "Follow the alerts"}
    run_here |= {"Decide about links", "See the network around a report"}
    run_here |= {"Send through Kafka", "Make tokens"}
    assert {title for title in SECTIONS if snippets(title, "(?:python|sh)")} == run_here
