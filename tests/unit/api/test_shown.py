"""What is shown: the fields of the interface, in one language, and never a token."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api import shown
from services.api.shapes import ShownAlert, ShownLink, ShownReport
from services.contracts.sharing import Reader, Role
from tests.integration.api import things

KR = Reader(code="KR", role=Role.ADMINISTRATION)
FR = Reader(code="FR", role=Role.ADMINISTRATION)
ALERT_FIELDS = {
    "alert_id", "status", "severity", "rule", "title", "reasons", "reports", "links", "countries", "sharing",
    "raised_at", "updated_at",
}  # fmt: skip
LINK_FIELDS = {"link_id", "class", "score", "evidence", "status", "reports", "sharing", "decisions"} | {
    "reason", "change", "strength", "coverage", "contradiction",
}  # fmt: skip
SEALED = st.recursive(
    st.sampled_from([things.TOKEN, f"see {things.TOKEN}", "clear", 3]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["tokens", "match_keys", "a"]), inner, max_size=3)
    ),
    max_leaves=20,
)


def test_an_alert_and_a_link_have_the_fields_of_the_interface_and_no_others() -> None:
    assert set(shown.alert(things.alert(1), "en")) == ALERT_FIELDS == set(ShownAlert.model_fields)
    seen = shown.link(things.link(1), "en")
    assert set(seen) == LINK_FIELDS
    ShownLink.model_validate_json(orjson.dumps(seen))


def test_texts_are_in_the_readers_language() -> None:
    assert shown.alert(things.alert(1), "fr")["title"] == "Affaire 1"
    assert shown.link(things.link(1), "fr")["evidence"][0]["text"] == "Le même destinataire."
    assert shown.text({"en": "only English"}, "fr") == "only English"


def test_a_decision_is_shown_without_its_id_its_sender_and_its_grounds() -> None:
    taken = {
        "decision_id": "d", "administration": "KR", "decision": "reject", "reason": f"see {things.TOKEN}", "by": "KR",
        "at": things.WHEN, "revision": 3, "grounds": ["party=0123"],
    }  # fmt: skip
    seen = shown.link(things.link(1) | {"decisions": [taken], "coverage": 1}, "en")
    assert seen["decisions"] == [
        {"administration": "KR", "decision": "reject", "reason": "token equal", "at": "2021-02-11T09:20:00.000Z",
         "revision": 3}
    ]  # fmt: skip
    assert seen["coverage"] == 1.0
    ShownLink.model_validate_json(orjson.dumps(seen))


def test_an_alert_from_its_event_looks_as_from_its_document() -> None:
    assert shown.alert(things.event(1).alert.model_dump(), "en") == shown.alert(things.alert(1), "en")


@pytest.mark.parametrize("reader", [KR, FR])
def test_a_report_shows_parties_without_tokens_and_no_keys(reader: Reader) -> None:
    seen = shown.report(things.report(1), reader)
    assert seen["parties"] == [{"role": "consignee", "nationality": "NL"}]
    assert "match_keys" not in seen
    assert "hmac:" not in orjson.dumps(seen).decode()
    assert seen["sharing"] == {"tlp": "GREEN", "handling": [], "audience": ["operation"]}
    ShownReport.model_validate_json(orjson.dumps(seen))


def test_findings_are_between_the_platform_and_the_owner() -> None:
    stored = things.report(1, findings=[{"code": "unlisted_value"}])
    assert "findings" in shown.report(stored, KR)
    assert "findings" not in shown.report(stored, FR)


def test_what_is_held_only_its_owner_sees_in_the_history() -> None:
    stored = things.submission(1, statuses=("accepted", "held", "accepted"))
    assert [one["version"] for one in shown.history(stored, {}, KR, "en")] == [1, 2, 3]
    seen = shown.history(stored, {}, FR, "en")
    assert [(one["version"], one["status"]) for one in seen] == [(1, "accepted"), (3, "accepted")]
    assert all("findings" not in one for one in seen)


def test_everybody_sees_that_a_version_was_released_and_only_its_owner_why() -> None:
    stored = things.submission(1)
    stored["entries"][0]["released"] = {"by": "KR", "reason": "the clock was right", "at": things.WHEN, "origin": None}
    (own,), (other,) = (shown.history(stored, {}, reader, "en") for reader in (KR, FR))
    assert (own["released"]["by"], own["released"]["reason"]) == ("KR", "the clock was right")
    assert set(other["released"]) == {"by", "at"}
    assert "the clock was right" not in str(other)


@given(SEALED)
def test_no_token_comes_through_wherever_it_stands(value: Any) -> None:
    assert "hmac:" not in orjson.dumps(shown.plain({"decisions": value})).decode()


@given(SEALED)
def test_no_token_comes_through_in_any_field_of_a_report(value: Any) -> None:
    stored = things.report(1, normalised=value, answers=value)
    stored["report"] |= {"narrative": value, "transport": value, "goods": value, "method": value}
    assert "hmac:" not in orjson.dumps(shown.report(stored, KR)).decode()
