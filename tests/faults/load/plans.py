"""Messages to send, made by the simulator's command from a seed."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from deploy.local.settings import CHECKOUT
from tests.faults.verifier.sent import Door, Expected


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a plan file. ``credentials``: own, unknown, or wrong (the sender's over another body)."""

    sequence: int
    administration: str
    mode: str
    door: Door
    content_type: str
    report_id: str
    version: int
    body: bytes | None
    event_type: str
    credentials: str
    expected: Expected
    reason: str | None


def make_plan(folder: Path, seed: int, messages: int, seizures: int, clean: bool = False) -> list[Message]:
    """The plan of an operation of this size, in the order in which it is sent."""
    path = folder / f"plan-{seed}-{messages}.jsonl"
    words = ["plan", "--seed", seed, "--messages", messages, "--seizures", seizures, "--out", path]
    words += ["--truth", path.with_suffix(".truth.json"), *(["--clean"] if clean else [])]
    subprocess.run(
        [sys.executable, "-m", "services.simulator", *map(str, words)], cwd=CHECKOUT, check=True, capture_output=True
    )
    with path.open(encoding="utf-8") as file:
        return [_message(json.loads(line)) for line in file]


def _message(line: dict[str, Any]) -> Message:
    body: bytes | None = None
    if "body" in line or "body_base64" in line:
        core = line["body"].encode() if "body" in line else base64.b64decode(line["body_base64"])
        body = core + b" " * line.get("blanks", 0)
    return Message(
        sequence=line["sequence"],
        administration=line["administration"],
        mode=line["mode"],
        door=cast(Door, line["door"]),
        content_type=line["content_type"],
        report_id=line["report_id"],
        version=line["version"],
        body=body,
        event_type=line["event_type"],
        credentials=line["credentials"],
        expected=cast(Expected, line["expected"]),
        reason=line["reason"],
    )
