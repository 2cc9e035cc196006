"""Settings of the two ingest processes."""

from __future__ import annotations

import re
from typing import Final

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.contracts.settings import KafkaSettings, MongoSettings, ProcessSettings
from services.runtime.settings import WorkerSettings

_CHECK: Final = re.compile("[0-9a-f]{16}")


class IntakeSettings(BaseSettings):
    """What both doors must judge alike."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", extra="ignore")
    key_checks: str = Field(
        "",
        description="Check values of the operation's keys (`tocsin tokens --fingerprint`), comma separated; tokens of"
        " another key are told and link nothing. Empty: not checked.",
    )

    @field_validator("key_checks")
    @classmethod
    def _are_checks(cls, value: str) -> str:
        if not all(_CHECK.fullmatch(one) for one in _listed(value)):
            raise ValueError("check values have 16 digits of 0-9 and a-f")
        return value

    @property
    def token_keys(self) -> frozenset[str]:
        """The check values."""
        return frozenset(_listed(self.key_checks))


def _listed(value: str) -> list[str]:
    return [part for one in value.split(",") if (part := one.strip())]


class DoorSettings(IntakeSettings, KafkaSettings, MongoSettings, ProcessSettings):
    """What the HTTP door needs."""

    door_host: str = Field("127.0.0.1", description="Address that the ingest door listens on.")
    door_port: int = Field(8001, description="Port that the ingest door listens on.")
    door_patience: float = Field(
        2.5, gt=0, description="Seconds for each of key look-up and intake before the door answers 503."
    )
    door_rate_per_second: float = Field(1000.0, gt=0, description="Reports a second that one participant may send.")
    door_burst: float = Field(2000.0, ge=1, description="Reports that one participant may send at once.")
    door_recent: int = Field(
        20_000, ge=1, description="Reports just acknowledged that the door remembers until the stream has stored them."
    )


class StreamSettings(IntakeSettings, WorkerSettings):
    """What the ingest stream needs."""
