"""Settings of the api. Each is read from the environment as TOCSIN_<NAME>."""

from __future__ import annotations

from pydantic import Field

from services.contracts.settings import KafkaSettings, MongoSettings, ProcessSettings


class ApiSettings(KafkaSettings, MongoSettings, ProcessSettings):
    """Where the api listens, how long a query may take, and the bounds of the live stream."""

    api_host: str = Field("127.0.0.1", description="Address of the query API and the console.")
    api_port: int = Field(8000, ge=0, description="Port of the query API and the console.")
    query_seconds: float = Field(3.0, gt=0, description="Longest time that one query may take in MongoDB, in seconds.")
    decision_seconds: float = Field(
        10.0, gt=0, description="Seconds that an answer waits for a decision to take effect before it is 504."
    )
    stream_ring: int = Field(5000, ge=1, description="Recent alert events kept in memory for readers who resume.")
    stream_queue: int = Field(500, ge=1, description="Events that may wait for one reader before it is disconnected.")
    stream_heartbeat: float = Field(15.0, gt=0, description="Seconds between two heartbeats of a live stream.")
    stream_recheck: float = Field(15.0, gt=0, description="Seconds between two checks of an open stream's API key.")
    stream_unchecked: float = Field(
        45.0, gt=0, description="Seconds after which a stream whose key could not be checked is closed."
    )
    stream_send: float = Field(30.0, gt=0, description="Seconds that one write to a reader may take.")
    stream_connections: int = Field(20, ge=1, description="Open live streams of one participant.")
    stream_catch_ups: int = Field(4, ge=1, description="Readers that are caught up from Kafka at the same time.")
