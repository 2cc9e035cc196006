"""`tocsin dead-letters` on letters that a real worker wrote."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.integration.runtime.conftest import ProvingGround, eventually
from tests.platform import tocsin


def test_letters_are_listed_with_origin_and_reason_and_shown_whole(ground: ProvingGround) -> None:
    ground.work()
    ground.send(b"{broken", b'{"id": "x", "id": "y"}')
    eventually(lambda: len(ground.letters()) == 2)
    listed = json.loads(tocsin("dead-letters", "list", "--kafka", ground.kafka, "--json").stdout)
    own = [item for item in listed["items"] if item["origin-topic"] == ground.source]
    assert [item["reason"] for item in own] == ["not_json", "duplicate_key"]
    shown = json.loads(tocsin("dead-letters", "show", own[0]["id"], "--kafka", ground.kafka).stdout)
    assert shown["value"] == "{broken"
    assert shown["letter"]["origin-offset"] == "0"


def test_a_letter_that_is_not_there_is_said_to_be_missing(ground: ProvingGround) -> None:
    done = tocsin("dead-letters", "show", "no-such-letter", "--kafka", ground.kafka, check=False)
    assert done.returncode == 1
    assert "no dead letter" in done.stderr


def replay(ground: ProvingGround, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return tocsin("dead-letters", "replay", *words, "--kafka", ground.kafka, check=check)


def own_letters(ground: ProvingGround) -> list[dict[str, Any]]:
    listed = json.loads(tocsin("dead-letters", "list", "--kafka", ground.kafka, "--json").stdout)
    return [item for item in listed["items"] if item["origin-topic"] == ground.source]


def test_an_edited_letter_goes_back_once_and_has_its_effect_then(ground: ProvingGround, tmp_path: Path) -> None:
    ground.work()
    ground.send(b"{broken")
    eventually(lambda: len(ground.letters()) == 1)
    (letter,) = own_letters(ground)
    assert letter["state"] == "open"
    edited = tmp_path / "edited.json"
    edited.write_text('{"id": "mended", "do": "nothing"}')
    assert "would go to" in replay(ground, letter["id"], "--value", str(edited), "--dry-run").stdout
    replay(ground, letter["id"], "--value", str(edited), "--by", "OCU")
    eventually(lambda: ground.stored() == {"mended"})
    (told,) = own_letters(ground)
    assert told["state"] == "replayed"
    assert [(note["by"], note["record"]) for note in told["notes"]] == [("OCU", f"{ground.source}/0@1")]
    refused = replay(ground, letter["id"], "--value", str(edited), check=False)
    assert refused.returncode == 1
    assert "replayed already" in refused.stderr
    replay(ground, letter["id"], "--value", str(edited), "--again")
    eventually(lambda: ground.sent_on() == ["mended", "mended"])


def test_a_letter_that_fails_again_is_a_new_one_that_names_the_old(ground: ProvingGround) -> None:
    ground.work()
    ground.send(b"{broken")
    eventually(lambda: len(ground.letters()) == 1)
    (first,) = own_letters(ground)
    replay(ground, first["id"])
    eventually(lambda: len(ground.letters()) == 2)
    old, new = own_letters(ground)
    assert (old["id"], old["state"]) == (first["id"], "replayed")
    assert (new["replayed-letter"], new["state"]) == (first["id"], "open")
    assert new["id"] != first["id"]


def test_a_letter_that_nobody_can_mend_is_closed_with_the_reason(ground: ProvingGround) -> None:
    ground.work()
    ground.send(b"{broken")
    eventually(lambda: len(ground.letters()) == 1)
    (letter,) = own_letters(ground)
    tocsin("dead-letters", "close", letter["id"], "--reason", "sent again", "--kafka", ground.kafka)
    (told,) = own_letters(ground)
    assert told["state"] == "closed"
    assert told["notes"][0]["reason"] == "sent again"
    assert replay(ground, letter["id"], check=False).returncode == 1


def test_a_letter_that_is_not_there_is_not_replayed_nor_are_all_of_everything(ground: ProvingGround) -> None:
    missing = replay(ground, "no-such-letter", check=False)
    assert (missing.returncode, "no dead letter" in missing.stderr) == (1, True)
    assert replay(ground, check=False).returncode == 2
