"""The platform's own ids. Each is made from what it is about, so that the same thing has the same id everywhere."""

from __future__ import annotations

import uuid
from typing import Final

_REPORTS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:report")
_EVENTS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:event")
_ALERTS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:alert")
_MATTERS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:matter")


def report_id(administration: str, national_ref: str) -> str:
    """The id of a case: the same everywhere and for ever."""
    return str(uuid.uuid5(_REPORTS, f"{administration}:{national_ref}"))


def event_id(event_type: str, about: str, version: int | str) -> str:
    """The deterministic CloudEvents id of what happened to ``about`` at ``version``."""
    return str(uuid.uuid5(_EVENTS, f"{event_type}|{about}|{version}"))


def link_id(one: str, other: str, link_class: str) -> str:
    """The id of a link: the sorted pair of report ids and the class."""
    left, right = sorted((one, other))
    return f"{left}:{right}:{link_class}"


def matter_id(key: str) -> str:
    """An id for what several links have in common, that does not show the value itself."""
    return str(uuid.uuid5(_MATTERS, key))


def alert_id(rule: str, version: int, group: str) -> str:
    """The id of an alert: the rule, its version, and the group that it gathers."""
    return str(uuid.uuid5(_ALERTS, f"{rule}@{version}|{group}"))
