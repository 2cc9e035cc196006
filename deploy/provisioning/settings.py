"""Where the stores are that are provisioned."""

from __future__ import annotations

from services.contracts.settings import KafkaSettings, MongoSettings


class ProvisioningSettings(KafkaSettings, MongoSettings):
    """The addresses of both stores."""
