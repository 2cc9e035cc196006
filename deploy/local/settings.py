"""Settings of the local platform, and the environment that its processes inherit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parents[2]


class LocalSettings(BaseSettings):
    """What ``tocsin up`` takes from the environment when an option does not say it."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", extra="ignore")
    state: Path = Field(Path(".tocsin"), description="State folder of the local platform.")
    tools: Path = Field(CHECKOUT / ".tools", description="Folder with Kafka's jars, filled by `make setup`.")
    profile: Literal["production", "demo"] = Field("demo", description="Profile that the services are started in.")
    kafka_bootstrap: str | None = Field(None, description="Use this Kafka and start none.")
    mongo_url: str | None = Field(None, description="Use this MongoDB replica set and start none.")
    mongo_database: str = Field("tocsin", description="Database that holds every collection.")
    door_port: int | None = Field(None, description="Port of the ingest door; else 8001, or a free one.")
    api_port: int | None = Field(None, description="Port of the api; else 8000, or a free one.")


def inherited_environment() -> dict[str, str]:
    """A copy of this process's environment, for a child that gets additions to it."""
    return dict(os.environ)  # noqa: TID251 - handed on whole to a child, nothing is read from it
