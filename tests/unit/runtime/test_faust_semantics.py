"""What Faust acknowledges, pinned: the loop in services/runtime/consume.py is built on these facts.

When an upgrade changes one of them a test here fails, and the loop must be looked at again. The names say what
Faust does, not what one would wish.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

Found = dict[str, list[int]]


@pytest.fixture(scope="module")
def acknowledged() -> Found:
    words = [sys.executable, "-m", "tests.unit.runtime.what_faust_acknowledges"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def test_an_event_whose_agent_raised_is_acknowledged_and_lost(acknowledged: Found) -> None:
    assert acknowledged["raises"] == [0]


def test_a_whole_batch_whose_agent_raised_is_acknowledged_and_lost(acknowledged: Found) -> None:
    assert acknowledged["raises_on_a_batch"] == [0, 1, 2]


def test_nothing_is_acknowledged_while_a_batch_is_being_handled(acknowledged: Found) -> None:
    assert acknowledged["is_still_at_a_batch"] == []


def test_a_batch_is_acknowledged_when_its_body_returned(acknowledged: Found) -> None:
    assert acknowledged["finishes_a_batch"] == [0, 1, 2]


def test_an_error_that_stays_inside_the_loop_loses_nothing(acknowledged: Found) -> None:
    assert acknowledged["keeps_errors_inside"] == [0, 1, 2]


def test_a_batch_of_ours_whose_body_raised_is_not_acknowledged(acknowledged: Found) -> None:
    assert acknowledged["raises_on_own_batch"] == []


def test_nothing_is_acknowledged_while_a_batch_of_ours_is_being_handled(acknowledged: Found) -> None:
    assert acknowledged["is_still_at_own_batch"] == []


def test_batches_of_ours_are_acknowledged_when_the_next_is_asked_for(acknowledged: Found) -> None:
    assert acknowledged["finishes_own_batches"] == [0, 1, 2]
