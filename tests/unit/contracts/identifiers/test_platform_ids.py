"""The platform's own ids are the same everywhere and for ever."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from services.contracts import identifiers


def test_report_id_is_the_published_one() -> None:
    space = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:report")
    assert identifiers.report_id("KR", "ICN-2021-000123") == str(uuid.uuid5(space, "KR:ICN-2021-000123"))
    assert identifiers.report_id("KR", "ICN-2021-000123") == "91c482c0-fa84-5aef-adee-b1c83c1c312d"


def test_link_id_does_not_depend_on_who_came_first() -> None:
    assert identifiers.link_id("b", "a", "same_object") == identifiers.link_id("a", "b", "same_object")
    assert identifiers.link_id("a", "b", "same_object") != identifiers.link_id("a", "b", "same_party")


@given(st.lists(st.tuples(st.text(), st.text(), st.integers(0, 9)), min_size=2, max_size=2, unique=True))
def test_event_ids_differ_when_anything_differs(two: list[tuple[str, str, int]]) -> None:
    (one, other) = two
    if "|" not in "".join((one[0], one[1], other[0], other[1])):
        assert identifiers.event_id(*one) != identifiers.event_id(*other)
        assert identifiers.event_id(*one) == identifiers.event_id(*one)


def test_matter_id_does_not_show_the_value() -> None:
    assert "TOCU5027186" not in identifiers.matter_id("container:TOCU5027186")
    assert identifiers.alert_id("r", 1, "g") != identifiers.alert_id("r", 2, "g")
