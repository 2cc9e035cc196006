"""Which dead letters are open, and since when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.contracts.letters import LETTER, NOTE, Backlog, OpenLetters

NOON = datetime(2021, 2, 1, 12, tzinfo=UTC)


def letter(name: str, failed_at: datetime) -> dict[str, str]:
    return {f"{LETTER}id": name, f"{LETTER}failed-at": failed_at.isoformat()}


def test_a_letter_is_open_until_a_note_says_that_it_was_replayed() -> None:
    letters = OpenLetters()
    letters.take("enrich", letter("a", NOON - timedelta(hours=2)))
    letters.take("enrich", letter("b", NOON - timedelta(hours=1)))
    assert letters.backlog("enrich", NOON) == Backlog(2, 7200)
    letters.take("enrich", {f"{NOTE}letter": "a"})
    assert letters.backlog("enrich", NOON) == Backlog(1, 3600)
    assert letters.backlog("ingest", NOON) == Backlog(0, 0)


def test_a_letter_that_was_written_twice_is_one_as_old_as_its_first() -> None:
    letters = OpenLetters()
    letters.take("alerts", letter("a", NOON - timedelta(hours=2)))
    letters.take("alerts", letter("a", NOON - timedelta(hours=1)))
    assert letters.backlog("alerts", NOON) == Backlog(1, 7200)


def test_what_kafka_keeps_no_longer_is_open_for_nobody() -> None:
    letters = OpenLetters()
    letters.take("ingest", letter("a", NOON - timedelta(days=91)))
    assert letters.backlog("ingest", NOON) == Backlog(0, 0)


def test_a_sender_cannot_close_a_letter_by_headers_of_its_own() -> None:
    letters = OpenLetters()
    letters.take("ingest", letter("a", NOON))
    letters.take("ingest", {f"{NOTE}letter": "a", **letter("b", NOON)})
    assert letters.backlog("ingest", NOON).letters == 2


def test_what_is_neither_letter_nor_note_is_passed_over() -> None:
    letters = OpenLetters()
    for headers in ({}, {f"{LETTER}id": "a"}, {f"{LETTER}id": "a", f"{LETTER}failed-at": "yesterday"}):
        letters.take("ingest", headers)
    assert letters.backlog("ingest", NOON).letters == 0
