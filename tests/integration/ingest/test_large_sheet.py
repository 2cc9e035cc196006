"""A sheet of 200,000 rows, each answered, in memory that the rows do not fill."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deploy.local.settings import CHECKOUT
from tests.unit.ingest.formats.files import SMALL, SMALL_HEADER, row, workbook

ROWS = 200_000
MOST_MIB = 700


def large_sheet(path: Path) -> None:
    """The rows written as XML at once: the library for it would take longer than the test."""
    with zipfile.ZipFile(io.BytesIO(workbook([SMALL_HEADER]))) as small, zipfile.ZipFile(path, "w", 8) as large:
        for name in small.namelist():
            if name != "xl/worksheets/sheet1.xml":
                large.writestr(name, small.read(name))
        space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        with large.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f"<worksheet {space}><sheetData>".encode())
            for number in range(ROWS + 1):
                # Every thousandth row is no good; a blank cell follows each, as spreadsheets like to have it.
                cells = (
                    SMALL_HEADER if number == 0 else row(f"C-{number}", Amount="none" if number % 1000 == 0 else "2")
                )
                inner = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
                sheet.write(f'<row>{inner}<c s="0"/></row>'.encode())
            sheet.write(b"</sheetData></worksheet>")


@pytest.mark.timeout(300)
def test_each_of_two_hundred_thousand_rows_is_answered_in_bounded_memory(tmp_path: Path) -> None:
    large_sheet(tmp_path / "large.xlsx")
    (tmp_path / "small.yaml").write_text(SMALL)
    command = [sys.executable, "-m", "services.cli", "check", "large.xlsx", "--mapping", "small.yaml", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}  # noqa: TID251 -- a child's environment
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    (found,) = json.loads(done.stdout)["files"]
    assert found["rows"] == ROWS
    assert found["statuses"] == {"valid": ROWS - 200, "warned": 0, "held": 0, "refused": 200}
    refusals = [(one["code"], one["column"], one["rows"]) for one in found["findings"] if one["severity"] == "error"]
    assert refusals == [("cell_no_number", "Amount", 200)]
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MIB * 1024
