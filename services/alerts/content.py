"""What an alert says, as a function of its sources alone.

While at least one source stands, the alert says what the standing ones say, and carries the strictest restriction
of exactly those. When none stands it is withdrawn, and keeps what it last could say under the restriction of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from services.alerts.sources import Frozen, Member, Source
from services.alerts.wording import completed, further
from services.contracts.sharing import Sharing, strictest

MOST_REASONS: Final = 50
"""An alert lists no more reasons than this, so that its event stays small however many links it holds."""


class Content(Frozen):
    """The part of an alert that its sources decide."""

    stands: bool
    reasons: tuple[Mapping[str, str], ...]
    reports: tuple[str, ...]
    links: tuple[str, ...]
    countries: tuple[str, ...]
    operation: str
    exercise: bool
    sharing: Sharing


def content_of(sources: Mapping[str, Source]) -> Content:
    """What an alert with these sources says. Raises ValueError without a source."""
    gone = {source.id for source in sources.values() if source.standing == "gone"}
    remaining = {
        source.id: tuple(member for member in source.members if member.report_id not in gone)
        for source in sources.values()
    }
    standing = [source for source in sources.values() if _stands(source, remaining[source.id])]
    if not standing:
        # Everything it ever held, so that what is shown is covered by whose it was.
        remaining = {source.id: source.members for source in sources.values()}
    speaking = sorted(standing or sources.values(), key=lambda source: source.id)
    members = [member for source in speaking for member in remaining[source.id]]
    countries = {member.country for member in members} | {c for source in speaking for c in source.countries}
    reports = tuple(sorted({member.report_id for member in members}))
    return Content(
        stands=bool(standing),
        reasons=_reasons(speaking, len(reports), countries),
        reports=reports,
        links=tuple(source.id for source in speaking if source.on == "link"),
        countries=tuple(sorted(countries)),
        operation=min(source.operation for source in speaking),
        exercise=all(source.exercise for source in speaking),
        sharing=_restriction(speaking, members),
    )


def _stands(source: Source, remaining: Sequence[Member]) -> bool:
    return source.standing == "stands" and len(remaining) >= source.at_least


def _reasons(speaking: Sequence[Source], count: int, countries: Iterable[str]) -> tuple[Mapping[str, str], ...]:
    shown = sorted(countries)
    sentences = {
        tuple(text.items()): text
        for source in speaking
        if source.reason
        for text in [completed(source.reason, count, shown) if source.on == "report" else dict(source.reason)]
    }
    reasons = list(sentences.values())
    if len(reasons) > MOST_REASONS:
        return (*reasons[: MOST_REASONS - 1], further(len(reasons) - MOST_REASONS + 1))
    return tuple(reasons)


def _restriction(speaking: Sequence[Source], members: Sequence[Member]) -> Sharing:
    # The same few restrictions come again and again: each counts once.
    parts = {source.sharing for source in speaking} | {m.sharing for m in members if m.sharing is not None}
    return strictest(parts)
