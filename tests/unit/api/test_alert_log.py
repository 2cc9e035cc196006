"""What is news, what is a repeat, and what a reader is told of each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.api.alert_log import AlertLog, Told, concerns, told
from services.contracts.events import AlertChanged
from services.contracts.sharing import Reader, Role, Sharing, owned
from tests.integration.api.things import alert_id, event

FR = Reader(code="FR", role=Role.ADMINISTRATION)
ALL = owned("KR", "GREEN", ["operation"])
NAMED = owned("KR", "RED", ["NL"])
LOGS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from([ALL, NAMED])), max_size=40)


def replayed(reader: Reader, log: AlertLog, records: list[AlertChanged], start: int) -> list[tuple[int, Told]]:
    never_shown: set[str] = set()
    found = []
    for offset in range(start, len(records)):
        news = log.recall(offset, records[offset])
        if news and (what := told(reader, news, log.restriction(news.alert.alert_id), never_shown)):
            found.append((offset, what))
    return found


def test_a_repeat_and_a_late_older_revision_are_no_news() -> None:
    log = AlertLog(10)
    offsets = [log.append(at, event(1, revision)) for at, revision in enumerate((1, 2, 2, 1, 3))]
    assert [news.offset for news in offsets if news] == [0, 1, 4]
    assert log.next_offset == 5


@given(LOGS, st.integers(1, 5))
def test_what_is_read_again_is_judged_as_when_it_was_new(steps: list[tuple[int, int, Sharing]], ring: int) -> None:
    log = AlertLog(ring)
    records = [event(number, revision, sharing) for number, revision, sharing in steps]
    fresh = [log.append(offset, record) for offset, record in enumerate(records)]
    assert [log.recall(offset, record) for offset, record in enumerate(records)] == fresh
    kept = [news for news in fresh if news]
    assert log.since(log.ring_start) == kept[-ring:]
    assert all(news.offset < log.ring_start for news in kept[:-ring])


def test_narrowing_tells_those_who_lose_it_that_it_is_withdrawn_and_nothing_more() -> None:
    log = AlertLog(10)
    log.append(0, event(1, 1, ALL))
    narrowed = log.append(1, event(1, 2, NAMED))
    assert narrowed is not None
    assert concerns(FR, narrowed)
    assert told(FR, narrowed, NAMED, set()) == Told("withdrawn", whole=False)
    again = log.append(2, event(1, 3, NAMED))
    assert again is not None
    assert not concerns(FR, again)


def test_an_alert_that_opens_to_a_reader_is_raised_for_it() -> None:
    log = AlertLog(10)
    log.append(0, event(1, 1, NAMED))
    opened = log.append(1, event(1, 2, ALL))
    assert opened is not None
    assert told(FR, opened, ALL, set()) == Told("raised", whole=True)
    assert told(Reader(code="NL", role=Role.ADMINISTRATION), opened, ALL, set()) == Told("updated", whole=True)


def test_who_comes_back_late_is_not_shown_what_was_narrowed_since() -> None:
    log = AlertLog(10)
    records = [event(1, 1, ALL), event(2, 1, ALL), event(1, 2, NAMED)]
    for offset, record in enumerate(records):
        log.append(offset, record)
    assert replayed(FR, log, records, 0) == [(1, Told("raised", whole=True))]
    # It had seen the first one: it must learn that it is gone.
    assert replayed(FR, log, records, 1) == [
        (1, Told("raised", whole=True)),
        (2, Told("withdrawn", whole=False)),
    ]


@given(LOGS)
def test_nobody_is_shown_an_alert_that_it_may_not_see_today(steps: list[tuple[int, int, Sharing]]) -> None:
    log = AlertLog(100)
    records = [event(number, revision, sharing) for number, revision, sharing in steps]
    for offset, record in enumerate(records):
        log.append(offset, record)
    for offset, what in replayed(FR, log, records, 0):
        if what.whole:
            assert log.restriction(records[offset].alert.alert_id) == ALL
            assert records[offset].alert.sharing == ALL


def test_the_withdrawal_of_what_was_never_raised_is_told_to_nobody() -> None:
    log = AlertLog(10)
    news = log.append(0, event(1, 1, ALL, change="withdrawn"))
    assert news is not None
    assert told(FR, news, ALL, set()) is None


def test_a_log_made_anew_knows_nothing_of_the_old_one() -> None:
    log = AlertLog(10)
    log.append(0, event(1, 5))
    log.reset(0)
    assert log.restriction(alert_id(1)) is None
    assert log.append(0, event(1, 1)) is not None
