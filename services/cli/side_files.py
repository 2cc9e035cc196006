"""Reports from files, as linking sees them: the stored document as JSON, of which only what is compared is read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from services.contracts.sharing import Sharing, owned
from services.enrich.sides import Realm, Side


def read_side(path: Path) -> Side:
    """The report in a JSON file. Raises ValueError, with what is wrong; OSError for a file that can't be read."""
    try:
        return side_from(json.loads(path.read_bytes()))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: {_why(error)}") from None


def read_sides(path: Path) -> Iterator[tuple[Side, int]]:
    """The reports in a JSON Lines file, each with the bytes of its line. Raises as ``read_side``, with the line."""
    with path.open("rb") as lines:
        for line, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                yield side_from(json.loads(raw)), len(raw)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"{path}, line {line}: {_why(error)}") from None


def side_from(document: Any) -> Side:
    """The side of a stored report as JSON: ``_id`` or ``report_id``, ``administration``, ``kind``, ``features``, and
    ``occurred`` ({from, until}) or ``occurred_at`` or ``received_at``. The rest may be left out.

    Raises ValueError for what is missing or is not as it should be. What the features hold is never told: they bear
    tokens.
    """
    if not isinstance(document, Mapping):
        raise ValueError("not a JSON object")
    report_id, administration = _text(document, "_id", "report_id"), _text(document, "administration")
    features = document.get("features")
    if not isinstance(features, Mapping):
        raise ValueError("no features")
    first, last = _occurred(document)
    return Side(
        report_id=report_id,
        version=document["version"] if isinstance(document.get("version"), int) else 1,
        kind=_text(document, "kind"),
        administration=administration,
        realm=Realm(str(document.get("operation", "")), document.get("exercise") is True),
        occurred_at=first,
        first=first,
        last=last,
        posted_on=_instant(document.get("posted_on") or features.get("posted_on")),
        answers=document["answers"] if isinstance(document.get("answers"), str) else None,
        retracted=document.get("retracted") is True,
        standing="",
        changed_at=_instant(document.get("received_at")) or last,
        sharing=_sharing(document, administration),
        keys=frozenset(),
        features=features,
    )


def _text(document: Mapping[str, Any], *names: str) -> str:
    for name in names:
        if isinstance(document.get(name), str) and document[name]:
            return str(document[name])
    raise ValueError(f"no {names[0]}")


def _occurred(document: Mapping[str, Any]) -> tuple[datetime, datetime]:
    span = document.get("occurred")
    if isinstance(span, Mapping):
        first, last = _instant(span.get("from")), _instant(span.get("until"))
        if first is not None and last is not None and first <= last:
            return first, last
    for name in ("occurred_at", "received_at"):
        when = _instant(document.get(name))
        if when is not None:
            return when, when
    raise ValueError("no occurred, occurred_at or received_at")


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    # MongoDB's own JSON writes {"$date": "..."}.
    written = value.get("$date") if isinstance(value, Mapping) else value
    if not isinstance(written, str):
        raise ValueError("an instant is not a text like 2021-02-11T09:20:00Z")
    when = datetime.fromisoformat(written)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _sharing(document: Mapping[str, Any], administration: str) -> Mapping[str, Any]:
    known = document.get("sharing")
    if known is None:
        return owned(administration, "AMBER", ["operation"]).model_dump(mode="json")
    try:
        return Sharing.model_validate(known).model_dump(mode="json")
    except ValidationError:
        raise ValueError("sharing is not as it is stored") from None


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError | RecursionError):
        return "not JSON in UTF-8"
    return str(error)
