"""The page about links is true: its commands are run against a real api, and its words are those of the code."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import get_args

from deploy.local.settings import CHECKOUT, inherited_environment
from services.api.walking import MOST_LINKS, MOST_NODES
from services.contracts.events import MOST_DECISIONS, REASON_LENGTH, LinkChange, LinkDecision, LinkStatus
from services.enrich.review import NEW_EVIDENCE, Lack
from tests.integration.api import things
from tests.integration.api.serving import Stage

PAGE = (CHECKOUT / "docs/reference/links.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
DECIDE, NETWORK = (one for one in SNIPPETS if "https://api.example" in one)


def shell(folder: Path, stage: Stage, code: str, **names: str) -> str:
    """What a snippet prints, with the address of the api in the place of the example."""
    told = inherited_environment() | names
    words = ["bash", "-euo", "pipefail", "-c", code.replace("https://api.example", stage.url)]
    done = subprocess.run(words, cwd=folder, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_its_commands_decide_and_show_a_network(stage: Stage, tmp_path: Path) -> None:
    link = things.link(1)
    stage.store("links", link)
    stage.store("reports", things.report(1), things.report(1, administration="NL"))
    stage.deciders.start()
    (tmp_path / "api.key").write_text(stage.keys["NL"])
    before, after = json.JSONDecoder(), shell(tmp_path, stage, DECIDE, LINK=link["_id"])
    seen, end = before.raw_decode(after)
    decided = json.loads(after[end:])
    assert (seen["status"], decided["status"]) == ("proposed", "rejected")
    assert decided["decisions"][0]["reason"] == "a telephone of a forwarder"
    shown = shell(tmp_path, stage, NETWORK, REPORT=things.report(1)["_id"])
    network, end = before.raw_decode(shown)
    assert (len(network["nodes"]), network["depth"]) == (1, 3)
    assert shown[end:].startswith("link_id,class,score,status,reports,why")


def test_it_names_every_status_reason_change_and_decision_and_the_bounds() -> None:
    words = {*get_args(LinkStatus), *get_args(LinkChange), *get_args(LinkDecision), *get_args(Lack), NEW_EVIDENCE}
    assert {word for word in words if f"`{word}`" not in PAGE} == set()
    assert f"{REASON_LENGTH} characters" in PAGE.replace("\n", " ")
    assert f"it has {MOST_DECISIONS} decisions" in PAGE
    assert f"At most {MOST_NODES} reports" in PAGE
    assert f"{MOST_LINKS:,} best links" in PAGE
