"""Resume tokens and cursors: opaque, and good for one reader only."""

from __future__ import annotations

import secrets
import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.cursors import Place, Walk, question_of
from services.api.tokens import Seals, Unsealable

SEALS = Seals(bytes(range(32)))
OFFSETS = st.integers(min_value=-1, max_value=2**62)
CODES = st.from_regex(r"[A-Z][A-Z0-9-]{1,31}", fullmatch=True)


@given(OFFSETS, CODES)
def test_a_token_opens_for_its_reader_and_gives_its_position(offset: int, code: str) -> None:
    assert SEALS.open_position(code, SEALS.seal_position(code, offset)) == offset


@given(OFFSETS, CODES, CODES)
def test_a_token_opens_for_nobody_else(offset: int, code: str, other: str) -> None:
    if code != other:
        with pytest.raises(Unsealable):
            SEALS.open_position(other, SEALS.seal_position(code, offset))


def test_two_tokens_of_one_position_are_unlike_so_that_quiet_and_hidden_events_look_the_same() -> None:
    tokens = {SEALS.seal_position("KR", 7) for _ in range(100)}
    assert len(tokens) == 100
    assert len({len(token) for token in tokens | {SEALS.seal_position("KR", 2**40)}}) == 1


LETTERS = string.ascii_letters + string.digits + "-_"


@given(st.data())
def test_a_token_that_was_changed_anywhere_does_not_open(data: st.DataObject) -> None:
    token = SEALS.seal_position("KR", 12)
    place = data.draw(st.integers(0, len(token) - 2))  # the last letter has bits that carry nothing
    # Drawn as a distance: the token is another one each time, and what is drawn must not depend on it.
    letter = LETTERS[(LETTERS.index(token[place]) + data.draw(st.integers(1, len(LETTERS) - 1))) % len(LETTERS)]
    with pytest.raises(Unsealable):
        SEALS.open_position("KR", token[:place] + letter + token[place + 1 :])


@given(st.one_of(st.text(max_size=100), st.text("AZaz09-_=", max_size=3000)))
def test_no_text_at_all_breaks_the_opening(text: str) -> None:
    with pytest.raises(Unsealable):
        SEALS.open_position("KR", text)


def test_a_token_of_another_key_or_purpose_does_not_open() -> None:
    with pytest.raises(Unsealable):
        SEALS.open_position("KR", Seals(secrets.token_bytes(32)).seal_position("KR", 1))
    with pytest.raises(Unsealable):
        SEALS.open_position("KR", SEALS.seal("cursor", "KR", bytes(8)))


def test_a_key_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Seals(bytes(16))


def test_a_cursor_continues_only_the_walk_that_it_came_from() -> None:
    place = Place("id-1", datetime(2021, 2, 11, tzinfo=UTC))
    walk = Walk(SEALS, "KR", question_of("/v1/alerts", {"severity": "high"}))
    cursor = walk.cursor(place)
    assert walk.place(cursor) == place
    others = (
        Walk(SEALS, "NL", walk.question),
        Walk(SEALS, "KR", question_of("/v1/alerts", {"severity": "low"})),
        Walk(SEALS, "KR", question_of("/v1/links", {"severity": "high"})),
    )
    for other in others:
        with pytest.raises(Unsealable):
            other.place(cursor)


def test_a_question_is_the_same_in_any_order_and_without_what_was_not_asked() -> None:
    assert question_of("/p", {"a": 1, "b": 2, "c": None}) == question_of("/p", {"b": 2, "a": 1})
