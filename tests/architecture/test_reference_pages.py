"""The pages of findings and units hold every code and every unit."""

from __future__ import annotations

from deploy.documentation.findings_page import findings
from deploy.documentation.units_page import unit_words
from deploy.local.settings import CHECKOUT
from services.contracts.findings import Code, catalogue
from services.reference.quantities import units


def test_every_code_is_on_the_page_of_findings_with_both_sentences() -> None:
    text = findings()
    for code in Code:
        assert text.count(f"| `{code.value}` |") == 1
        assert all(sentence in text for sentence in catalogue()[code].message.values())
    assert (CHECKOUT / "docs/reference/findings.md").read_text(encoding="utf-8") == text


def test_every_unit_is_on_the_page_of_units() -> None:
    text = unit_words()
    assert all(text.count(f"| `{unit}` |") == 1 for unit in units())
    assert (CHECKOUT / "docs/reference/units.md").read_text(encoding="utf-8") == text
