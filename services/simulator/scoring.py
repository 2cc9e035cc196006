"""How well links that were found agree with the truth that was planted, as far as the platform looks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.simulator.scripts import script_of
from services.simulator.truth import Pair


@dataclass(frozen=True, slots=True)
class Scope:
    """What is scored: for each class, the evidence that makes its links (None: all of it), and the vetoes that hold."""

    classes: Mapping[str, frozenset[str] | None]
    vetoes: frozenset[str]

    def holds(self, link: Mapping[str, Any]) -> bool:
        """Is a planted link one that must be found? Also a link that does not say what it rests on."""
        if link["class"] not in self.classes:
            return False
        evidence = self.classes[link["class"]]
        return evidence is None or "because" not in link or not evidence.isdisjoint(link["because"])


WHOLE: Final = Scope(
    dict.fromkeys(("same_object", "serial_neighbour", "same_party", "same_method", "same_product", "reply")),
    frozenset({"impossible_journey"}),
)
"""Everything that the truth speaks of."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Links that were to be found, those found that count, and those that are both."""

    planted: frozenset[Pair]
    found: frozenset[Pair]

    @property
    def true(self) -> frozenset[Pair]:
        """What was to be found and was."""
        return self.found & self.planted

    @property
    def precision(self) -> float:
        """The share of what was found that is true; 1.0 when nothing was found."""
        return len(self.true) / len(self.found) if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what was to be found that was; 1.0 when there was nothing."""
        return len(self.true) / len(self.planted) if self.planted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def figures(self) -> dict[str, int | float]:
        """Counts and measures."""
        return {
            "planted": len(self.planted),
            "found": len(self.found),
            "true": len(self.true),
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }


def score_links(
    truth: Mapping[str, Any],
    found: Iterable[Pair],
    *,
    as_coordination: bool = True,
    scope: Scope = WHOLE,
) -> dict[str, int | float]:
    """Compare links that stand (proposed, unsure or confirmed) with the truth document.

    ``found`` holds (class, report id, report id). ``as_coordination``: they were read as the coordination
    unit, so that planted links which it may not read are not missed. Pairs that may stand or not count on neither
    side, like classes and evidence outside ``scope``. Returns planted, found, true, precision and recall; the last two
    are 1.0 when there was nothing to find.
    """
    figures = scored(truth, found, as_coordination=as_coordination, scope=scope).figures()
    return {name: value for name, value in figures.items() if name != "f1"}


def scored(
    truth: Mapping[str, Any], found: Iterable[Pair], *, as_coordination: bool = True, scope: Scope = WHOLE
) -> Scored:
    """The same as sets, by default of everything that the truth speaks of."""
    every = {_pair(link): link for link in truth["planted_links"]}
    planted = {
        pair
        for pair, link in every.items()
        if scope.holds(link) and (not as_coordination or link.get("seen_by_coordination", True))
    }
    ignored = (every.keys() | _neither(truth, scope)) - planted
    bearers = [(each["class"], frozenset(each["reports"])) for each in truth.get("parked_values", ())]

    def counts(pair: Pair) -> bool:
        kind, one, other = pair
        parked = any(kind == of and one in reports and other in reports for of, reports in bearers)
        return pair in planted or not (kind not in scope.classes or pair in ignored or parked)

    claimed = {(kind, min(pair), max(pair)) for kind, *pair in found}
    return Scored(frozenset(planted), frozenset(filter(counts, claimed)))


def score_tables(
    truth: Mapping[str, Any], found: Iterable[Pair], *, as_coordination: bool = True, scope: Scope = WHOLE
) -> dict[str, dict[str, dict[str, int | float]]]:
    """Figures over all and by class, by dirt (``none`` for pairs that none touches), by script and by country.

    A pair counts in every kind of dirt and every country that it has to do with; scripts of both sides are told
    together, as in ``Arabic+Latin``. Replies are left out but by class: there are too many to see anything else.
    """
    whole = scored(truth, found, as_coordination=as_coordination, scope=scope)
    dirt = {_pair(link): link.get("dirt", ()) for name in _LISTS for link in truth.get(name, ())}
    countries = truth.get("reports", {})

    def of(pair: Pair) -> Iterator[tuple[str, str]]:
        yield "class", pair[0]
        if pair[0] == "reply":
            return
        yield "all", "all"
        yield from (("dirt", name) for name in dirt.get(pair, ()) or ("none",))
        codes = sorted({countries.get(report, "unknown") for report in pair[1:]})
        yield from (("country", code) for code in codes)
        yield "script", "+".join(sorted({script_of(code) for code in codes}))

    tables: dict[str, dict[str, tuple[set[Pair], set[Pair]]]] = {}
    for place, pairs in enumerate((whole.planted, whole.found)):
        for pair in pairs:
            for table, row in of(pair):
                tables.setdefault(table, {}).setdefault(row, (set(), set()))[place].add(pair)
    return {
        table: {
            row: Scored(frozenset(planted), frozenset(of_row)).figures()
            for row, (planted, of_row) in sorted(rows.items())
        }
        for table, rows in sorted(tables.items())
    }


_LISTS: Final = ("forbidden_links", "lost_links", "tolerated_links", "planted_links")


def _neither(truth: Mapping[str, Any], scope: Scope) -> set[Pair]:
    """Pairs that may stand, and those that only a veto forbids which is not looked for yet."""
    tolerated = {_pair(link) for link in truth["tolerated_links"]}
    return tolerated | {
        _pair(link)
        for link in truth.get("forbidden_links", ())
        if link["veto"] in WHOLE.vetoes and link["veto"] not in scope.vetoes
    }


def _pair(link: Mapping[str, Any]) -> Pair:
    one, other = sorted(link["reports"])
    return link["class"], one, other
