"""Settings of the alerts worker."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from services.runtime.settings import WorkerSettings


class AlertsSettings(WorkerSettings):
    """What any worker needs, and where the rules are."""

    rules_dir: Path | None = Field(None, description="Folder with rule files (*.yaml) in place of the built-in ones.")
