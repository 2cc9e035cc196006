"""Spreadsheets: what a sheet shows is what is read; what it hides is told; what is too large ends its reader alone."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from services.ingest.formats.faults import FileFault
from tests.unit.ingest.formats.files import (
    SMALL_HEADER,
    answered,
    codes,
    open_document,
    read,
    report_of,
    row,
    small,
    statuses,
    workbook,
)
from tests.unit.ingest.formats.old_workbook import old_workbook


def sheet(*rows: list[Any], **options: Any) -> bytes:
    """An .xlsx with these rows below the small header."""
    return workbook([SMALL_HEADER, *rows], **options)


def test_numbers_dates_and_texts_of_a_sheet_become_a_report(tmp_path: Path) -> None:
    cells = row(Case=4417, Day=date(2021, 2, 11), Amount=0.1 + 0.2)
    (answer,) = answered(tmp_path, "a.xlsx", sheet(cells), small())
    report = report_of(answer)
    assert (report["national_ref"], report["occurred_at"]) == ("4417", "2021-02-11T00:00:00+09:00")
    assert (report["precision"], report["goods"][0]["quantity"]["value"]) == ("day", 0.3)


def test_a_time_of_day_makes_the_date_exact_to_the_minute(tmp_path: Path) -> None:
    (answer,) = answered(tmp_path, "a.xlsx", sheet(row(Day=datetime(2021, 2, 11, 9, 20))), small())  # noqa: DTZ001
    assert report_of(answer)["occurred_at"] == "2021-02-11T09:20:00+09:00"
    assert report_of(answer)["precision"] == "minute"


def test_a_formula_counts_as_the_value_that_was_saved_with_it(tmp_path: Path) -> None:
    raw = _with_cells(sheet(row()), {"E2": "<f>5*2.5</f><v>12.5</v>"})
    (answer,) = answered(tmp_path, "a.xlsx", raw, small())
    assert report_of(answer)["goods"][0]["quantity"]["value"] == 12.5


def test_a_formula_without_a_saved_value_refuses_its_row_alone(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.xlsx", sheet(row(Amount="=5*2.5"), row("C-2")), small())
    assert [one.status for one in answers] == ["refused", "valid"]
    assert codes(answers[0]) == {("cell_uncalculated", "Amount")}


def test_an_error_in_a_cell_refuses_its_row_alone(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.xlsx", sheet(row(Unit="#N/A"), row("C-2")), small())
    assert [one.status for one in answers] == ["refused", "valid"]
    assert codes(answers[0]) == {("cell_error", "Unit")}


def test_a_merged_cell_is_not_counted_twice_unless_the_mapping_says_so(tmp_path: Path) -> None:
    raw = sheet(row(), row("C-2", Place=None), merged=["C2:C3"])
    first, second = answered(tmp_path, "a.xlsx", raw, small())
    assert (first.status, second.status) == ("valid", "refused")
    assert ("cell_merged", "Place") in codes(second)
    _, filled = answered(tmp_path, "a.xlsx", raw, small("layout: {merged: fill}\n"))
    assert report_of(filled)["location"]["name"] == "Tokyo"
    assert ("cell_filled", "Place") in codes(filled)


def test_a_number_that_lost_its_last_digits_never_becomes_a_reference(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.xlsx", sheet(row(Case=12345678901234567), row(Case=123456789012345)), small())
    assert [one.status for one in answers] == ["refused", "valid"]
    assert codes(answers[0]) >= {("cell_rounded", "Case")}


def test_a_reference_that_became_a_date_is_told(tmp_path: Path) -> None:
    (answer,) = answered(tmp_path, "a.xlsx", sheet(row(Case=date(2021, 2, 1), Amount=date(2021, 5, 1))), small())
    assert codes(answer) == {("cell_is_date", "Case"), ("cell_is_date", "Amount")}


def test_blank_cells_at_the_end_are_nothing_and_rows_keep_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    raw = sheet(row(), [None] * 30, [" ", None, ""], row("C-2"), *[[""]] * 50)
    answers, reading = read(tmp_path, "a.xlsx", raw, small())
    assert [one.row for one in answers] == [2, 5]
    assert reading.skipped >= 2


def test_a_table_may_begin_anywhere_on_its_sheet(tmp_path: Path) -> None:
    rows = [[], [], ["", "", *SMALL_HEADER], ["", "", *row()], ["", "", *row("C-2", Amount="#N/A")]]
    for name, raw in (("a.xlsx", workbook(rows)), ("a.xls", old_workbook(rows))):
        first, second = answered(tmp_path, name, raw, small())
        assert (first.row, first.status, second.row, second.status) == (4, "valid", 5, "refused")
    assert codes(answered(tmp_path, "a.xlsx", workbook(rows), small())[1]) == {("cell_error", "Amount")}


def test_a_sheet_is_chosen_by_name_or_is_the_only_one_that_is_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Données"
    for cells in (SMALL_HEADER, row()):
        page.append(cells)
    other = book.create_sheet("Lists")
    other["A1"] = "x"
    other.sheet_state = "hidden"
    path = tmp_path / "b.xlsx"
    book.save(path)
    assert statuses(answered(tmp_path, "a.xlsx", path.read_bytes(), small())) == {"valid": 1}
    other.sheet_state = "visible"
    book.save(path)
    assert statuses(answered(tmp_path, "a.xlsx", path.read_bytes(), small(), sheet="données ")) == {"valid": 1}
    with pytest.raises(FileFault, match="several sheets: Données, Lists"):
        answered(tmp_path, "a.xlsx", path.read_bytes(), small())
    with pytest.raises(FileFault, match="no sheet 'Data'; it has Données, Lists"):
        answered(tmp_path, "a.xlsx", path.read_bytes(), small(), sheet="Data")


def test_the_old_binary_workbook_is_read_and_its_weakness_told(tmp_path: Path) -> None:
    raw = old_workbook([SMALL_HEADER, row(Place="Владивосток", Amount=12.5)])
    answers, reading = read(tmp_path, "a.xls", raw, small())
    assert report_of(answers[0])["location"]["name"] == "Владивосток"
    assert reading.notices.said == ["error cells of this kind of file cannot be told from empty ones; save it as .xlsx"]


def test_an_open_document_is_read_with_its_errors_and_merged_cells(tmp_path: Path) -> None:
    def text(value: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    error = '<table:table-cell table:formula="of:=1/0" calcext:value-type="error" office:value-type="string"/>'
    merged = text("Tokyo").replace("table-cell office", 'table-cell table:number-rows-spanned="2" office', 1)
    covered = "<table:covered-table-cell/>"
    number = '<table:table-cell office:value-type="float" office:value="12.5"><text:p>12,5</text:p></table:table-cell>'
    rows = [
        "".join(map(text, SMALL_HEADER)),
        text("C-1") + text("2021-02-11") + merged + text("MDMA") + number + text("gram"),
        text("C-2") + text("2021-02-11") + covered + text("MDMA") + error + text("gram"),
    ]
    body = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in rows)
    far = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="99"/>'
    answers = answered(tmp_path, "a.ods", open_document(body + far + "</table:table-row>"), small())
    assert [one.status for one in answers] == ["valid", "refused"]
    assert codes(answers[1]) >= {("cell_error", "Amount"), ("cell_merged", "Place")}


def test_a_cell_at_the_far_corner_ends_the_reader_and_nothing_else(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["XFD1048576"] = "Case", "x"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(FileFault, match=r"more memory or time.*A1:XFD1048576.*Delete the rows and columns"):
        answered(tmp_path, "a.xlsx", out.getvalue(), small())


def test_a_workbook_that_unpacks_beyond_the_limit_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.ingest.formats.workbook.MOST_UNPACKED", 8 * 1024 * 1024)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", bytes(9 * 1024 * 1024))
    with pytest.raises(FileFault, match=r"unpacks to 9 MiB in 1 parts\. The limit is 8 MiB"):
        answered(tmp_path, "a.xlsx", out.getvalue(), small())


def test_a_cell_repeated_without_end_is_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    body = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    with pytest.raises(FileFault, match=r"no readable workbook|more memory"):
        answered(tmp_path, "a.ods", open_document(body), small())


@pytest.mark.parametrize("raw", [b"PK\x03\x04 and nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_damaged_workbook_is_a_fault_with_a_remedy(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(FileFault, match=r"no readable workbook\. Open it"):
        answered(tmp_path, "a.xlsx", raw, small())


def test_a_workbook_of_many_merged_cells_and_odd_values_is_answered(tmp_path: Path) -> None:
    rows = [row(f"C-{n}", Drug=value) for n, value in enumerate([True, 1e300, timedelta(hours=30), -0.0, "  x  "])]
    answers = answered(tmp_path, "a.xlsx", sheet(*rows, merged=["H1:XFD1048576"]), small())
    assert len(answers) == 5


def _with_cells(raw: bytes, cells: dict[str, str]) -> bytes:
    """The workbook with other XML inside these cells of its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                for place, inner in cells.items():
                    begin = content.index(f'<c r="{place}"')
                    end = content.index("</c>", begin)
                    content = f'{content[:begin]}<c r="{place}">{inner}{content[end:]}'
            new.writestr(name, content)
    return out.getvalue()
