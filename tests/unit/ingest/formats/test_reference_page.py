"""docs/reference/sending.md is true: its mapping is sound, its file is answered as it says."""

from __future__ import annotations

import re
from pathlib import Path

from deploy.local.settings import CHECKOUT
from services.ingest.formats.definition import Case, Column, Layout, Reference, Rule
from services.ingest.formats.mapping_files import read_mapping
from tests.unit.ingest.formats.files import answered, codes, report_of

PAGE = (CHECKOUT / "docs" / "reference" / "sending.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """The first block of this kind on the page."""
    found = re.search(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_mapping_on_the_page_reads_the_file_on_the_page(tmp_path: Path) -> None:
    first, second = answered(tmp_path, "a.csv", block("csv"), read_mapping("page", block("yaml").encode()))
    report = report_of(first)
    assert (first.status, second.status) == ("valid", "warned")
    assert codes(second) == {("cell_not_in_table", "Hidden in"), ("identifier_missing", None)}
    assert report["occurred_at"] == "2021-02-11T00:00:00+09:00"
    assert report["goods"][0] == {
        "substance": "MDMA",
        "quantity": {"value": 1200, "unit": "tablet"},
        "confirmed": False,
        "form": "tablet",
    }
    assert report["concealment"] == {"code": "toys"}
    assert report_of(second)["concealment"] == {"text": "Inside a lamp"}


def test_every_word_of_a_mapping_is_on_the_page() -> None:
    for part in (Layout, Column, Case, Rule, Reference):
        for name, field in part.model_fields.items():
            assert re.search(rf"[`({{,\s]{field.alias or name}[`:,\s]", PAGE), (part.__name__, name)
