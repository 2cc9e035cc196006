"""Settings of the enrich worker."""

from __future__ import annotations

from services.runtime.settings import WorkerSettings


class EnrichSettings(WorkerSettings):
    """What any worker needs; linking has rules with a version, not settings."""
