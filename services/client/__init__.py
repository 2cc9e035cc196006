"""The typed client of national systems and partner tools: tokens made at home, reports sent, answers read."""

from __future__ import annotations

from services.client.asynchronous import AsyncTocsin
from services.client.errors import (
    Away,
    BadQuestion,
    Conflict,
    Forbidden,
    NotFound,
    PlatformFailed,
    Refusal,
    ReportRefused,
    TocsinError,
    Unauthenticated,
    Unexpected,
)
from services.client.tocsin import Tocsin
from services.contracts.report import Report

__all__ = [
    "AsyncTocsin",
    "Away",
    "BadQuestion",
    "Conflict",
    "Forbidden",
    "NotFound",
    "PlatformFailed",
    "Refusal",
    "Report",
    "ReportRefused",
    "Tocsin",
    "TocsinError",
    "Unauthenticated",
    "Unexpected",
]
