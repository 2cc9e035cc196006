"""Wiring: reports-accepted -> normalise, store, then ask who shares the keys -> reports-enriched, links.

And link-decisions -> what people decided about links -> links.
"""

from __future__ import annotations

import orjson

from services.contracts.events import ACCEPTED, Accepted
from services.contracts.schemas.catalogue import examples_of
from services.enrich.decision_store import DecisionStore
from services.enrich.enrichment import enrich
from services.enrich.settings import EnrichSettings
from services.enrich.stage import TOPICS, EnrichStage
from services.enrich.store import Store
from services.reference.places import Gazetteer
from services.reference.settings import ReferenceSettings
from services.runtime.worker import Context, run_worker


async def make_stage(context: Context) -> EnrichStage:
    """The stage on the platform's database."""
    gazetteer = Gazetteer.open(ReferenceSettings().gazetteer)
    for body in examples_of(ACCEPTED):  # whoever came first would wait for the reference lists
        enrich(Accepted.model_validate_json(body), orjson.loads(body), gazetteer)
    store, decisions = Store(context.database), DecisionStore(context.database)
    return EnrichStage(store, decisions, context.metrics, context.directory, gazetteer)


def main() -> None:
    """Run one enrich worker until it is told to stop."""
    run_worker("enrich", TOPICS, make_stage, EnrichSettings())
