"""The ingest door as `tocsin send` meets it: a batch of CloudEvents goes out, an answer to each comes back."""

from __future__ import annotations

import email.utils
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import httpx
import orjson

from services.contracts.events import SUBMITTED
from services.contracts.release import RELEASE_HEADER

ANSWER_WITHIN: Final = 60.0
"""Seconds after which a door that says nothing counts as away."""
BATCH: Final = "application/cloudevents-batch+json"
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT: Final = 300.0


class Away(Exception):
    """The door took nothing, or its answer was lost: send the same again, after ``retry_after`` seconds if it said."""

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.why, self.retry_after = why, retry_after


class Closed(Exception):
    """The door says no to the sender, and will say so again."""


class TooLarge(Exception):
    """The door takes a smaller batch only."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the door said to one report."""

    status: str
    report_id: str | None
    version: int | None
    reason: str | None
    findings: tuple[dict[str, Any], ...]


class Door:
    """Posts batches with one participant's key. ``release`` is why what is held is let in."""

    def __init__(self, client: httpx.AsyncClient, key: str, language: str, release: str | None = None) -> None:
        self._client = client
        said = {"authorization": f"Bearer {key}", "content-type": BATCH, "accept-language": language}
        said |= {RELEASE_HEADER: release} if release is not None else {}
        # As bytes: httpx takes texts in ASCII only, and an officer's reason may be in French.
        self._headers = {name.encode(): text.encode() for name, text in said.items()}

    async def post(self, administration: str, bodies: Sequence[bytes]) -> list[Said]:
        """Send these reports once; the answers have their order. Raises Away, Closed, TooLarge."""
        try:
            response = await self._client.post(
                "/v1/reports", content=batch_of(administration, bodies), headers=self._headers
            )
        except httpx.TransportError as error:
            raise Away(f"no answer ({type(error).__name__})") from error
        if response.status_code in _BUSY:
            raise Away(f"HTTP {response.status_code}", wait_of(response.headers.get("retry-after")))
        if response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
            raise TooLarge
        said = _answers(response)
        if said is None:
            raise Closed(_title(response))
        if len(said) != len(bodies):
            raise Away(f"{len(said)} answers to {len(bodies)} reports")
        return said


def batch_of(administration: str, bodies: Sequence[bytes]) -> bytes:
    """A CloudEvents batch; each body stands in it byte by byte."""
    source = orjson.dumps(f"/administrations/{administration}")
    start = b'{"specversion":"1.0","type":' + orjson.dumps(SUBMITTED) + b',"source":' + source + b',"id":"'
    return b"[" + b",".join(start + str(uuid4()).encode() + b'","data":' + body + b"}" for body in bodies) + b"]"


def wait_of(text: str | None) -> float | None:
    """The seconds of a Retry-After header, given as seconds or as a date; None when it is neither."""
    if text is None:
        return None
    if text.strip().isascii() and text.strip().isdecimal():
        return min(float(text), _LONGEST_WAIT)
    try:
        until = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), _LONGEST_WAIT)


def _answers(response: httpx.Response) -> list[Said] | None:
    """The answer to each report: of a batch that was taken, or of one of which nothing was."""
    if response.status_code not in (httpx.codes.ACCEPTED, httpx.codes.UNPROCESSABLE_ENTITY):
        return None
    items = _object(response).get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    return [
        Said(
            str(item.get("status")),
            item.get("report_id"),
            item.get("version"),
            item.get("reason"),
            tuple(one for one in item.get("findings", ()) if isinstance(one, dict)),
        )
        for item in items
    ]


def _title(response: httpx.Response) -> str:
    title = _object(response).get("title")
    return f"HTTP {response.status_code}: {title if isinstance(title, str) else 'no reason given'}"


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
