"""Each way in which a record or its surroundings can fail, caused on a real worker with real Kafka and MongoDB."""

from __future__ import annotations

import signal
import subprocess

import pytest

from tests.integration.runtime.conftest import ProvingGround, eventually


def _orders(*ids: str, do: str = "store") -> list[dict[str, str]]:
    return [{"id": each, "do": do} for each in ids]


def test_a_record_that_can_never_succeed_becomes_a_dead_letter_and_its_neighbours_pass(ground: ProvingGround) -> None:
    ground.work()
    ground.send(
        *_orders("a"), b"\xff not utf-8", b'{"id": "x", "id": "y"}', None, *_orders("r", do="refuse"), *_orders("b")
    )
    eventually(lambda: sorted(ground.sent_on()) == ["a", "b"] and len(ground.letters()) == 4)
    letters = {one["tocsin-letter-origin-offset"]: one for one in ground.letters()}
    reasons = {offset: one["tocsin-letter-reason"] for offset, one in letters.items()}
    assert reasons == {"1": "not_utf8", "2": "duplicate_key", "3": "empty", "4": "id_conflict"}
    assert letters["1"]["tocsin-letter-stage"] == "enrich"
    assert letters["1"]["tocsin-letter-attempts"] == "1"
    assert letters["1"]["tocsin-letter-origin-partition"] == "0"
    assert letters["1"]["ce_type"] == "order.v1", "the original headers travel with the letter"


def test_the_letter_holds_the_original_bytes_and_key(ground: ProvingGround) -> None:
    ground.work()
    ground.send(b"{broken")
    eventually(ground.letters)
    letter = next(r for r in ground.read("enrich-dead-letters") if r.value == b"{broken")
    assert letter.key == b"k"


@pytest.mark.parametrize("bug", ["bug", "crash decode"])
def test_a_bug_that_one_record_triggers_costs_that_record_alone(ground: ProvingGround, bug: str) -> None:
    ground.send(*_orders("a", "b"), *_orders("x", do=bug), *_orders("c"))
    worker = ground.work()
    eventually(lambda: set(ground.sent_on()) == {"a", "b", "c"} and ground.letters())
    assert [one["tocsin-letter-reason"] for one in ground.letters()] == ["internal_error"]
    assert worker.poll() is None, "no crash loop for one record"


def test_a_record_that_stays_stuck_while_its_neighbours_succeed_is_a_letter(ground: ProvingGround) -> None:
    ground.send(*_orders("a"), *_orders("x", do="never yet"), *_orders("b"))
    ground.work(TOCSIN_RETRY_BUDGET="1")
    eventually(lambda: set(ground.sent_on()) == {"a", "b"} and ground.letters())
    assert [(one["tocsin-letter-reason"], one["tocsin-letter-attempts"]) for one in ground.letters()] == [
        ("retries_exhausted", "2")
    ]


def test_a_cancelled_batch_ends_the_process_and_is_delivered_again(ground: ProvingGround) -> None:
    ground.send(*_orders("a"))
    ground.send(*_orders("x", do="cancel"))
    worker = ground.work(TOCSIN_BATCH_SIZE="1")
    assert worker.wait(60) == 70
    assert ground.committed() <= 1, "what was cancelled is not acknowledged"
    again = ground.work(TOCSIN_BATCH_SIZE="1")
    assert again.wait(60) == 70, "the same record came again"


@pytest.mark.parametrize("point", ["after_store", "after_store_before_produce", "after_produce_before_ack"])
def test_a_kill_between_two_effects_loses_nothing(ground: ProvingGround, point: str) -> None:
    ids = {f"r{n}" for n in range(50)}
    ground.send(*_orders(*sorted(ids)))
    killed = ground.work(TOCSIN_FAILPOINT=f"{point}:2", TOCSIN_BATCH_SIZE="10")
    assert killed.wait(60) == -signal.SIGKILL, "the injector did its work"
    ground.work()
    eventually(lambda: set(ground.sent_on()) == ids)
    assert ground.stored() == ids
    assert not ground.letters()


def test_a_kill_in_the_middle_of_a_dead_letter_writes_the_same_letter_again(ground: ProvingGround) -> None:
    ground.send(*_orders("a"), b"poison", *_orders("b"))
    assert ground.work(TOCSIN_FAILPOINT="before_dead_letters:1").wait(60) == -signal.SIGKILL
    ground.work()
    eventually(lambda: ground.letters() and set(ground.sent_on()) == {"a", "b"})
    assert len({one["tocsin-letter-id"] for one in ground.letters()}) == 1


def test_a_clean_stop_finishes_what_it_began(ground: ProvingGround) -> None:
    ids = {f"r{n}" for n in range(200)}
    worker = ground.work()
    eventually(lambda: ground.status("/readyz") == 200)
    ground.send(*_orders(*sorted(ids)))
    eventually(ground.stored)
    worker.terminate()
    assert worker.wait(30) == 0
    ground.work()
    eventually(lambda: set(ground.sent_on()) == ids)


def test_a_flood_of_dead_letters_stops_the_running_worker(ground: ProvingGround) -> None:
    worker = ground.work(TOCSIN_DEAD_LETTER_RUN="20", TOCSIN_BATCH_SIZE="10")
    ground.send(*[b"poison %d" % n for n in range(100)])
    assert worker.wait(60) == 78, "78 tells the supervisor not to restart"
    assert len(ground.letters()) <= 20
    assert ground.committed() <= 20, "what was not written as a letter was not acknowledged"


def test_a_worker_that_makes_no_progress_ends_itself(ground: ProvingGround) -> None:
    ground.send(*_orders("x", do="stand still"), *_orders("a"))
    assert _ends_itself(ground.work(TOCSIN_STUCK_AFTER="3"))
    assert "no progress" in ground.log()
    assert ground.committed() == 0


def _ends_itself(worker: subprocess.Popen[bytes]) -> bool:
    return worker.wait(60) == 70
