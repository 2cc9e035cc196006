"""JSON and JSON Lines: each report's own bytes are judged and sent; broken ones leave their neighbours alone."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.findings import Code, Finding, finding
from services.ingest.formats.faults import FileFault
from services.ingest.formats.judging import Status, judge_row
from tests.unit.ingest.formats.files import answered, codes, report_of, small, statuses
from tests.unit.ingest.reports import seizure

ONE = json.dumps(seizure())
TWO = json.dumps(seizure(national_ref="ICN-2"))
HELD = json.dumps(seizure(national_ref="ICN-3", direction="sideways"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", f"{ONE}\n{TWO}\n{HELD}\n"),
        ("a.ndjson", f"\ufeff{ONE}\r\n\r\n{TWO}\r\n{HELD}"),
        ("a.json", f"[{ONE},\n {TWO}, {HELD}]\n"),
        ("a.json", f"\ufeff [{ONE},{TWO},{HELD}]"),
        ("a.json", f"{ONE}\n{TWO}\n{HELD}\n"),
    ],
)
def test_reports_are_found_in_lists_and_lines(tmp_path: Path, name: str, text: str) -> None:
    answers = answered(tmp_path, name, text)
    assert [one.status for one in answers] == ["valid", "valid", "held"]
    assert [one.national_ref for one in answers] == ["ICN-2021-000123", "ICN-2", "ICN-3"]


def test_one_report_alone_is_a_file_too(tmp_path: Path) -> None:
    assert [one.row for one in answered(tmp_path, "a.json", json.dumps(seizure(), indent=2))] == [1]


def test_the_bytes_are_sent_as_they_stand(tmp_path: Path) -> None:
    text = ONE.replace("2786", "2786.0000000000000001")
    (answer,) = answered(tmp_path, "a.json", f"[ {text} ]")
    assert answer.body == text.encode()


def test_a_broken_line_leaves_its_neighbours_alone(tmp_path: Path) -> None:
    broken = [b"{", b"\xff\xfe", b'{"kind": NaN}', b"[" * 5000, b'"text"', b"[]", b'{"a": "\\ud800"}', b"x" * 2_000_000]
    raw = b"\n".join(each for bad in broken for each in (ONE.encode(), bad)) + b"\n"
    answers = answered(tmp_path, "a.jsonl", raw)
    assert [one.status for one in answers] == ["valid", "refused"] * len(broken)
    assert [one.row for one in answers] == list(range(1, 2 * len(broken) + 1))
    assert all(one.findings for one in answers[1::2])


def test_a_broken_report_in_a_list_leaves_its_neighbours_alone(tmp_path: Path) -> None:
    bad = ONE.replace('"MDMA"', '"MDMA').replace(", ", ",\n")
    answers = answered(tmp_path, "a.json", f"[{ONE},\n{bad},\n{TWO}]")
    assert [one.status for one in answers] == ["valid", "refused", "valid"]


def test_a_list_that_is_cut_off_is_told_after_its_whole_reports(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.json", f"[{ONE}, {TWO[:-20]}")
    assert [one.status for one in answers] == ["valid", "refused"]
    assert codes(answers[1]) == {("row_cut_off", None)}


def test_what_follows_a_list_is_told(tmp_path: Path) -> None:
    assert [one.status for one in answered(tmp_path, "a.json", f"[{ONE}] {TWO}")] == ["valid", "refused"]


def test_json_in_utf16_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match=r"UTF-16.*Save it as UTF-8"):
        answered(tmp_path, "a.jsonl", ONE.encode("utf-16"))


def test_a_report_of_somebody_else_is_refused_here_when_the_sender_is_named(tmp_path: Path) -> None:
    (answer,) = answered(tmp_path, "a.jsonl", ONE, administration="JP")
    assert answer.status == "refused"
    assert codes(answer) == {("foreign_administration", None)}


def test_objects_of_the_senders_own_fields_go_through_a_mapping(tmp_path: Path) -> None:
    own = {"case": "C-1", "DAY": "2021-02-11", "place": "Tokyo", "drug": "MDMA", "Amount": 12.50, "Unit": "gram"}
    first, second = answered(tmp_path, "a.jsonl", f"{json.dumps(own)}\n[1]\n", small())
    assert report_of(first)["goods"][0]["quantity"]["value"] == 12.5
    assert (first.status, second.status) == ("valid", "refused")


def test_fields_inside_others_are_named_with_a_point(tmp_path: Path) -> None:
    mapping = small("  refs: {from: parcel.numbers, to: transport.seals}\n")
    own = {"Case": 7, "Day": "2021-02-11", "Place": "Tokyo", "Drug": "MDMA", "Amount": 1, "Unit": "gram"}
    text = json.dumps(own | {"parcel": {"numbers": ["S-1001", "S-1002"]}})
    (answer,) = answered(tmp_path, "a.json", text, mapping)
    assert report_of(answer)["transport"]["seals"] == ["S-1001", "S-1002"]
    assert report_of(answer)["national_ref"] == "7"


@given(st.binary(max_size=200))
def test_any_bytes_between_two_reports_change_neither(tmp_path_factory: pytest.TempPathFactory, middle: bytes) -> None:
    raw = ONE.encode() + b"\n" + middle.replace(b"\n", b" ") + b"\n" + TWO.encode() + b"\n"
    answers = answered(tmp_path_factory.mktemp("any"), "a.jsonl", raw)
    assert (answers[0].body, answers[-1].body) == (ONE.encode(), TWO.encode())
    assert set(statuses(answers)) <= {"valid", "refused"}


def test_a_caller_who_knows_more_has_its_findings_told_with_the_others(tmp_path: Path) -> None:
    def judge(body: bytes, now: datetime) -> tuple[Status, tuple[Finding, ...]]:
        status, found = judge_row(body, now)
        return status, (*found, finding(Code.FUTURE_DATE, "/goods/0/substance"))

    (answer,) = answered(tmp_path, "a.jsonl", ONE, judge=judge)
    assert (answer.status, codes(answer)) == ("held", {("future_date", None)})
