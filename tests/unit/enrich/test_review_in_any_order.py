"""Whenever decisions arrive between re-judgements, and in whatever order: the link follows from both alone.

The oracle is written from the rules in words and shares no code with what it checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.events import LinkDecided, LinkDecision
from services.enrich.changes import propose, withdraw
from services.enrich.review import decide
from services.enrich.sides import Side
from tests.unit.enrich.decisions import decided
from tests.unit.enrich.reports import compare, party, side, token

Document = dict[str, Any]
VALUES = {"phone": ("phone", "p"), "mail": ("email", "m"), "other phone": ("phone", "o")}
KEYS = {name: f"party:{field}:{token(value)}" for name, (field, value) in VALUES.items()}


def parties(values: frozenset[str]) -> list[Document]:
    return [party(*VALUES[name]) for name in sorted(values)]


NL = side("NL", "W1", kind="warning", parties=parties(frozenset(VALUES)))


@dataclass(frozen=True)
class Judgement:
    """One look at the pair: what KR's report shares with NL's, what of it is parked, and what is wrong with it."""

    values: frozenset[str]
    parked: frozenset[str] = frozenset()
    wrong: Literal["", "retracted", "moved"] = ""


@dataclass(frozen=True)
class Step:
    """Who decides what, when, having seen the evidence of these values."""

    who: str
    what: LinkDecision
    at: int
    seen: frozenset[str]


some = st.frozensets(st.sampled_from(sorted(VALUES)), min_size=1)
judgements = st.builds(
    Judgement,
    values=st.just(frozenset[str]()) | some,
    parked=st.just(frozenset[str]()) | st.just(frozenset(VALUES)) | some,
    wrong=st.sampled_from(["", "", "", "retracted", "moved"]),
)
steps = st.builds(
    Step,
    who=st.sampled_from(["KR", "NL"]),
    what=st.sampled_from(["confirm", "confirm", "reject", "unsure", "undo"]),
    at=st.integers(0, 50),
    seen=some,
)


agreement = st.just([Step(who, "confirm", 60, frozenset(VALUES)) for who in ("KR", "NL")])


def kr(judgement: Judgement, version: int) -> Side:
    operation = "other" if judgement.wrong == "moved" else "goals-2021"
    made = side("KR", "S1", version=version, parties=parties(judgement.values), operation=operation)
    return replace(made, retracted=judgement.wrong == "retracted")


def judge(link: Document | None, judgement: Judgement, version: int) -> Document | None:
    """As linking does it."""
    other = kr(judgement, version)
    found = compare(NL, other, {KEYS[name] for name in judgement.parked})
    if found:
        return propose(link, found[0])
    return withdraw(link, NL, other) if link is not None else None


FIRST = judge(None, Judgement(frozenset({"phone"})), 1)


def decision(step: Step) -> LinkDecided:
    seen = judge(None, Judgement(step.seen), 1)
    assert seen is not None
    return decided(seen, step.who, step.what, step.at)


def expected(judged: Sequence[Judgement], taken: Sequence[Step]) -> str:
    """The status, from the last judgement, from what stood before it, and from the decisions."""
    stands = True
    for each in judged:
        shown = bool(each.values) and not each.wrong
        stands = shown and (stands or bool(each.values - each.parked))
    last = judged[-1] if judged else Judgement(frozenset({"phone"}))
    words: dict[str, Step] = {}
    for step in sorted(taken, key=lambda one: (one.at, f"{one.who}-{one.what}-{one.at}")):
        words[step.who] = step
    said = {who: step.what for who, step in words.items()}
    agreed = said == {"KR": "confirm", "NL": "confirm"}
    if last.wrong:
        return "withdrawn"
    if not stands:
        return "confirmed" if agreed else "withdrawn"
    rejecting = [step for step in words.values() if step.what == "reject"]
    # A parked value counts for nothing: it brings no ground that a rejection did not know.
    if any(last.values - last.parked <= step.seen for step in rejecting):
        return "rejected"
    if agreed:
        return "confirmed"
    return "unsure" if "unsure" in said.values() else "proposed"


def content(link: Document) -> Document:
    return {name: value for name, value in link.items() if name not in ("revision", "changed_at", "change")}


several = st.lists(steps, max_size=6, unique_by=lambda one: (one.who, one.what, one.at))


@settings(max_examples=400, deadline=None)
@given(st.lists(judgements, max_size=5), several, st.just([]) | agreement, st.data())
def test_the_link_follows_from_the_evidence_and_the_decisions_alone(
    judged: list[Judgement], single: list[Step], together: list[Step], data: st.DataObject
) -> None:
    assert FIRST is not None
    taken = single + together
    arriving = data.draw(st.permutations([*taken, *taken[:2]]), "decisions as they arrive, some twice")
    moments = sorted(data.draw(st.integers(0, len(judged)), "before which judgement") for _ in arriving)
    link = FIRST
    for number in range(len(judged) + 1):
        for step, moment in zip(arriving, moments, strict=True):
            if moment == number:
                link = decide(link, decision(step))
        if number < len(judged):
            link = judge(link, judged[number], number + 2) or link

    plainly = FIRST
    for number, each in enumerate(judged):
        plainly = judge(plainly, each, number + 2) or plainly
    for step in taken:
        plainly = decide(plainly, decision(step))
    assert content(link) == content(plainly)
    assert link["status"] == expected(judged, taken)
    assert link["revision"] >= 1 + len(taken)
