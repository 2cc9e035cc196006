"""The client's shapes, words and bounds are those of the door and of the api, field by field."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

from services.api import parameters, shapes
from services.api.app import create_app
from services.api.problems import Problem as ApiProblem
from services.api.settings import ApiSettings
from services.api.tokens import KEY_BYTES, KEY_FILE
from services.client import answers, connection, errors, questions, sending
from services.client.retrying import LATER
from services.contracts.events import LinkDecision
from services.contracts.findings import Finding
from services.contracts.reasons import Reason
from services.contracts.topics import REPORT_BYTES
from services.ingest import cloud_events, problems
from services.ingest.door import DoorParts, create_door

Schema = dict[str, Any]
SHOWN: list[tuple[type[BaseModel], type[BaseModel]]] = [
    (answers.Finding, Finding),
    (answers.Label, shapes.Label),
    (answers.StoredReport, shapes.ShownReport),
    (answers.Release, shapes.ShownRelease),
    (answers.Version, shapes.ShownVersion),
    (answers.History, shapes.ShownHistory),
    (answers.Evidence, shapes.ShownEvidence),
    (answers.Reply, shapes.ShownReply),
    (answers.Decision, shapes.ShownDecision),
    (answers.Link, shapes.ShownLink),
    (answers.Node, shapes.ShownNode),
    (answers.Edge, shapes.ShownEdge),
    (answers.Route, shapes.ShownRoute),
    (answers.Network, shapes.ShownNetwork),
    (answers.Rule, shapes.ShownRule),
    (answers.Alert, shapes.ShownAlert),
    (answers.StoredReceipt, shapes.ShownReceipt),
    (answers.Participant, shapes.ShownParticipant),
    (answers.Page[answers.StoredReport], shapes.ReportPage),
    (answers.Page[answers.Link], shapes.LinkPage),
    (answers.Page[answers.Alert], shapes.AlertPage),
    (answers.Page[answers.StoredReceipt], shapes.ReceiptPage),
    (answers.Page[answers.Participant], shapes.ParticipantPage),
]
FILTERS: list[tuple[type, type[BaseModel]]] = [
    (questions.ReportFilters, parameters.ReportFilters),
    (questions.LinkFilters, parameters.LinkFilters),
    (questions.NetworkFilters, parameters.NetworkParameters),
    (questions.AlertFilters, parameters.AlertFilters),
    (questions.Paging, parameters.Paged),
]
_TOLD_APART = {"title", "description", "default", "pattern", "additionalProperties", "maxLength"}


def plain(schema: Any, known: Schema) -> Any:
    """A schema without names and sentences: references resolved, and `a listed word or any text` as the list."""
    if isinstance(schema, list):
        return [plain(one, known) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return plain(known[schema["$ref"].rpartition("/")[2]], known)
    found = {
        name: {field: plain(inner, known) for field, inner in value.items()}
        if name == "properties"
        else plain(value, known)
        for name, value in schema.items()
        if name not in _TOLD_APART
    }
    if "const" in found:
        found["enum"] = [found.pop("const")]
    if found.get("type") == "object":
        found["required"] = sorted(found.get("required", []))
    if "anyOf" in found:
        listed = [one for one in found["anyOf"] if "enum" in one]
        kept = [one for one in found["anyOf"] if not (listed and one == {"type": "string"})]
        found = kept[0] if len(kept) == 1 else {"anyOf": kept}
    return found


def fitting(ours: Any, theirs: Any) -> Any:
    """Theirs, with each list of words as a mere text where we take any text."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if ours == {"type": "string"} and "enum" in theirs:
            return ours
        return {name: fitting(ours.get(name), value) for name, value in theirs.items()}
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [fitting(one, other) for one, other in zip(ours, theirs, strict=True)]
    return theirs


def schema_of(shape: type[BaseModel]) -> Any:
    """The plain schema of a class."""
    made = shape.model_json_schema(mode="validation")
    return plain({name: value for name, value in made.items() if name != "$defs"}, made.get("$defs", {}))


def same(ours: Any, theirs: Any) -> None:
    """Fails with the field that differs."""
    assert set(ours["properties"]) == set(theirs["properties"])
    for name, field in theirs["properties"].items():
        assert ours["properties"][name] == fitting(ours["properties"][name], field), name
    assert set(ours["required"]) <= set(theirs["required"]), "nothing that the client needs may be absent"


@pytest.mark.parametrize(("ours", "theirs"), SHOWN, ids=lambda shape: shape.__name__)
def test_an_answer_of_the_api_has_the_fields_that_the_client_reads(
    ours: type[BaseModel], theirs: type[BaseModel]
) -> None:
    same(schema_of(ours), schema_of(theirs))


@pytest.fixture(scope="module")
def door() -> Schema:
    """The door's OpenAPI document."""

    def never() -> AbstractAsyncContextManager[DoorParts]:
        raise AssertionError("a document needs no parts")

    return create_door(never).openapi()


def of_door(door: Schema, name: str) -> Any:
    """The plain schema of one of its answers."""
    known = door["components"]["schemas"]
    return plain(known[name], known)


