"""What a run of the fault tests takes from the environment: `make faults SEED=7 ONLY=random_kills`."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class FaultSettings(BaseSettings):
    """SEED repeats a run; ONLY names the files to run, without test_ and .py, comma separated."""

    model_config = SettingsConfigDict(extra="ignore")
    seed: int = Field(20210211, description="Seed of messages, schedules and hang-ups.")
    only: str = Field("", description="Names of fault tests to run; all when empty.")
    kill_seconds: int = Field(60, validation_alias="KILL_SECONDS", description="Seconds of load under random kills.")
