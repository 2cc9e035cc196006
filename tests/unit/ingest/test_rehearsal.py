"""The first sender waits for nothing that could have been read before."""

from __future__ import annotations

from services.ingest.quality import known_countries
from services.ingest.quality.codes import _currencies, _tree
from services.ingest.rehearsal import rehearse


def test_the_lists_that_reports_are_examined_with_are_in_memory_after_a_rehearsal() -> None:
    lists = (known_countries, _tree, _currencies)
    for one in lists:
        one.cache_clear()
    rehearse()
    assert [one.cache_info().currsize for one in lists] == [1, 1, 1]
