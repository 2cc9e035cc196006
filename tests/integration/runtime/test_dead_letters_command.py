"""`tocsin dead-letters` on letters that a real worker wrote."""

from __future__ import annotations

import json

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
