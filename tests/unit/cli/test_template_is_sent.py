"""What `tocsin template` writes, `tocsin send` reads: the example of every template is a report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from services.cli.__main__ import app

KINDS = [
    *[(kind, mode) for kind in ("seizure", "warning") for mode in ("air", "land", "sea", "mail")],
    *[(kind, None) for kind in ("feedback", "lab_result", "retraction")],
]


@pytest.mark.parametrize(("kind", "mode"), KINDS)
def test_the_example_of_a_template_is_no_row_until_its_mark_is_taken_away_and_then_it_is_a_report(
    tmp_path: Path, kind: str, mode: str | None
) -> None:
    path = tmp_path / "template.xlsx"
    words = ["template", "--kind", kind, *(["--mode", mode] if mode else []), "-o", str(path)]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert answers(path) == []
    book = openpyxl.load_workbook(path)
    page = book["reports"]
    first: Any = next(cell for cell in page["A"] if str(cell.value).startswith(f"# {kind}"))
    first.value = kind
    book.save(path)
    (answer,) = answers(path)
    assert answer["status"] in ("valid", "warned"), answer


def answers(path: Path) -> list[dict[str, Any]]:
    """The rows as a dry run answers them."""
    done = CliRunner().invoke(app, ["send", str(path), "--dry-run", "--json"])
    return [json.loads(line) for line in done.stdout.splitlines()][:-1]
