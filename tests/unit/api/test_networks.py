"""What a network says: who could have foretold, which ways goods took, and nothing of tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson

from services.api import networks
from services.api.shapes import ShownNetwork
from services.api.tables import COLUMNS, table
from services.contracts.findings import Language
from tests.integration.api import things

Document = dict[str, Any]


def report(number: int, days: int | None, owner: str = "KR", legs: tuple[str, ...] = (), **changes: Any) -> Document:
    at = things.WHEN + timedelta(days=days) if days is not None else None
    made = things.report(number, administration=owner, occurred_at=at, **changes)
    made["report"]["route"] = [{"role": "transit", "country": leg} for leg in legs]
    made["normalised"]["countries"] = [
        {"raw": raw, "code": code, "how": "name"} for raw, code in (("Netherlands", "NL"), ("KR", "KR"), ("??", None))
    ]
    return made


def linked(one: Document, other: Document, score: float = 8.0) -> Document:
    return things.link(1) | {
        "_id": f"{one['_id']}:{other['_id']}",
        "reports": [one["_id"], other["_id"]],
        "score": score,
    }


def seen(
    reports: list[Document], links: list[Document], language: Language = "en", truncated: bool = False
) -> Document:
    by_id = {each["_id"]: each for each in reports}
    distances = {each["_id"]: number for number, each in enumerate(reports)}
    return networks.network(reports[0]["_id"], 2, by_id, distances, links, truncated, language)


def test_the_first_is_the_earliest_to_which_a_later_one_of_another_administration_is_linked() -> None:
    a, b, c = report(1, 5), report(2, 1, "NL"), report(3, 3, "DE")
    assert seen([a, b, c], [linked(a, b), linked(a, c)])["first"] == b["_id"]
    assert seen([a, b, c], [linked(a, c)])["first"] == c["_id"]
    assert seen([a], [])["first"] is None


def test_neither_the_same_administration_nor_the_same_moment_foretells() -> None:
    a, own, together = report(1, 5), report(2, 1), report(3, 5, "NL")
    assert seen([a, own, together], [linked(a, own), linked(a, together)])["first"] is None


def test_a_warning_that_does_not_say_when_counts_as_of_its_arrival() -> None:
    warning = report(1, None, "NL", received_at=things.WHEN - timedelta(days=9))
    seizure = report(2, 0)
    assert seen([seizure, warning], [linked(seizure, warning)])["first"] == warning["_id"]


def test_routes_are_told_once_with_whose_they_are_in_the_countries_that_were_read() -> None:
    both = report(1, 1, legs=("Netherlands", "Netherlands", "KR")), report(2, 2, legs=("Netherlands", "KR"))
    other = report(3, 3, legs=("??", "KR"))
    assert seen([other, *both, report(4, 4)], [])["routes"] == [
        {"countries": ["NL", "KR"], "reports": [each["_id"] for each in both]},
        {"countries": ["unknown", "KR"], "reports": [other["_id"]]},
    ]


def test_a_network_has_its_shape_its_order_and_no_token() -> None:
    a, b = report(1, 1), report(2, 2, "NL", countries=["BE"])
    found = seen([a, b], [linked(a, b, 3.0), linked(b, a, 9.0)], language="fr", truncated=True)
    ShownNetwork.model_validate_json(orjson.dumps(found))
    assert [each["distance"] for each in found["nodes"]] == [0, 1]
    assert [each["score"] for each in found["edges"]] == [9.0, 3.0]
    assert found["edges"][0]["why"] == ["Le même destinataire."]
    assert found["countries"] == ["BE", "DE", "KR", "NL"]
    assert b"hmac:" not in orjson.dumps(found)
    assert "hmac:" not in table(COLUMNS["network"], found["edges"])


def test_why_names_what_speaks_for_the_link_the_weightiest_first() -> None:
    link = things.link(1)
    line = link["evidence"][0]
    link["evidence"] = [line | {"weight": w, "text": {"en": str(w), "fr": ""}} for w in (1.0, 9.0, -2.0)]
    assert networks.edge(link, "en")["why"] == ["9.0", "1.0"]
