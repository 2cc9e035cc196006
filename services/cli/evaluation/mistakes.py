"""Wrong links and missed ones, each with its reason, for a person who wants to know what went wrong. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.cli.evaluation.candidates import Population
from services.cli.evaluation.measures import Pair
from services.cli.evaluation.verdicts import Verdicts, cases_of
from services.enrich.matching.found import Found
from services.enrich.matching.judging import judge, never
from services.enrich.matching.pairs import Pair as ComparedPair
from services.enrich.matching.weights import bits
from services.reference.places import least_hours


@dataclass(frozen=True, slots=True)
class Mistake:
    """A link that should not be, or is not and should: why, what was planted there, and what speaks for and against."""

    seed: int
    link_class: str
    reports: tuple[str, str]
    why: str
    planted: str
    score: float | None
    dirt: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def as_dict(self) -> dict[str, Any]:
        """As it stands in a JSON document."""
        return {
            "seed": self.seed,
            "class": self.link_class,
            "reports": list(self.reports),
            "why": self.why,
            "planted": self.planted,
            "score": self.score,
            "dirt": list(self.dirt),
            "lines": list(self.lines),
        }


class Critic:
    """Explains the mistakes of one operation."""

    def __init__(self, truth: Mapping[str, Any], population: Population, verdicts: Verdicts) -> None:
        self._seed = int(truth["seed"])
        self._population, self._verdicts = population, verdicts
        self._told: dict[Pair, dict[str, Any]] = {}
        for name in ("withdrawn_links", "tolerated_links", "lost_links", "forbidden_links", "planted_links"):
            for link in truth[name]:
                self._told[link["class"], *sorted(link["reports"])] = {"list": name, **link}

    def wrong(self, pair: Pair) -> Mistake:
        """Why a link is wrong: what the truth says of this pair, if anything."""
        told = self._told.get(pair, {})
        why = {
            "forbidden_links": f"planted as none: {told.get('veto')}",
            "lost_links": "its evidence was lost",
            "withdrawn_links": f"withdrawn: {told.get('because')}",
        }.get(told.get("list", ""), "nothing was planted there")
        found = self._verdicts.links[pair]
        return self._mistake(pair, why, found.score, lines_of(found))

    def missed(self, pair: Pair) -> Mistake:
        """Why a link was not found."""
        link_class, one, other = pair
        left, right = self._population.sides.get(one), self._population.sides.get(other)
        if left is None or right is None:
            return self._mistake(pair, "a report is not held", None, ())
        if (reason := never(left, right)) is not None:
            return self._mistake(pair, f"never compared: {reason}", None, ())
        rarity = self._population.rarity(left)
        compared = ComparedPair(left, right, rarity, least_hours)
        case = cases_of(compared)[link_class]
        lines = tuple(f"{line.weight:+.2f} {line.feature} {line.outcome}" for line in case.lines) if case else ()
        if other not in self._population.near(left) and one not in self._population.near(right):
            crowded = self._population.crowded(left, right)
            why = f"not compared: they share only crowded keys ({', '.join(crowded)})" if crowded else "not compared"
            return self._mistake(pair, why, None, lines)
        if case is None:
            vetoes = judge(left, right, rarity, least_hours).vetoes
            said = ", ".join(f"{veto.reason} {veto.feature or ''}".strip() for veto in vetoes)
            return self._mistake(pair, f"nothing of this class agrees{f' ({said})' if said else ''}", None, ())
        if pair not in self._verdicts.triggered:
            return self._mistake(pair, "only crowded values speak for it", None, lines)
        score = self._verdicts.bits(pair)
        needed = bits().weights.threshold[case.threshold]
        return self._mistake(pair, f"{score:.1f} bits where {needed:.1f} are needed", score, lines)

    def _mistake(self, pair: Pair, why: str, score: float | None, lines: Sequence[str]) -> Mistake:
        told = self._told.get(pair, {})
        link_class, one, other = pair
        planted = str(told.get("planted") or "not planted as a pair")
        return Mistake(
            self._seed, link_class, (one, other), why, planted, score, tuple(told.get("dirt", ())), tuple(lines)
        )


def lines_of(found: Found) -> tuple[str, ...]:
    """A link's explanation, a line for each piece of evidence."""
    return tuple(
        f"{line['weight']:+.2f} {line['feature']}: {line['left']} / {line['right']}" for line in found.evidence
    )


def causes(mistakes: Iterable[Mistake]) -> dict[str, int]:
    """How often each reason stands, by class, most frequent first. Figures inside a reason don't make another one."""
    counted = Counter(f"{one.link_class}: {_plain(one.why)}" for one in mistakes)
    return dict(counted.most_common())


def _plain(why: str) -> str:
    return "below its threshold" if " bits where " in why else why
