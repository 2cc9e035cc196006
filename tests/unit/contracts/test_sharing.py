"""Who may read what: the algebra of restrictions, against an oracle that is written the other way round."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.sharing import (
    CLEARANCE,
    OPERATION,
    TLP,
    Reader,
    Role,
    Sharing,
    mongo_filter,
    owned,
    strictest,
    visible,
)

CODES = ("KR", "NL", "DE", "OCU", "EUROPOL")
READERS = [Reader(code=code, role=role) for code in (*CODES, "ELSEWHERE") for role in Role]

reports = st.builds(
    owned,
    st.sampled_from(CODES),
    st.sampled_from([*TLP, "VIOLET"]),
    st.lists(st.sampled_from((*CODES, OPERATION)), max_size=4),
    st.lists(st.sampled_from(("H1", "H2")), max_size=2),
)
derived = st.lists(reports, min_size=1, max_size=4).map(strictest)


def oracle(reader: Reader, owner: str, tlp: str, audience: list[str]) -> bool:
    """One report's rule in ten lines: owner, named, or the operation up to the level of the reader's role."""
    level = CLEARANCE[reader.role]
    if level is None:
        return False
    if reader.code == owner or reader.code in audience:
        return True
    if tlp not in TLP or tlp == "RED":
        return False
    return OPERATION in audience and TLP[tlp] <= level


def matches(document: dict[str, Any], query: dict[str, Any]) -> bool:
    """The small part of MongoDB's matching that the filter uses."""
    ((field, condition),) = query.items()
    wanted = condition["$elemMatch"]
    values: Any = document
    for name in field.split("."):
        values = values[name]
    return any(
        entry["code"] in wanted["code"]["$in"] and entry["clearance"] <= wanted["clearance"]["$lte"] for entry in values
    )


@given(
    st.sampled_from(READERS),
    st.sampled_from(CODES),
    st.sampled_from([*TLP, "VIOLET"]),
    st.lists(st.sampled_from((*CODES, OPERATION)), max_size=4),
)
def test_report_is_read_by_its_owner_the_named_and_the_cleared(
    reader: Reader, owner: str, tlp: str, audience: list[str]
) -> None:
    assert visible(reader, owned(owner, tlp, audience)) == oracle(reader, owner, tlp, audience)


@given(st.lists(derived, min_size=1, max_size=4))
def test_derived_thing_is_read_by_exactly_those_who_may_read_every_source(sources: list[Sharing]) -> None:
    together = strictest(sources)
    for reader in READERS:
        assert visible(reader, together) == all(visible(reader, source) for source in sources)


@given(derived, derived, derived)
def test_order_and_grouping_of_sources_do_not_matter(a: Sharing, b: Sharing, c: Sharing) -> None:
    assert strictest([a, b]) == strictest([b, a])
    assert strictest([strictest([a, b]), c]) == strictest([a, strictest([b, c])]) == strictest([c, a, b])
    assert strictest([a, a]) == strictest([a]) == a


@given(derived, derived)
def test_one_more_source_never_adds_a_reader_nor_lowers_the_label(a: Sharing, b: Sharing) -> None:
    together = strictest([a, b])
    assert not any(visible(reader, together) and not visible(reader, a) for reader in READERS)
    assert TLP[together.tlp] == max(TLP[a.tlp], TLP[b.tlp])
    assert set(together.handling) == {*a.handling, *b.handling}
    assert set(together.owners) == {*a.owners, *b.owners}


@given(derived, st.sampled_from(READERS))
def test_query_finds_exactly_what_the_predicate_allows(sharing: Sharing, reader: Reader) -> None:
    document = {"sharing": sharing.model_dump()}
    assert matches(document, mongo_filter(reader)) == visible(reader, sharing)


@given(derived)
def test_what_a_reader_is_shown_does_not_list_the_other_readers(sharing: Sharing) -> None:
    assert set(sharing.shown()) == {"tlp", "handling", "audience"}


def test_red_stays_with_owner_and_named_whatever_the_audience_says() -> None:
    red = owned("KR", "RED", [OPERATION, "NL"])
    assert visible(Reader(code="NL", role=Role.PARTNER), red)
    assert not visible(Reader(code="OCU", role=Role.COORDINATION_UNIT), red)


def test_amber_strict_stops_at_the_administrations_and_their_coordination_unit() -> None:
    thing = owned("KR", "AMBER+STRICT", [OPERATION])
    allowed = {role for role in Role if visible(Reader(code="X", role=role), thing)}
    assert allowed == {Role.ADMINISTRATION, Role.COORDINATION_UNIT}


def test_nothing_can_be_derived_from_no_source() -> None:
    with pytest.raises(ValueError, match="no source"):
        strictest([])
