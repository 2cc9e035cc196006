"""What `tocsin send` takes from the environment when an option does not say it."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class SenderSettings(BaseSettings):
    """Where reports are sent to, and in whose name."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", extra="ignore")
    door_url: str | None = Field(None, description="Address of the ingest door that `tocsin send` sends to.")
    api_key: SecretStr | None = Field(None, description="API key that `tocsin send` sends with.")
