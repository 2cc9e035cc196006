"""What a reader sees of a stored thing. Allow-lists: a field that is not named here is never shown.

Party tokens and match keys appear in no answer. Texts are in one language. Whether the reader may see the thing at
all was decided before, in services/contracts/sharing.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from bson.decimal128 import Decimal128

from services.contracts.findings import Code, Language, finding
from services.contracts.report import Report
from services.contracts.sharing import Reader, Sharing, visible

LANGUAGES: Final[tuple[Language, ...]] = ("en", "fr")
SECRET_FIELDS: Final = frozenset({"tokens", "match_keys", "matter", "matters", "party_keys"})
TOKEN_PREFIX: Final = "hmac:"  # noqa: S105 -- how a party token begins, not one
TOKEN_SHOWN: Final = "token equal"  # noqa: S105 -- what stands for a token
NORMALISED: Final = ("received_at", "retracted", "countries", "substances", "answers", "normalised")
REPORT_FIELDS: Final = (*(name for name in Report.model_fields if name != "sharing"), *NORMALISED)


def report(stored: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """A report as its readers see it: as sent and what was read from it, without any token.

    Findings are between the platform and the owner. A reply is shown to who may read that reply.
    """
    fields = {**stored, **_content(stored)}
    own = {"findings": plain(stored.get("findings") or [])} if stored["administration"] == reader.code else {}
    seen = {name: plain(fields[name]) for name in REPORT_FIELDS if fields.get(name) is not None}
    return {
        "report_id": stored.get("report_id") or stored["_id"],
        **seen,
        **own,
        "replies": [_reply(one) for one in stored.get("replies") or [] if _may_read(reader, one)],
        "sharing": sharing(stored["sharing"]),
    }


def _may_read(reader: Reader, stored: Mapping[str, Any]) -> bool:
    return visible(reader, Sharing.model_validate(stored["sharing"]))


def _reply(stored: Mapping[str, Any]) -> dict[str, Any]:
    fields = ("report_id", "kind", "administration", "version", "outcome", "identified")
    return {name: plain(stored.get(name)) for name in fields}


def link(stored: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """A link: why two reports belong together, what was decided about it, and what its last change was."""
    return {
        "link_id": stored["_id"],
        "class": stored["link_class"],
        "score": float(stored["score"]),
        **{name: _number(stored.get(name)) for name in ("strength", "coverage", "contradiction")},
        "evidence": [_evidence(one, language) for one in stored["evidence"]],
        "status": stored["status"],
        "reason": stored.get("reason"),
        "change": stored.get("change"),
        "reports": list(stored["reports"]),
        "sharing": sharing(stored["sharing"]),
        "decisions": [_decision(one) for one in stored.get("decisions") or []],
    }


def _decision(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(stored.get(name)) for name in ("administration", "decision", "reason", "at", "revision")}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def alert(stored: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """An alert, from its document or from its event."""
    rule = stored["rule"]
    return {
        "alert_id": stored.get("_id") or stored["alert_id"],
        "status": stored["status"],
        "severity": stored["severity"],
        "rule": {"id": rule["id"], "version": rule["version"]},
        "title": text(stored["title"], language),
        "reasons": [text(reason, language) for reason in stored["reasons"]],
        "reports": list(stored["reports"]),
        "links": list(stored["links"]),
        "countries": list(stored["countries"]),
        "sharing": sharing(stored["sharing"]),
        "raised_at": plain(stored["raised_at"]),
        "updated_at": plain(stored["updated_at"]),
    }


def receipt(submission: Mapping[str, Any], normalised: Mapping[str, Any] | None, language: Language) -> dict[str, Any]:
    """What became of one submission, from a document of ``submissions`` whose ``entries`` holds that one.

    ``normalised`` is the stored version itself, once enrich has read it.
    """
    entry = submission["entries"]
    later = normalised["quality"] if normalised else []
    return {
        "report_id": submission["_id"],
        "national_ref": submission["national_ref"],
        "version": entry["version"],
        "stage": "normalised" if normalised else "accepted",
        "status": entry["status"],
        "findings": _findings([*entry["findings"], *later], language),
        "at": plain(entry["received_at"]),
    }


def history(
    submission: Mapping[str, Any], versions: Mapping[int, Mapping[str, Any]], reader: Reader, language: Language
) -> list[dict[str, Any]]:
    """The versions of a report in order of arrival. What is held, and why, only its owner sees.

    ``versions`` holds the stored versions that this reader may read, by number.
    """
    owner = submission["administration"] == reader.code
    return [
        {
            "version": entry["version"],
            "status": entry["status"],
            "received_at": plain(entry["received_at"]),
            **({"findings": _findings(entry["findings"], language)} if owner else {}),
            **_released(entry, owner),
            "report": report(versions[entry["version"]], reader) if _is_stored(entry, versions) else None,
        }
        for entry in submission["entries"]
        if owner or entry["status"] == "accepted"
    ]


def _released(entry: Mapping[str, Any], owner: bool) -> dict[str, Any]:
    """Who released a version that was held, and when; the officer's words are the owner's alone."""
    release = entry.get("released")
    if release is None:
        return {}
    why = {"reason": release["reason"]} if owner else {}
    return {"released": {"by": release["by"], "at": plain(release["at"]), **why}}


def _is_stored(entry: Mapping[str, Any], versions: Mapping[int, Mapping[str, Any]]) -> bool:
    # A version that was held because it clashes with an accepted one has that one's number.
    return entry["status"] == "accepted" and entry["version"] in versions


def participant(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A participant: who it is, nothing of its keys."""
    return {"code": stored["_id"], "role": stored["role"], "name": stored["name"]}


def sharing(stored: Mapping[str, Any] | Sharing) -> dict[str, Any]:
    """The restriction without the list that decides."""
    return (stored if isinstance(stored, Sharing) else Sharing.model_validate(stored)).shown()


def text(texts: Mapping[str, str] | str, language: Language) -> str:
    """A text in the reader's language, else in English."""
    if isinstance(texts, str):
        return texts
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def plain(value: Any) -> Any:
    """A stored value as JSON has it, without secret fields and with every token covered."""
    if isinstance(value, str):
        return TOKEN_SHOWN if TOKEN_PREFIX in value else value
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items() if name not in SECRET_FIELDS}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal128):
        return float(value.to_decimal())
    return float(value) if isinstance(value, Decimal) else value


def instant(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, which is what MongoDB keeps."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _findings(stored: Iterable[Mapping[str, str]], language: Language) -> list[dict[str, Any]]:
    return [finding(Code(one["code"]), one["path"], language).model_dump() for one in stored]


def _evidence(stored: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        "feature": stored["feature"],
        "left": plain(stored["left"]),
        "right": plain(stored["right"]),
        "weight": float(stored["weight"]),
        "text": plain(text(stored["text"], language)),
    }


def _content(stored: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = stored.get("report")
    return inner if isinstance(inner, Mapping) else {}
