"""What is asked of the platform, as requests that are yet to be sent. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypedDict
from urllib.parse import quote

from services.contracts.events import AlertSeverity, AlertStatus, LinkClass, LinkDecision, LinkStatus
from services.contracts.findings import Language
from services.contracts.release import RELEASE_HEADER, release_reason
from services.contracts.report import Kind
from services.contracts.topics import Mode

_VISIBLE: Final = re.compile(r"[\x21-\x7e]+")
LARGEST_PAGE: Final = 1000
STREAM: Final = "text/event-stream"


class ReportFilters(TypedDict, total=False):
    """Filters of reports; a report fits all of them. ``from_`` and ``to`` are aware: occurred at or after, before."""

    administration: str
    country: str
    mode: Mode
    kind: Kind
    substance: str
    identifier: str
    operation: str
    place: str
    retracted: bool
    from_: datetime
    to: datetime
    q: str
    order: Literal["id", "newest"]
    limit: int


class LinkFilters(TypedDict, total=False):
    """Filters of links. Without ``status``: proposed, unsure and confirmed ones."""

    status: Iterable[LinkStatus]
    class_: LinkClass
    report: str
    country: str
    operation: str
    order: Literal["id", "newest"]
    limit: int


class NetworkFilters(TypedDict, total=False):
    """What a network around a report is made of. Without ``status``: proposed, unsure and confirmed links."""

    depth: int
    class_: Iterable[LinkClass]
    min_score: float
    status: Iterable[LinkStatus]
    from_: datetime
    to: datetime


class AlertFilters(TypedDict, total=False):
    """Filters of alerts."""

    status: Iterable[AlertStatus]
    severity: AlertSeverity
    rule: str
    report: str
    link: str
    country: str
    operation: str
    order: Literal["id", "newest"]
    limit: int


class Paging(TypedDict, total=False):
    """What every list takes. ``limit``: most items of one page; the iterator goes over all pages whatever it is."""

    limit: int


@dataclass(frozen=True, slots=True)
class Question:
    """One request."""

    method: Literal["GET", "POST"]
    url: str
    params: tuple[tuple[str, str], ...] = ()
    content: bytes | None = None
    headers: Mapping[str, str | bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the door and the api are; either may be None when it is not used."""

    door: str | None
    api: str | None

    def post(self, content: bytes, media_type: str, release: str | None = None) -> Question:
        """Reports for the door. Raises ValueError without its address, or for a release without a proper reason."""
        url = f"{_given(self.door, 'door')}/v1/reports"
        told: dict[str, str | bytes] = {"content-type": media_type}
        if release is not None:
            told[RELEASE_HEADER] = release_reason(release).encode()
        return Question("POST", url, content=content, headers=told)

    def get(self, *path: str) -> Question:
        """One thing of the api. Raises ValueError without its address, or for what is no id."""
        if not all(part.strip(".") for part in path):
            raise ValueError("an id is neither empty nor dots")
        return Question("GET", "/".join((_given(self.api, "api"), "v1", *(quote(part, safe=":") for part in path))))

    def decide(self, link_id: str, decision: LinkDecision, reason: str | None, etag: str, key: str) -> Question:
        """A decision about the link that ``etag`` names. Raises ValueError for texts that no header can carry."""
        if not _VISIBLE.fullmatch(etag) or not _VISIBLE.fullmatch(key):
            raise ValueError("neither an ETag nor a key has spaces or letters beyond ASCII")
        content = json.dumps({"decision": decision} | ({"reason": reason} if reason is not None else {})).encode()
        told = {"content-type": "application/json", "if-match": etag, "idempotency-key": key}
        return Question("POST", self.get("links", link_id, "decisions").url, content=content, headers=told)

    def network(self, report_id: str, filters: Mapping[str, object]) -> Question:
        """The network around a report. Raises ValueError for an instant without an offset."""
        return Question("GET", self.get("reports", report_id, "network").url, params=_params(filters))

    def stream(self, token: str | None) -> Question:
        """The live stream after ``token``; None: from now on. Raises ValueError for a text that can't be a token."""
        if token is not None and not _VISIBLE.fullmatch(token):
            raise ValueError("this is no resume token")
        told = {"accept": STREAM} | ({"last-event-id": token} if token else {})
        return Question("GET", f"{_given(self.api, 'api')}/v1/alerts/stream", headers=told)

    def page(self, kind: str, filters: Mapping[str, object], cursor: str | None) -> Question:
        """One page of a list. Raises ValueError for an instant without an offset."""
        asked = {"limit": LARGEST_PAGE, **filters, **({"cursor": cursor} if cursor else {})}
        url = f"{_given(self.api, 'api')}/v1/{kind}"
        return Question("GET", url, params=_params(asked))


def headers(key: str, language: Language) -> dict[str, str]:
    """The headers of every request. Raises ValueError, without saying it, for a text that can't be a key."""
    bare = key.strip()
    if not _VISIBLE.fullmatch(bare):
        raise ValueError("the key is neither an API key nor a token")
    return {
        "authorization": f"Bearer {bare}",
        "accept-language": language,
        "accept": "application/json",
        "user-agent": "tocsin-client",
    }


def _params(asked: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name.rstrip("_"), text) for name, value in asked.items() for text in _texts(value))


def _given(address: str | None, name: str) -> str:
    if not address:
        raise ValueError(f"the address of the {name} was not given")
    return address.rstrip("/")


def _texts(value: object) -> list[str]:
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("an instant needs its offset")
        return [value.isoformat()]
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]
