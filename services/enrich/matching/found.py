"""A link that two reports bear out: weighed, explained, and as it is stored. Pure.

A strength is a sum of bits (Fellegi and Sunter): each agreement by how rare it is, faded by the time between the two
and lowered by the worse grading; a contradiction is what speaks against. The score is the one without the other. An
equal number or token always makes its link: below one bit over the threshold its score approaches the threshold and
never reaches it, so that such links rank low and still in their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import orjson

from services.contracts.events import LinkClass
from services.contracts.identifiers import link_id, matter_id
from services.contracts.sharing import Sharing, strictest
from services.enrich.matching.lines import Line, total
from services.enrich.matching.pairs import Case, Pair
from services.enrich.matching.weights import bits
from services.enrich.sides import Side

Document = dict[str, Any]
_LEAST: Final = 0.001
"""What is left of a score, at the very least, above its threshold."""


@dataclass(frozen=True, slots=True)
class Found:
    """A link that two reports bear out. Without ``supported`` only parked values speak for it: it is not new.

    ``content`` is the stored document without its life: revision, status, reason and decisions.
    """

    link_id: str
    content: Document
    supported: bool
    changed_at: datetime

    @property
    def link_class(self) -> LinkClass:
        """The class."""
        found: LinkClass = self.content["link_class"]
        return found

    @property
    def score(self) -> float:
        """What links are ordered by, in bits."""
        return float(self.content["score"])

    @property
    def strength(self) -> float:
        """All that speaks for it, in bits."""
        return float(self.content["strength"])

    @property
    def coverage(self) -> float:
        """The share of what this class compares that both reports fill, from 0 to 1."""
        return float(self.content["coverage"])

    @property
    def contradiction(self) -> float:
        """All that speaks against it, in bits, not below 0."""
        return float(self.content["contradiction"])

    @property
    def evidence(self) -> list[Document]:
        """The lines of its explanation; their weights add up to the score."""
        found: list[Document] = self.content["evidence"]
        return found


def weighed(pair: Pair, case: Case, surroundings: list[Line]) -> Found | None:
    """The link that this case makes with what surrounds it; None when it stays below its threshold."""
    factor, doubt = pair.kept(case.link_class), bits().doubt[case.link_class]
    lines = [*case.lines, *surroundings]
    counts = [round(line.weight * factor if line.weight > 0 else line.weight, 3) for line in case.lines]
    counts += [round(line.weight * (factor if line.weight > 0 else doubt), 3) for line in surroundings]
    score, threshold = total(counts), bits().threshold[case.threshold]
    reached = score >= threshold
    if not (case.stands or reached):
        return None
    strength, contradiction = total([c for c in counts if c > 0]), total([-c for c in counts if c < 0])
    evidence = [line.evidence(count) for line, count in zip(lines, counts, strict=True)]
    supported = case.sure or (reached and case.reachable())
    floor = bits().threshold[case.link_class]
    if case.stands and score < floor + 1:
        lifted = round(floor + max(_LEAST, 2 ** (score - floor - 1)), 3)
        evidence.append(FLOOR.evidence(total((lifted, -score))))
        score = lifted
    content = {
        **content_of(pair, case.link_class, case.matter, evidence),
        "score": score,
        "strength": strength,
        "coverage": _coverage(pair, case),
        "contradiction": contradiction,
    }
    return Found(str(content["_id"]), content, supported, max(pair.left.changed_at, pair.right.changed_at))


def answered(pair: Pair) -> Found:
    """The link of class reply: one side answers the other. What it counts is the rarity of a reference."""
    left, right = pair.left, pair.right
    answer, about = (left, right) if left.answers == right.report_id else (right, left)
    weight = round(bits().rare("reply", 2), 3)
    line = Line("reply", "context", "answers", answer.report_id, about.report_id, weight)
    figures = {"score": weight, "strength": weight, "coverage": 1.0, "contradiction": 0.0}
    content = {**content_of(pair, "reply", f"reply:{about.report_id}", [line.evidence(weight)]), **figures}
    return Found(str(content["_id"]), content, True, max(left.changed_at, right.changed_at))


FLOOR: Final = Line("floor", "object", "stands", "equal", "equal", 0.0)


def content_of(pair: Pair, link_class: LinkClass, matter: str, evidence: list[Document]) -> Document:
    """What is stored of a link besides its figures."""
    left, right = pair.left, pair.right
    return {
        "_id": link_id(left.report_id, right.report_id, link_class),
        "link_class": link_class,
        "evidence": evidence,
        "reports": [left.report_id, right.report_id],
        "sides": [_side(left), _side(right)],
        "countries": sorted({left.administration, right.administration}),
        "matter": _matter_id(matter),
        "rule_version": bits().weights.version,
        "operation": left.realm.operation,
        "exercise": left.realm.exercise,
        "sharing": _sharing(left, right),
    }


def _coverage(pair: Pair, case: Case) -> float:
    both = case.compared & pair.a.filled & pair.b.filled
    return round(len(both) / len(case.compared), 3)


def _side(side: Side) -> Document:
    return {
        "report_id": side.report_id,
        "administration": side.administration,
        "kind": side.kind,
        "version": side.version,
    }


def _sharing(left: Side, right: Side) -> Document:
    """A document of its own, though few restrictions make up most of all pairs."""
    found: Document = orjson.loads(_strictest(*(orjson.dumps(side.sharing, default=dict) for side in (left, right))))
    return found


@lru_cache(maxsize=4_096)
def _strictest(left: bytes, right: bytes) -> bytes:
    parts = (Sharing.model_validate_json(part) for part in (left, right))
    return orjson.dumps(strictest(parts).model_dump(mode="json"))


_matter_id = lru_cache(maxsize=4_096)(matter_id)
