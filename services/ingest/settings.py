"""Settings of the two ingest processes."""

from __future__ import annotations

from pydantic import Field

from services.contracts.settings import KafkaSettings, MongoSettings, ProcessSettings
from services.runtime.settings import WorkerSettings


class DoorSettings(KafkaSettings, MongoSettings, ProcessSettings):
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


class StreamSettings(WorkerSettings):
    """What the ingest stream needs: nothing beyond any worker."""
