"""Which links and reports raise an alert, by the rules that come with the platform."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cel
import pytest

from services.alerts.rules import Rule, judge
from services.contracts.events import Enriched, Link
from tests.unit.alerts.desk import NOON, RULES, alone, between, received_by_one_consignee


def rules_that_hit(event: Link | Enriched, rules: tuple[Rule, ...] = RULES) -> set[str]:
    return {verdict.rule.id for verdict in judge(rules, event, NOON).verdicts if verdict.hit}


@pytest.mark.parametrize("link_class", ["same_object", "same_party"])
@pytest.mark.parametrize("status", ["proposed", "confirmed"])
def test_a_link_that_stands_between_two_countries_is_looked_at(link_class: str, status: str) -> None:
    assert rules_that_hit(between("KR-1", "NL-1", link_class=link_class, status=status)) == {"link-across-countries"}


@pytest.mark.parametrize("status", ["unsure", "rejected", "withdrawn"])
def test_a_link_that_does_not_stand_is_not(status: str) -> None:
    assert rules_that_hit(between("KR-1", "NL-1", status=status)) == set()


@pytest.mark.parametrize("link_class", ["serial_neighbour", "same_method", "same_product", "reply"])
def test_other_classes_of_link_raise_nothing(link_class: str) -> None:
    assert rules_that_hit(between("KR-1", "NL-1", link_class=link_class)) == set()


@pytest.mark.parametrize("kinds", [("seizure", "warning"), ("warning", "seizure")])
def test_a_seizure_that_meets_a_warning_is_urgent_and_in_no_other_alert(kinds: tuple[str, str]) -> None:
    (verdict,) = judge(RULES, between("KR-1", "NL-1", kinds=kinds), NOON).verdicts
    assert (verdict.rule.id, verdict.rule.severity) == ("seizure-meets-warning", "high")


def test_links_of_one_country_raise_nothing() -> None:
    assert rules_that_hit(between("KR-1", "KR-2")) == set()


def test_the_third_report_on_one_consignee_is_looked_at() -> None:
    assert rules_that_hit(received_by_one_consignee("KR-1", "NL-1")) == set()
    assert rules_that_hit(received_by_one_consignee("KR-1", "NL-1", "KR-2")) == {"repeat-consignee"}


def test_a_report_without_a_date_counts_as_within_the_window() -> None:
    undated = received_by_one_consignee("KR-1", "NL-1", "KR-2", occurred_at=None)
    assert rules_that_hit(undated) == {"repeat-consignee"}


def test_a_consignee_in_two_fields_is_one_matter() -> None:
    twice = received_by_one_consignee("KR-1", "NL-1", "KR-2")
    twice = twice.model_copy(update={"recurrences": twice.recurrences * 2})
    assert len(judge(RULES, twice, NOON).verdicts) == 1


def test_an_exercise_is_never_in_one_alert_with_the_real_thing() -> None:
    groups = {
        judge(RULES, between("KR-1", "NL-1", exercise=exercise), NOON).verdicts[0].group for exercise in (True, False)
    }
    assert len(groups) == 2


def broken(**changed: Any) -> Rule:
    (good,) = (rule for rule in RULES if rule.id == "link-across-countries")
    return replace(good, id="broken", **{name: cel.compile(text) for name, text in changed.items()})


@pytest.mark.parametrize(
    "rule",
    [
        broken(when="link.no_such_field == 1"),
        broken(when="nothing.at_all"),
        broken(when='"yes"'),
        broken(group="link.score"),
        broken(group='""'),
        broken(when="link.sides[7].kind == 'seizure'"),
    ],
    ids=["unknown field", "unknown variable", "not a truth", "group not a text", "empty group", "out of range"],
)
def test_a_rule_that_fails_is_named_and_stops_no_other(rule: Rule) -> None:
    judged = judge((rule, *RULES), between("KR-1", "NL-1"), NOON)
    assert {verdict.rule.id for verdict in judged.verdicts} == {"link-across-countries"}
    assert [failure.rule for failure in judged.failures] == ["broken"]


def test_a_failure_shows_no_value_of_the_event() -> None:
    rule = broken(when="int(link.matter) == 1")
    (failure,) = judge((rule,), between("KR-1", "NL-1", matter="very-secret"), NOON).failures
    assert "very-secret" not in failure.error


def test_a_report_that_shares_nothing_meets_no_rule() -> None:
    assert judge(RULES, alone("KR-1"), NOON).verdicts == ()
