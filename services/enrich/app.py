"""Wiring: reports-accepted -> normalise, store, then ask who shares the keys -> reports-enriched, links."""

from __future__ import annotations

from services.contracts.topics import REPORTS_ACCEPTED
from services.enrich.settings import EnrichSettings
from services.enrich.stage import EnrichStage
from services.enrich.store import Store
from services.reference.places import Gazetteer
from services.reference.settings import ReferenceSettings
from services.runtime.worker import Context, run_worker


async def make_stage(context: Context) -> EnrichStage:
    """The stage on the platform's database."""
    gazetteer = Gazetteer.open(ReferenceSettings().gazetteer)
    return EnrichStage(Store(context.database), context.metrics, context.directory, gazetteer)


def main() -> None:
    """Run one enrich worker until it is told to stop."""
    run_worker("enrich", (REPORTS_ACCEPTED,), make_stage, EnrichSettings())