def test_a_receipt_is_what_the_door_answers_to_one_report_or_to_one_of_a_batch(door: Schema) -> None:
    ours = schema_of(answers.Receipt)
    del ours["properties"]["number"]  # the client's own
    same(ours, of_door(door, "ItemAnswer"))
    one = of_door(door, "Answer")
    assert set(one["properties"]) <= set(ours["properties"])
    assert set(one["properties"]["status"]["enum"]) < set(ours["properties"]["status"]["enum"])
    assert set(of_door(door, "BatchAnswer")["properties"]) == set(answers.Receipts.model_fields)


def test_a_problem_has_the_members_that_door_and_api_give_it(door: Schema) -> None:
    said = set(of_door(door, "ProblemDetails")["properties"]) | set(shapes.ProblemDetails.model_fields)
    assert said == set(errors.Problem.model_fields)


def test_every_word_of_a_problem_becomes_an_exception_of_its_own_kind() -> None:
    door = [problems.refusal(reason, "", [], "en") for reason in Reason]
    for problem in (*door, problems.unsupported("", "en")):
        assert type(errors.refusal(problem.status, problem.body)) not in (errors.Refusal, errors.Unexpected)
    for said in ApiProblem:
        body = b'{"type":"%s","title":"","status":%d}' % (said.uri.encode(), said.status)
        if said.status not in LATER:
            assert type(errors.refusal(said.status, body)) not in (errors.Refusal, errors.Unexpected), said


def test_what_passes_by_itself_is_asked_again() -> None:
    gone_soon = {problems.later(status, ("", ""), "", 1, "en").status for status in (408, 429, 503)}
    assert gone_soon | {one.status for one in ApiProblem if one.status in (429, 503, 504)} <= LATER


@pytest.mark.parametrize(("ours", "theirs"), FILTERS, ids=lambda shape: shape.__name__)
def test_every_filter_of_a_list_can_be_given(ours: type, theirs: type[BaseModel]) -> None:
    taken = schema_of(theirs)["properties"]
    hints = {name.rstrip("_"): hint for name, hint in get_type_hints(ours).items()}
    assert set(hints) == set(taken) - {"cursor"}
    for name, hint in hints.items():
        assert words(hint) == listed(taken[name]), name


def words(hint: Any) -> set[str]:
    """The words of a Literal, wherever it stands in a type."""
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return set().union(*(words(inner) for inner in get_args(hint)))


def listed(schema: Any) -> set[str]:
    """The words that a schema lists, wherever."""
    if isinstance(schema, dict):
        return set(schema.get("enum", [])).union(*(listed(inner) for inner in schema.values()))
    return set().union(*(listed(inner) for inner in schema)) if isinstance(schema, list) else set()


def test_every_path_that_is_asked_exists(door: Schema, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(bytes(KEY_BYTES))
    api = create_app(ApiSettings(secrets_dir=tmp_path)).openapi()["paths"]
    at = questions.Addresses("d", "a")
    lists = {at.page(kind, {}, None).url for kind in ("reports", "links", "alerts", "receipts", "participants")}
    single = {at.get("reports", "{report_id}", "history").url, at.stream(None).url}
    single |= {at.get(f"{kind}s", f"{{{kind}_id}}").url for kind in ("report", "link", "alert")}
    single |= {at.network("{report_id}", {}).url, at.decide("{link_id}", "confirm", None, '"x"', "k").url}
    asked = {url.replace("%7B", "{").replace("%7D", "}").removeprefix("a") for url in lists | single}
    # The reference lists and the score card are read by people and tools of their own.
    others = ("/v1/openapi.json", "/v1/substances", "/v1/places", "/v1/quality")
    assert asked == {path for path in api if not path.startswith(others)}
    assert [at.post(b"", "").url.removeprefix("d")] == list(door["paths"])
    assert {path for path, methods in api.items() if set(methods) != {"get"}} == {"/v1/links/{link_id}/decisions"}


def test_a_decision_is_written_as_the_api_reads_it() -> None:
    asked = questions.Addresses("d", "a").decide("x", "reject", "a forwarder", '"tag"', "key")
    assert parameters.DecisionAsked.model_validate_json(asked.content or b"").reason == "a forwarder"
    assert words(get_type_hints(questions.Addresses.decide)["decision"]) == set(get_args(LinkDecision))
    assert set(asked.headers) == {"content-type", "if-match", "idempotency-key"}


def test_bounds_and_media_types_are_those_of_the_platform() -> None:
    assert (sending.PLAIN, sending.BATCH) == (cloud_events.PLAIN, cloud_events.BATCH)
    assert sending.MOST_EVENTS == cloud_events.MOST_EVENTS
    assert sending.BATCH_BYTES + REPORT_BYTES < cloud_events.BATCH_BYTES
    assert questions.LARGEST_PAGE == parameters.LARGEST_PAGE
    assert 3 * ApiSettings.model_fields["stream_heartbeat"].default <= connection.SILENCE
