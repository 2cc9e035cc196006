"""Links in a file of real seizures, on invented rows of its layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from services.cli.evaluation.survey import Survey, known_cases, survey
from services.cli.evaluation.survey_page import figures, page
from services.cli.links_survey import survey_file
from tests.unit.enrich.reports import gazetteer
from tests.unit.ingest.formats.files import IDS_HEADER


def row(country: str, day: str, drug: str, departure: str, destination: str, hidden: str = "Baggage") -> str:
    """A row of the layout, invented."""
    cells = dict.fromkeys(IDS_HEADER.split(";"), "") | {
        "COUNTRY": country,
        "SEIZURE_DATE": day,
        "DRUG_NAME": drug,
        "AMOUNT": "2.5",
        "DRUG_UNIT": "Kilogram",
        "HIDING_PLACE": hidden,
        "TRANSPORT": "Private road",
        "DEPARTURE_COUNTRY": departure,
        "DESTINATION_COUNTRY": destination,
    }
    return ";".join(cells.values())


ROWS = [
    row("Bulgaria", "2011-11-09", "Methamphetamine", "Turkey", "Japan"),
    row("Romania", "2011-11-10", "Methamphetamine", "Turkey", "Japan"),
    row("Spain", "2011-06-03", "Cocaine", "Brazil", "Spain"),
    row("Portugal", "2011-06-04", "Cocaine", "Brazil", "Spain"),
    row("France", "2011-06-04", "Heroin", "", ""),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of these rows."""
    path = tmp_path / "seizures.csv"
    path.write_text("\n".join([IDS_HEADER, *ROWS]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def found(file: Path) -> Survey:
    """What they come to."""
    return survey(file, gazetteer())


def test_only_rows_with_a_destination_can_be_joined_and_all_are_counted(found: Survey) -> None:
    assert found.reports == 5
    assert len(found.documents) == 4


def test_the_clear_case_ranks_above_the_frequent_corridor(found: Survey) -> None:
    cases = known_cases(found)
    assert cases["clear_ranks"] == [1]
    assert cases["clear_links"] == 1
    assert cases["frequent_links"] == 0
    assert cases["clear_above_frequent"]


def test_the_page_names_its_source_and_shows_both_rows_with_every_reason(found: Survey) -> None:
    text = page(found)
    assert "UNODC" in text
    assert "| seized by | BG | RO |" in text or "| seized by | RO | BG |" in text
    assert "TR > JP" in text
    assert figures(found)["links"] == {"same_method": 1}


def test_a_cell_cannot_break_the_table_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "seizures.csv"
    odd = row("Romania", "2011-11-10", "Methamphetamine", "Turkey", "Japan").replace(";2.5;", ";2.5;", 1)
    first = ROWS[0].replace(";;2011", ";A | B;2011", 1)
    path.write_text("\n".join([IDS_HEADER, first, odd]) + "\n", encoding="utf-8")
    assert "A | B" not in page(survey(path, gazetteer()))
    assert "A / B" in page(survey(path, gazetteer()))


app = typer.Typer()
app.command("survey")(survey_file)


def test_the_command_prints_one_document_and_writes_the_page(file: Path, tmp_path: Path) -> None:
    wanted = tmp_path / "page.md"
    done = CliRunner().invoke(app, [str(file), "--page", str(wanted), "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["known_cases"]["clear_above_frequent"]
    assert told["frequencies"]["crossings"] == 4
    assert wanted.read_text(encoding="utf-8").startswith("# The first")


def test_a_file_of_another_layout_is_told_and_fails(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a;b\n1;2\n", encoding="utf-8")
    done = CliRunner().invoke(app, [str(other)])
    assert done.exit_code == 1
    assert "other.csv" in done.stderr
