"""No link from nothing, and a finding that says so: what ingest tells of a report, and what enrich makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from services.client.tokens import OperationKey, tokens_by_type
from services.contracts.report import Report
from services.ingest.quality import examine
from tests.integration.enrich.desk import Desk, enriched_in
from tests.unit.enrich.reports import NOON, accepted, parcel, party, report

OURS, WRONG = (OperationKey(bytes([first, *range(31)])) for first in (1, 2))
CHECKS = frozenset({OURS.fingerprint()})
NOTHING = ("N/A", "000000", "UNKNOWN", "same as above", "non communiqué", "sin datos", "неизвестно", "未知", "同上")


def with_phone(administration: str, ref: str, key: OperationKey, told: bool = True, **more: Any) -> Report:
    """A seizure whose consignee is known by one telephone number, the same in each."""
    bearer = {"role": "consignee", "tokens": tokens_by_type(key, "phone", "+82231468114")}
    check: dict[str, Any] = {"token_key": key.fingerprint()} if told else {}
    return report(administration, ref, parties=[bearer], **check, **more)


def codes(what: Report, checks: frozenset[str] = CHECKS) -> set[str]:
    return {one.code for one in examine(what, NOON, token_keys=checks)}


async def hand(desk: Desk, *reports: Report, checks: frozenset[str] = CHECKS) -> Any:
    """Hand over reports with what ingest found in them."""
    records = [
        replace(desk.record(one), value=accepted(one, findings=examine(one, NOON, token_keys=checks)))
        for one in reports
    ]
    return await desk.take(records)


async def test_the_same_party_under_the_operations_key_is_linked(desk: Desk) -> None:
    one, other = with_phone("KR", "S1", OURS), with_phone("NL", "S2", OURS)
    assert not codes(one) & {"token_key_unknown", "token_key_missing"}
    await hand(desk, one, other)
    assert {kind for kind, *_ in await desk.standing()} == {"same_party"}


async def test_two_administrations_with_the_same_wrong_key_are_told_and_not_linked(desk: Desk) -> None:
    one, other = with_phone("KR", "S1", WRONG), with_phone("NL", "S2", WRONG)
    assert "token_key_unknown" in codes(one) & codes(other)
    sends = await hand(desk, one, other)
    assert await desk.standing() == set()
    assert [each.recurrences for each in enriched_in(sends).values()] == [(), ()]


async def test_tokens_of_a_wrong_key_recur_for_nobody_even_beside_a_number_that_is_shared(desk: Desk) -> None:
    """The earlier reports came before the operation's keys were named: their tokens meet each other."""
    early = [with_phone("KR", f"S{n}", WRONG, told=False) for n in range(2)]
    await hand(desk, *early, checks=frozenset())
    item = {"items": [parcel(1)]}
    await hand(desk, report("NL", "W1", "warning", transport=item))
    late = with_phone("KR", "S9", WRONG, transport=item)
    sends = await hand(desk, late)
    assert enriched_in(sends)[late.report_id].recurrences == ()
    assert {kind for kind, *_ in await desk.standing()} == {"same_object"}


async def test_who_does_not_say_the_key_is_taken_as_before_and_told_so(desk: Desk) -> None:
    one, other = with_phone("KR", "S1", OURS, told=False), with_phone("NL", "S2", OURS)
    assert "token_key_missing" in codes(one)
    assert not codes(one, frozenset()) & {"token_key_missing", "token_key_unknown"}
    await hand(desk, one, other)
    assert {kind for kind, *_ in await desk.standing()} == {"same_party"}


async def test_the_right_tokens_in_a_correction_make_the_link(desk: Desk) -> None:
    await hand(desk, with_phone("KR", "S1", WRONG), with_phone("NL", "S2", OURS))
    assert await desk.standing() == set()
    right = with_phone("KR", "S1", OURS)
    await desk.take([replace(desk.record(right, 2), value=accepted(right, 2, findings=examine(right, NOON)))])
    assert {kind for kind, *_ in await desk.standing()} == {"same_party"}


@pytest.mark.parametrize("word", NOTHING)
async def test_a_word_for_nothing_in_place_of_a_number_is_told_and_makes_no_link(desk: Desk, word: str) -> None:
    nothing = {"courier": [word], "booking": word, "plates": [{"country": "DE", "number": word}]}
    one, other = (report(code, f"S{code}", transport=nothing) for code in ("KR", "NL"))
    assert "junk_identifier" in codes(one)
    await hand(desk, one, other)
    assert await desk.standing() == set()


@pytest.mark.parametrize("word", ["", *NOTHING])
def test_the_client_makes_no_token_of_a_word_for_nothing(word: str) -> None:
    """Without the key nobody can tell the token of "unknown" from another, so there must be none."""
    fields = ("name", "address", "phone", "email", "document", "account", "wallet")
    assert [tokens_by_type(OURS, field, word, region="KR", country="KR") for field in fields] == [{}] * len(fields)


async def test_an_administration_that_floods_one_token_links_nothing_more_and_a_person_is_asked(desk: Desk) -> None:
    flood = [with_phone("KR", f"F{n}", OURS) for n in range(21)]
    sends = await hand(desk, *flood)
    assert {one.feature for one in _parked(enriched_in(sends).values())} == {"party.phone"}
    await hand(desk, with_phone("NL", "S1", OURS))
    assert await desk.standing() == set()


async def test_an_administration_that_floods_one_number_links_nothing_more_and_a_person_is_asked(desk: Desk) -> None:
    item = {"containers": ["TOCU5027186"]}
    sends = await hand(
        desk, *(report("KR", f"F{n}", transport=item, parties=[party("name", f"p{n}")]) for n in range(21))
    )
    assert {one.feature for one in _parked(enriched_in(sends).values())} == {"container"}
    await hand(desk, report("NL", "S1", transport=item))
    assert await desk.standing() == set()


def _parked(events: Iterable[Any]) -> list[Any]:
    return [value for event in events for value in event.parked]
