"""Settings that several services share; each service composes its own class from these.

A setting is read from the environment as TOCSIN_<NAME>. Descriptions become docs/operations/settings.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class KafkaSettings(BaseSettings):
    """Where Kafka is."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", extra="ignore")
    kafka_bootstrap: str = Field("127.0.0.1:9092", description="Kafka bootstrap servers, host:port, comma separated.")


class MongoSettings(BaseSettings):
    """Where MongoDB is."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", extra="ignore")
    mongo_url: str = Field(
        "mongodb://127.0.0.1:27017/?replicaSet=tocsin",
        description="MongoDB connection string of a replica set.",
    )
    mongo_database: str = Field("tocsin", description="Database that holds every collection.")


class ProcessSettings(BaseSettings):
    """What every process needs to run beside others."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", extra="ignore")
    profile: Literal["production", "demo"] = Field(
        "production",
        description="'demo' takes unsigned Kafka reports with a warning; never for real operations.",
    )
    secrets_dir: Path = Field(Path("secrets"), description="Folder with door-signing.pem and stream-token.key.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")
    instance: str = Field("0", description="Worker slot; stable over restarts, unique among live workers of a stage.")
    internal_host: str = Field("127.0.0.1", description="Address of /livez, /readyz and /metrics.")
    internal_port: int = Field(
        0, description="Port of /livez, /readyz and /metrics; 0 takes the process's own default."
    )
