"""What the platform would hold at the end of an operation, from nothing but its messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import orjson

from services.cli.evaluation.holding import final_versions, held, sides_of
from services.contracts.events import SUBMITTED
from services.contracts.report import Report
from services.enrich.sides import Side
from services.simulator.operation import CLOUDEVENT, JSON, Message
from tests.unit.enrich.reports import gazetteer, reply_to, report


def message(what: Report, version: int = 1, hours: int = 0, expected: Any = "accepted", **more: Any) -> Message:
    """The message that brings a version of a report."""
    body = what.model_copy(update={"version": version}).model_dump_json(exclude_none=True, by_alias=True).encode()
    fields: dict[str, Any] = {"content_type": JSON, "body": body, **more}
    return Message(
        sequence=hours,
        due=timedelta(hours=hours),
        administration=what.administration,
        mode="mail",
        content="seizure",
        door="http",
        report_id=what.report_id,
        version=version,
        event_type=SUBMITTED,
        credentials="own",
        dirt=None,
        expected=expected,
        reason=None,
        **fields,
    )


def sides(messages: Iterable[Message]) -> dict[str, Side]:
    """The reports that are held, by their national reference."""
    documents = held(messages, gazetteer())
    return {documents[side.report_id]["national_ref"]: side for side in sides_of(documents)}


def drug(name: str, **more: Any) -> dict[str, Any]:
    """The goods of a seizure."""
    return {"goods": [{"substance": name, "quantity": {"value": 1, "unit": "kilogram"}, **more}]}


def test_the_highest_version_counts_whatever_comes_last() -> None:
    newer, older = (report("NL", "A", **drug(name, confirmed=False)) for name in ("Cocaine", "Heroin"))
    found = sides([message(newer, version=2), message(older, version=1, hours=1)])
    assert [one["id"] for one in found["A"].features["substances"]] == ["cocaine"]


def test_what_is_held_or_refused_is_not_there() -> None:
    assert final_versions(message(report("NL", "A"), expected=fate) for fate in ("held", "refused", "duplicate")) == {}


def test_a_report_in_an_envelope_is_read_as_well() -> None:
    what = report("NL", "A")
    data = orjson.loads(what.model_dump_json(exclude_none=True, by_alias=True))
    event = {"specversion": "1.0", "type": SUBMITTED, "id": "1", "source": "/administrations/NL", "data": data}
    envelope = message(what, content_type=CLOUDEVENT, body=orjson.dumps(event))
    assert set(final_versions([envelope])) == {what.report_id}


def test_a_retraction_takes_its_report_back_and_its_own_retraction_gives_it_again() -> None:
    seized = report("NL", "A")
    taken = report("NL", "R", "retraction", in_reply_to=reply_to("NL", "A"))
    given = report("NL", "G", "retraction", in_reply_to=reply_to("NL", "R"))
    assert sides([message(seized), message(taken)])["A"].retracted
    assert not sides([message(seized), message(taken), message(given)])["A"].retracted


def test_a_report_is_found_by_what_its_laboratory_found() -> None:
    route = [{"role": "departure", "country": "NL"}, {"role": "destination", "country": "KR"}]
    seized = report("KR", "A", route=route, **drug("Amphetamine", confirmed=False, no=1))
    identified = [{"no": 1, "substance": "MDMA"}]
    result = report("KR", "L", "lab_result", in_reply_to=reply_to("KR", "A"), identified=identified, status="final")
    found = sides([message(seized), message(result)])["A"]
    assert [one["parent"] for one in found.features["substances"]] == ["mdma"]
    assert any(key.startswith("mo:NL:KR:mdma:mail:") for key in found.keys)
