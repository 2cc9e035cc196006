"""Structured logs: one JSON object a line, no payload, no token, no free text of a report."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

_CHATTY = ("pymongo", "faust", "mode", "aiokafka", "kafka", "asyncio", "uvicorn.access", "httpx", "httpcore")


def configure(service: str, level: str = "info") -> None:
    """Send every log line of this process to standard error as JSON, with time, level and service."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processor=structlog.processors.JSONRenderer(), foreign_pre_chain=shared)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _CHATTY:
        # pymongo builds its debug records even when the root drops them: a root level alone is not enough.
        logging.getLogger(name).setLevel(logging.WARNING)


def get_logger() -> Any:
    """The logger of this process."""
    return structlog.get_logger()


def flush() -> None:
    """Write out what is still buffered; to be called before os._exit."""
    sys.stderr.flush()
    logging.shutdown()
