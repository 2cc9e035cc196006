"""The fill-in template and other tables whose columns are named after the fields of a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from services.ingest.formats.faults import FileFault
from tests.unit.ingest.formats.files import answered, codes, report_of, statuses, workbook

CELLS = {
    "kind": "Seizure",
    "operation": "goals-2021",
    "administration": "KR",
    "national_ref": "ICN-1",
    "version": 1,
    "mode": "mail",
    "occurred_at": "2021-02-11T09:20:00+09:00",
    "precision": "minute",
    "direction": "import",
    "location.name": "Incheon",
    "location.type": "Mail centre",
    "detection.method": "Risk profiling",
    "route.0.role": "departure",
    "route.0.country": "Netherlands",
    "transport.items": "RR473124829NL",
    "transport.posted_on": date(2021, 2, 3),
    "goods.0.substance": "MDMA",
    "goods.0.quantity.value": 2786,
    "goods.0.quantity.unit": "tablet",
    "goods.0.confirmed": "no",
    "goods.1.substance": "Ketamine",
    "goods.1.quantity.value": "3.5",
    "goods.1.quantity.unit": "gram",
    "goods.1.confirmed": True,
    "sharing.tlp": "AMBER",
    "sharing.audience": "operation",
}


def filled(**changes: object) -> bytes:
    """The template with a comment, a good row, and a row with these changes."""
    second = CELLS | {"national_ref": "ICN-2"} | {name.replace("__", "."): value for name, value in changes.items()}
    rows: list[list[object]] = [
        list(CELLS),
        ["# what it is", *["a field"] * 5],
        list(CELLS.values()),
        [second[name] for name in CELLS],
    ]
    return workbook(rows, sheet="reports")


def test_a_filled_template_is_a_report(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.xlsx", filled())
    assert statuses(answers) == {"valid": 2}
    assert [one.row for one in answers] == [3, 4]
    report = report_of(answers[0])
    assert report["kind"] == "seizure"
    assert report["location"] == {"name": "Incheon", "type": "mail_centre"}
    assert report["route"] == [{"role": "departure", "country": "NL"}]
    assert report["transport"] == {"items": ["RR473124829NL"], "posted_on": "2021-02-03"}
    assert report["goods"][1] == {
        "substance": "Ketamine",
        "quantity": {"value": 3.5, "unit": "gram"},
        "confirmed": True,
    }


def test_a_wrong_cell_refuses_its_row_and_names_its_column(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.xlsx", filled(goods__1__confirmed="perhaps", direction="sideways", version=0))
    assert [one.status for one in answers] == ["valid", "refused"]
    assert codes(answers[1]) == {("cell_no_yes_no", "goods.1.confirmed"), ("invalid_value", "version")}


def test_a_second_item_that_is_left_out_is_no_item(tmp_path: Path) -> None:
    blank = {f"goods__1__{name}": None for name in ("substance", "quantity.value", "quantity.unit", "confirmed")}
    answers = answered(tmp_path, "a.xlsx", filled(**blank))
    assert len(report_of(answers[1])["goods"]) == 1


def test_a_column_that_is_no_field_is_a_fault_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match=r"row 1, column B: a report has no field 'goods\.0\.substanse' \(did you mean"):
        answered(tmp_path, "a.csv", "kind,goods.0.substanse\nseizure,MDMA\n")
    with pytest.raises(FileFault, match=r"no field .location. .did you mean location\."):
        answered(tmp_path, "a.csv", "kind,location,location.name\n")


@pytest.mark.parametrize(
    "name",
    [
        "goods",
        "parties.0.tokens.na me",
        "parties.0.tokens." + "x" * 300,
        "goods.x.no",
        "goods.01.no",
        "goods.-1.no",
        "goods." + "9" * 5000,
        "..",
        "\u202e",
    ],
)
def test_a_path_that_leads_nowhere_is_a_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileFault):
        answered(tmp_path, "a.csv", f"kind,{name}\nseizure,1\n")


def test_a_date_without_an_offset_is_read_in_the_zone_that_was_named(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.xlsx", filled(occurred_at=date(2021, 2, 11), precision=None))
    assert codes(answers[1]) == {("cell_no_date", "occurred_at")}
    answers = answered(tmp_path, "a.xlsx", filled(occurred_at=date(2021, 2, 11), precision=None), zone="Asia/Seoul")
    assert report_of(answers[1])["occurred_at"] == "2021-02-11T00:00:00+09:00"
    assert report_of(answers[1])["precision"] == "day"
