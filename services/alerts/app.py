"""Wiring: rules from their files, the store, the delivery, the stage, the worker."""

from __future__ import annotations

from services.alerts.delivery import Delivery
from services.alerts.retractions import Retractions
from services.alerts.rule_files import RuleFault, load_rules, rule_paths
from services.alerts.rules import Rule
from services.alerts.settings import AlertsSettings
from services.alerts.stage import TOPICS, AlertsStage
from services.alerts.store import AlertStore
from services.runtime.produce import Producer
from services.runtime.worker import Context, run_worker


def main() -> None:
    """Run the alerts worker. A broken rule file ends it at once, with its place."""
    settings = AlertsSettings()
    try:
        rules = load_rules(rule_paths(settings.rules_dir))
    except RuleFault as fault:
        raise SystemExit(f"alerts: {fault}") from None

    async def make_stage(context: Context) -> AlertsStage:
        return await create_stage(context, rules)

    run_worker("alerts", TOPICS, make_stage, settings)


async def create_stage(context: Context, rules: tuple[Rule, ...]) -> AlertsStage:
    """The stage on these stores."""
    topics = Producer(context.settings)
    await topics.start()
    store = AlertStore(context.database, [rule.id for rule in rules if rule.on == "report"])
    delivery = Delivery(context.directory, topics.has_topic)
    return AlertsStage(rules, store, Retractions(context.database), delivery, context.metrics)
