"""Settings of any worker: how it batches, retries, gives up and says so."""

from __future__ import annotations

from pydantic import Field

from services.contracts.settings import KafkaSettings, MongoSettings, ProcessSettings


class WorkerSettings(KafkaSettings, MongoSettings, ProcessSettings):
    """What a consumer needs. Defaults were measured on two cores (docs/decisions)."""

    batch_size: int = Field(500, ge=1, description="Most records that are handled together.")
    fetch_wait: float = Field(
        0.03, ge=0, le=1, description="Seconds that Kafka gathers records for a fetch while some come; 0: not at all."
    )
    linger: float = Field(0.002, ge=0, description="Seconds that the producer waits to fill a request.")
    produce_timeout: float = Field(30.0, gt=0, description="Seconds until an unacknowledged send ends the process.")
    retry_first: float = Field(0.1, gt=0, description="Seconds before the first repeat of a failed batch; doubles.")
    retry_most: float = Field(2.0, gt=0, description="Longest pause between two repeats, in seconds.")
    retry_budget: float = Field(
        45.0, gt=0, description="Seconds of repeats before the process ends; below the rebalance timeout."
    )
    session_timeout: float = Field(
        15.0, gt=0, description="Seconds after which Kafka gives a dead worker's partitions away."
    )
    dead_letter_ratio: float = Field(
        0.5, gt=0, le=1, description="Share of dead letters in the sample that stops a worker."
    )
    dead_letter_sample: int = Field(400, ge=1, description="Records of one partition that the share is measured over.")
    dead_letter_run: int = Field(200, ge=1, description="Dead letters in a row on one partition that stop a worker.")
    stuck_after: float = Field(
        60.0, gt=0, description="Seconds without progress while records wait, until the process ends."
    )
    group_suffix: str = Field("", description="Added to the consumer group's name; for test runs that share one Kafka.")
    failpoint: str = Field(
        "", description="name:n kills the process at the nth pass of a named point; for fault tests."
    )
