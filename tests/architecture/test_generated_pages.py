"""docs/ pages that are made from the code are what the code says; nothing is documented twice or not at all."""

from __future__ import annotations

import pytest

from deploy.documentation.declared_settings import declared_settings, settings_modules
from deploy.documentation.pages import PAGES
from deploy.local.settings import CHECKOUT
from services.contracts.code_lists import ELSEWHERE, LISTS
from services.contracts.metrics import METRICS
from services.contracts.schemas.fields import report_fields
from services.contracts.topics import TOPICS


@pytest.mark.parametrize("name", PAGES)
def test_page_is_the_one_that_the_code_makes(name: str) -> None:
    assert (CHECKOUT / name).read_text(encoding="utf-8") == PAGES[name](), "run: python -m deploy.documentation"


def test_every_topic_metric_and_setting_is_on_its_page() -> None:
    for page, names in (
        ("docs/topics.md", [topic.name for topic in TOPICS]),
        ("docs/operations/metrics.md", [metric.name for metric in METRICS]),
        ("docs/operations/settings.md", [setting.name for setting in declared_settings()]),
    ):
        text = (CHECKOUT / page).read_text(encoding="utf-8")
        for name in names:
            assert f"| `{name}` |" in text


def test_every_field_of_a_report_and_every_code_is_on_its_page() -> None:
    fields = (CHECKOUT / "docs/reference/report.md").read_text(encoding="utf-8")
    assert [each.spec for each in report_fields() if f"| `{each.name}` |" not in fields] == []
    lists = (CHECKOUT / "docs/reference/code-lists.md").read_text(encoding="utf-8")
    assert [code for each in LISTS.values() for code in each.codes if f"| `{code}` |" not in lists] == []
    assert [name for name in (*LISTS, *ELSEWHERE) if f"## {name}\n" not in lists] == []


def test_every_setting_says_what_it_is() -> None:
    assert len(settings_modules()) > 5
    assert [setting.name for setting in declared_settings() if not setting.description] == []
