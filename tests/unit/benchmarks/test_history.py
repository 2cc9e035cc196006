"""The reports that the benchmark of links fills a database with are such as the service would have stored."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from benchmarks.history import ENDS, Reports, keys_made_quickly, with_token
from services.contracts.documents import REPORTS
from services.enrich.document_keys import keys_of_document
from services.enrich.sides import side_of

NUMBER = 2_000


def test_the_quick_keys_are_those_that_the_service_makes() -> None:
    for document in Reports("a", 500).history(NUMBER):
        assert keys_made_quickly(document) == document["match_keys"] == keys_of_document(document)


def test_a_report_has_every_field_that_its_collection_demands_and_that_linking_reads() -> None:
    (document,) = Reports("a", 500).history(1)
    assert REPORTS.required.keys() <= document.keys()
    assert side_of(document).keys == frozenset(document["match_keys"])


def test_the_same_name_gives_the_same_reports_and_another_name_others() -> None:
    assert list(Reports("a", 50).history(20)) == list(Reports("a", 50).history(20))
    mine, theirs = ({one["_id"] for one in Reports(name, 50).history(20)} for name in ("a", "b"))
    assert mine.isdisjoint(theirs)


def test_history_ends_where_the_stream_begins_and_the_stream_goes_on_in_order() -> None:
    assert all(one["received_at"] < ENDS for one in Reports("a", 50).history(100))
    stream = list(Reports("b", 50).stream(100))
    times = [one["received_at"] for one in stream]
    assert times[0] >= ENDS
    assert all(one["occurred_at"] <= one["received_at"] for one in stream)
    assert all(before <= after for before, after in pairwise(times))


def test_parties_come_back_and_some_ways_of_working_are_frequent() -> None:
    counts = Counter(key for one in Reports("a", NUMBER).history(NUMBER) for key in one["match_keys"])
    again = [key for key, number in counts.items() if key.startswith("party:phone:") and number > 1]
    assert again
    ways = Counter(key.rpartition(":")[0] for key in counts.elements() if key.startswith("mo:"))
    assert max(ways.values()) > 3


def test_a_hot_value_is_one_key_more() -> None:
    (document,) = Reports("a", 50).history(1)
    hot = with_token(document, "phone", "hot")
    (key,) = set(hot["match_keys"]) - set(document["match_keys"])
    assert key.startswith("party:phone:hmac:")
    assert len(document["features"]["parties"]) + 1 == len(hot["features"]["parties"])
