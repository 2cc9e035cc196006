"""CSV as senders write it: each row answered on its own, whatever its neighbours are."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.ingest.formats.faults import FileFault
from tests.unit.ingest.formats.files import answered, codes, csv_text, read, report_of, row, small, statuses


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_shows_the_columns_of_the_mapping(tmp_path: Path, delimiter: str) -> None:
    answers = answered(tmp_path, "a.csv", csv_text(row(), row("C-2"), delimiter=delimiter), small())
    assert statuses(answers) == {"valid": 2}
    assert [one.national_ref for one in answers] == ["C-1", "C-2"]


def test_a_hint_of_the_spreadsheet_program_names_the_delimiter(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.csv", "sep=;\r\n" + csv_text(row(), delimiter=";"), small())
    assert [(one.row, one.status) for one in answers] == [(3, "valid")]


def test_a_line_break_inside_quotes_belongs_to_the_cell(tmp_path: Path) -> None:
    text = csv_text(row(Place='"Kapitan\nAndreevo"'), row("C-2"))
    first, second = answered(tmp_path, "a.csv", text, small())
    assert report_of(first)["location"]["name"] == "Kapitan\nAndreevo"
    assert (first.row, second.row) == (2, 4)


@pytest.mark.parametrize("word", ["NA", "None", "null", "NaN", "-", "#N/A", "TRUE"])
def test_no_word_of_csv_is_a_missing_value(tmp_path: Path, word: str) -> None:
    (answer,) = answered(tmp_path, "a.csv", csv_text(row(Place=word)), small())
    assert report_of(answer)["location"]["name"] == word


def test_a_quotation_mark_that_is_never_closed_refuses_its_row_alone(tmp_path: Path) -> None:
    text = csv_text(row(), row("C-2", Place='"Osaka'), row("C-3"), row("C-4", Place='"Kobe"'), row("C-5"))
    answers = answered(tmp_path, "a.csv", text, small())
    assert [(one.row, one.status) for one in answers] == [(n, "refused" if n == 3 else "valid") for n in range(2, 7)]
    assert codes(answers[1]) == {("row_bad_quotes", None)}


def test_a_quotation_mark_at_the_very_end_refuses_the_last_row_alone(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.csv", csv_text(row(), row("C-2", Unit='"gram')), small())
    assert [one.status for one in answers] == ["valid", "refused"]


def test_a_row_with_more_cells_than_the_header_is_refused_since_its_cells_may_be_shifted(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.csv", csv_text(row(Place="Tokyo, Haneda"), row("C-2")), small())
    assert [one.status for one in answers] == ["refused", "valid"]
    assert codes(answers[0]) == {("row_long", None)}


def test_blank_cells_and_rows_at_the_end_are_nothing(tmp_path: Path) -> None:
    text = csv_text([*row(), "", "", ""], ["", "", ""], []) + "\n\n,,,,\n"
    answers, reading = read(tmp_path, "a.csv", text, small())
    assert [one.status for one in answers] == ["valid"]
    assert reading.skipped == 5


def test_a_row_with_fewer_cells_is_told_and_read(tmp_path: Path) -> None:
    (answer, *_) = answered(tmp_path, "a.csv", csv_text(row()[:5], row("C-2")), small())
    assert ("row_short", None) in codes(answer)
    assert ("missing_field", None) in codes(answer)


def test_a_file_that_ends_inside_a_row_does_not_send_half_a_figure(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.csv", csv_text(row(), row("C-2"))[:-7], small())
    assert [one.status for one in answers] == ["valid", "refused"]
    assert codes(answers[1]) == {("row_cut_off", None)}


def test_a_whole_last_row_needs_no_line_end(tmp_path: Path) -> None:
    assert statuses(answered(tmp_path, "a.csv", csv_text(row())[:-1], small())) == {"valid": 1}


def test_a_null_character_refuses_its_row_and_names_the_column(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.csv", csv_text(row(Drug="MD\0MA"), row("C-2")), small())
    assert [one.status for one in answers] == ["refused", "valid"]
    assert ("cell_null_character", "Drug") in codes(answers[0])


def test_a_text_of_a_megabyte_is_refused_and_its_neighbour_is_not(tmp_path: Path) -> None:
    for huge in ("x" * 1_000_000, '"' + "x" * 200_000 + '"', "x" * 3_000_000):
        answers = answered(tmp_path, "a.csv", csv_text(row(Place=huge), row("C-2")), small())
        assert [one.status for one in answers] == ["refused", "valid"]
        assert [one.row for one in answers] == [2, 3]


def test_title_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    text = "Seizures of the quarter\n\n" + csv_text(row())
    assert [one.row for one in answered(tmp_path, "a.csv", text, small())] == [4]


def test_column_names_are_found_whatever_their_case_and_spaces(tmp_path: Path) -> None:
    text = "\ufeff CASE ,day,  PLACE,Drug,AMOUNT,unit\n" + ",".join(row()) + "\n"
    assert statuses(answered(tmp_path, "a.csv", text, small())) == {"valid": 1}


def test_a_missing_column_is_named_and_so_is_the_one_that_was_perhaps_meant(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match=r"row 1: lacks Amount \(did you mean Amounts\?\); it has Case, Day"):
        answered(tmp_path, "a.csv", csv_text(row()).replace("Amount", "Amounts"), small())


def test_a_column_that_stands_twice_is_a_fault_with_both_places(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match="row 1: column Day stands twice: B and G"):
        answered(tmp_path, "a.csv", "Case,Day,Place,Drug,Amount,Unit,Day\n", small())


def test_columns_that_nobody_reads_are_told(tmp_path: Path) -> None:
    text = "Case,Day,Place,Drug,Amount,Unit,Officer\n" + ",".join(row()) + ",x\n"
    answers, reading = read(tmp_path, "a.csv", text, small())
    assert statuses(answers) == {"valid": 1}
    assert reading.notices.said == ["columns that the mapping does not read: Officer"]


def test_the_same_reference_with_other_content_is_never_taken_for_a_correction(tmp_path: Path) -> None:
    answers = answered(tmp_path, "a.csv", csv_text(row(), row(Amount="3"), row("C-2"), row("C-2")), small())
    assert [one.status for one in answers] == ["valid", "refused", "valid", "valid"]
    assert ("row_repeated_reference", "Case") in codes(answers[1])
    assert ("same_report", None) in codes(answers[3])


def test_what_follows_from_an_unreadable_cell_is_not_told_twice(tmp_path: Path) -> None:
    (answer,) = answered(tmp_path, "a.csv", csv_text(row(Amount="12 g", Day="11/02/2021")), small())
    assert codes(answer) == {("cell_no_number", "Amount"), ("cell_no_date", "Day")}
