"""A receipt goes to its administration's own topic, unchanged; one that nobody can receive stops no other."""

from __future__ import annotations

from services.contracts.documents import PARTICIPANTS
from services.contracts.events import RECEIPT, Receipt
from services.contracts.reasons import Reason
from tests.integration.alerts.desk import NOON, Desk


def receipt(administration: str) -> Receipt:
    return Receipt(
        administration=administration,
        report_id="r-1",
        national_ref="A-1",
        version=1,
        stage="accepted",
        status="accepted",
        at=NOON,
    )


async def registered(desk: Desk, code: str) -> None:
    participant = {"_id": code, "role": "administration", "name": code, "active": True}
    await desk.database[PARTICIPANTS.name].insert_one({**participant, "api_keys": [], "signing_keys": []})


async def test_a_receipt_is_copied_as_it_is(desk: Desk) -> None:
    await registered(desk, "KR")
    desk.there.add("outbound-KR")
    record = desk.record(receipt("KR"))
    handled = await desk.take([record])
    (out,) = handled.sends
    assert (out.topic, out.type, out.id, out.body) == ("outbound-KR", RECEIPT, record.headers["ce_id"], record.value)
    assert handled.refused == []


async def test_receipts_for_nobody_are_dead_letters_and_their_neighbours_arrive(desk: Desk) -> None:
    await registered(desk, "KR")
    await registered(desk, "NL")
    desk.there.add("outbound-KR")
    records = [desk.record(receipt(code)) for code in ("XX", "KR", "NL", "../etc", "DOOR")]
    handled = await desk.take(records)
    assert [out.topic for out in handled.sends] == ["outbound-KR"]
    refused = {record.offset: why.reason for record, why in handled.refused}
    assert refused == {record.offset: Reason.UNKNOWN_PARTICIPANT for record in records if record is not records[1]}
