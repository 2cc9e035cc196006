"""Do these two reports belong together, and why? Start here.

Everything that is asked of a pair: may the two be compared at all; does one answer the other; and, class by class, does
something hold that can make a link (the *trigger*), and does all that can be compared together say enough? What is
vetoed makes no link. The same two reports give the same bytes whoever asks, in whatever order they are given.
"""

from __future__ import annotations

from typing import NamedTuple

from services.enrich.matching.context import context
from services.enrich.matching.found import Found, answered, weighed
from services.enrich.matching.gate import may_join
from services.enrich.matching.method import same_method
from services.enrich.matching.objects import same_object
from services.enrich.matching.pairs import LeastHours, Pair, Rarity, Reason, Veto
from services.enrich.matching.parties import exact_lines, same_party
from services.enrich.matching.product import same_product
from services.enrich.matching.series import serial_neighbour
from services.enrich.sides import Side

__all__ = ["Found", "Judgement", "LeastHours", "Rarity", "Reason", "Veto", "judge", "never", "reply"]


class Judgement(NamedTuple):
    """The links that two reports bear out, at most one of each class, and what was vetoed on the way."""

    found: tuple[Found, ...]
    vetoes: tuple[Veto, ...]


def judge(one: Side, other: Side, rarity: Rarity, least_hours: LeastHours | None = None) -> Judgement:
    """All links between two reports but ``reply``. Never raises on features, whatever they hold.

    ``rarity`` gives the number of reports that bear a key, or None when it is parked. It is asked only about keys that
    both reports ask for (blocking.py). Without ``least_hours`` no journey is impossible.
    """
    reason = never(one, other)
    if reason is not None:
        return Judgement((), (Veto(reason),))
    if not may_join(one, other):
        return Judgement((), ())
    return compared(one, other, rarity, least_hours)


def compared(one: Side, other: Side, rarity: Rarity, least_hours: LeastHours | None = None) -> Judgement:
    """The same of two reports that may be compared, without the short way out for those that share nothing."""
    pair = Pair(one, other, rarity, least_hours)
    exact = exact_lines(pair)
    cases = (
        same_object(pair),
        serial_neighbour(pair, exact),
        same_party(pair, exact),
        same_method(pair),
        same_product(pair),
    )
    if not any(cases):
        return Judgement((), tuple(pair.vetoes))
    surroundings = context(pair)
    found = [link for case in cases if case is not None and (link := weighed(pair, case, surroundings)) is not None]
    parked = [Veto("parked", line.feature) for case in cases if case for line in case.lines if line.parked]
    return Judgement(tuple(found), (*pair.vetoes, *dict.fromkeys(parked)))


def never(one: Side, other: Side) -> Reason | None:
    """Why two reports are not compared at all; None when they are."""
    if one.report_id == other.report_id:
        return "same_case"
    if one.administration == other.administration:
        return "same_owner"
    return _apart(one, other) or ("own_thread" if _answers(one, other) else None)


def reply(one: Side, other: Side) -> Found | None:
    """The link between a report and the one that it answers, by its reference alone. May join two of one owner.

    None unless one answers the other, and none of a retraction: what it takes back has no links.
    """
    if one.report_id == other.report_id or not _answers(one, other) or _apart(one, other) is not None:
        return None
    if "retraction" in (one.kind, other.kind):
        return None
    return answered(Pair(one, other, _nobody))


def _nobody(_: str) -> int | None:
    return None


def _apart(one: Side, other: Side) -> Reason | None:
    if one.retracted or other.retracted:
        return "retracted"
    if one.realm.exercise != other.realm.exercise:
        return "exercise"
    return "other_operation" if one.realm.operation != other.realm.operation else None


def _answers(one: Side, other: Side) -> bool:
    return one.answers == other.report_id or other.answers == one.report_id
