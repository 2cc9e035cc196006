"""Languages, tables, problems and the description."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import validate

from services.api.access import preferred
from services.api.answers import wants_table
from services.api.app import create_app
from services.api.problems import Problem, answer
from services.api.settings import ApiSettings
from services.api.tables import COLUMNS, harmless, table
from services.api.tokens import KEY_FILE
from services.contracts.findings import Language


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "fr"), ("en", "en"), ("fr-CH, en;q=0.8", "fr"), ("de, en;q=0.5, fr;q=0.9", "fr"), ("fr;q=0", "fr"),
     ("fr;q=0, en;q=0.1", "en"), ("ko", "fr"), ("en;q=x", "fr")],
)  # fmt: skip
def test_the_best_of_our_languages_is_taken_else_the_participants_own(header: str, language: Language) -> None:
    assert preferred(header, otherwise="fr") == language


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [("text/csv", True), ("*/*", False), ("", False), ("application/json, text/csv;q=0.5", False),
     ("text/csv;charset=utf-8", True), ("application/json;q=0.1, text/csv", True), ("text/csv;q=zero", False)],
)  # fmt: skip
def test_a_table_is_given_to_who_prefers_it(accept: str, wanted: bool) -> None:
    assert wants_table(accept) is wanted


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\ufeff=", "\u202e=", "\u3000=", '"=', "\uff1d", "|", "%"]
)
def test_no_cell_is_a_formula(start: str) -> None:
    assert harmless(f"{start}HYPERLINK(1)").startswith("'")
    assert harmless("2021-02-11 = a day") == "2021-02-11 = a day"


@pytest.mark.parametrize("cut", [";", "; ", ';"', "\n", "\r\n", "\t", ";\ufeff"])
def test_no_part_of_a_cell_is_a_formula_where_lists_are_separated_by_semicolons(cut: str) -> None:
    for start in "=+-@":
        assert harmless(f"toys{cut}{start}1+2") == f"toys{cut}'{start}1+2"
    assert harmless("a; b=c - d") == "a; b=c - d"


def test_numbers_stay_numbers() -> None:
    item = {"report_id": -5, "version": -1.5e-7, "kind": True, "mode": "-5", "goods": [-1, "=1"], "narrative": None}
    head, row = csv.reader(io.StringIO(table(COLUMNS["reports"], [item])))
    seen = dict(zip(head, row, strict=True))
    assert (seen["report_id"], seen["version"], seen["kind"], seen["narrative"]) == ("-5", "-1.5e-07", "true", "")
    assert seen["mode"] == "'-5"
    assert seen["goods"] == '[-1,"=1"]'


@given(st.text(max_size=60))
def test_any_text_is_made_harmless_once_and_stays_as_it_is_then(text: str) -> None:
    safe = harmless(text)
    assert harmless(safe) == safe
    for part in re.split("[;\t\r\n]", safe):
        assert not part.strip().startswith(("=", "+", "-", "@"))


def test_a_table_has_its_columns_its_labels_and_its_quotes() -> None:
    item = {"alert_id": "a", "title": '=1+"2",\n', "countries": ["KR", "NL"], "rule": {"id": "r", "version": 2}}
    item["sharing"] = {"tlp": "RED", "handling": ["H1"], "audience": ["=KR"]}
    head, row = csv.reader(io.StringIO(table(COLUMNS["alerts"], [item])))
    seen = dict(zip(head, row, strict=True))
    assert seen["title"] == '\'=1+"2",\n'
    assert seen["countries"] == "KR; NL"
    assert seen["rule.version"] == "2"
    assert (seen["sharing.tlp"], seen["sharing.audience"]) == ("RED", "'=KR")


def test_problems_have_stable_types_of_their_own() -> None:
    assert len({problem.uri for problem in Problem}) == len(Problem)
    said = answer(Problem.UNAVAILABLE, "fr", retry_after=2)
    assert said.headers["retry-after"] == "2"
    assert said.headers["content-type"] == "application/problem+json"
    assert "lisibles" in bytes(said.body).decode()


def test_the_description_is_valid_openapi_3_1_and_every_path_needs_a_key(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(bytes(32))
    document = create_app(ApiSettings(secrets_dir=tmp_path)).openapi()
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert document["security"] == [{"key": []}]
    assert set(document["paths"]) == {
        "/v1/reports", "/v1/reports/{report_id}", "/v1/reports/{report_id}/history", "/v1/links",
        "/v1/links/{link_id}", "/v1/alerts", "/v1/alerts/{alert_id}", "/v1/alerts/stream", "/v1/receipts",
        "/v1/participants", "/v1/substances", "/v1/substances/{substance_id}", "/v1/places", "/v1/quality",
        "/v1/reports/{report_id}/network", "/v1/links/{link_id}/decisions",
    }  # fmt: skip
    for name, path in document["paths"].items():
        assert set(path) == ({"post"} if name.endswith("/decisions") else {"get"})
        assert all("401" in operation["responses"] for operation in path.values())
    deciding = document["paths"]["/v1/links/{link_id}/decisions"]["post"]
    assert {"403", "404", "409", "412", "413", "422", "428", "503", "504"} <= set(deciding["responses"])
    assert {one["name"].lower() for one in deciding["parameters"]} == {"link_id", "if-match", "idempotency-key"}
    assert document["components"]["schemas"]["DecisionAsked"]["required"] == ["decision"]


def test_without_its_token_key_the_api_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        create_app(ApiSettings(secrets_dir=tmp_path))
