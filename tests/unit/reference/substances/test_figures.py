"""`python -m benchmarks.substances`: what it counts as read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.substances import main

ROWS = [
    "COUNTRY;DRUG_NAME;PLACE",
    "Utopia;Cocaine HCL;Harbour",
    "Utopia;Cocaine HCL;Airport",
    'Utopia;Synthetic Cannabinoid;"two\nlines"',
    "Utopia;Krokodil;Harbour",
    "Utopia;codeine/tapentadol;Harbour",
    "Utopia;china white;Harbour",
    "Utopia;quux;Harbour",
    "Utopia;;Harbour",
]


@pytest.mark.parametrize("packed", [True, False])
def test_rows_are_counted_by_what_was_read_and_the_unread_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], packed: bool
) -> None:
    text = ("\ufeff" + "\n".join(ROWS) + "\n").encode()
    file = tmp_path / ("seizures.csv.gz" if packed else "seizures.csv")
    file.write_bytes(gzip.compress(text) if packed else text)
    assert main([str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows"] == 8
    assert found["share_of_rows_read"] == 0.625
    assert found["rows_by_kind"] == {"substance": 2, "class": 1, "product": 1, "mixture": 1, "unread": 3}
    assert found["unread"] == {"china white": 1, "quux": 1, "": 1}


def test_fewer_rows_than_asked_are_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "names.csv"
    file.write_text("name,kg\nheroin,1\nquux,2\n", encoding="utf-8")
    assert main([str(file), "--column", "name", "--at-least", "0.6"]) == 1
    assert "50.00% of rows read" in capsys.readouterr().out
