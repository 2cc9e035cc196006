"""The public seizures file: its quantities are comparable, its known traps are told."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.quantities import TARGET, main, readings
from deploy.local.settings import CHECKOUT

FILE = CHECKOUT.parent / "shared" / "data" / "unodc-ids-2011-2014.csv.gz"
needs_the_file = pytest.mark.skipif(not FILE.is_file(), reason="the public seizures file is not at ../shared/data")


@needs_the_file
def test_nearly_every_row_has_a_comparable_quantity(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FILE), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows"] == 77_332
    assert found["share"] >= TARGET
    assert found["flags"]["not_positive"] == 22


@needs_the_file
def test_every_unit_of_the_file_is_known_and_no_bush_becomes_a_kilogram() -> None:
    found = list(readings(FILE))
    assert {one.raw_unit for one in found if one.measure == "unknown"} == {""}
    assert all(one.kg_min is None for one in found if one.raw_unit in ("Bush", "Plants", "Acres", "Tablet", "other"))
    assert max(one.kg_max for one in found if one.kg_max is not None) == Decimal(4_500_000)


def test_a_file_of_another_layout_is_told_and_a_poor_one_misses_the_target(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, poor = tmp_path / "other.csv", tmp_path / "poor.csv"
    other.write_text("a;b\n1;2\n", encoding="utf-8")
    poor.write_text("AMOUNT;DRUG_UNIT\n1;sack\n;Gram\n2;Gram\n", encoding="utf-8")
    assert main([str(other)]) == 2
    assert main([str(tmp_path / "absent.csv")]) == 2
    assert main([str(poor)]) == 1
    assert "comparable         1   33.33%" in capsys.readouterr().out
