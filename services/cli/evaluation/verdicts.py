"""What is made of each pair that is compared: its links, and the score of whatever could have become one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from services.cli.evaluation.candidates import Population, TwoIds
from services.cli.evaluation.measures import Pair
from services.enrich.linking import between
from services.enrich.matching.context import context
from services.enrich.matching.found import Found, weighed
from services.enrich.matching.judging import never
from services.enrich.matching.method import same_method
from services.enrich.matching.objects import same_object
from services.enrich.matching.pairs import Case
from services.enrich.matching.pairs import Pair as ComparedPair
from services.enrich.matching.parties import exact_lines, same_party
from services.enrich.matching.product import same_product
from services.enrich.matching.series import serial_neighbour
from services.reference.places import least_hours

CLASSES: Final = ("same_object", "serial_neighbour", "same_party", "same_method", "same_product")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All links of an operation, and every pair that a class's trigger holds for, whether or not it is a link."""

    links: Mapping[Pair, Found]
    triggered: Mapping[Pair, Found]

    def bits(self, pair: Pair) -> float:
        """What a triggered pair scores by its evidence alone, without the floor of an equal number or token."""
        found = self.triggered[pair]
        return round(found.strength - found.contradiction, 3)


def judge_all(population: Population) -> Verdicts:
    """Every pair that is compared, and every report with the one that it answers."""
    links: dict[Pair, Found] = {}
    triggered: dict[Pair, Found] = {}
    for one, other in (*population.pairs(), *_threads(population)):
        for found in between(population.neighbours, one, other):
            if found.supported:
                links[found.link_class, one, other] = found
        left, right = population.sides[one], population.sides[other]
        if never(left, right) is None:
            pair = ComparedPair(left, right, population.rarity(left), least_hours)
            triggered |= {(found.link_class, one, other): found for found in _weighed(pair)}
    return Verdicts(links, triggered)


def _weighed(pair: ComparedPair) -> Iterator[Found]:
    """Each class whose trigger holds and may make a new link, weighed whether or not it reaches its threshold."""
    surroundings = context(pair)
    for case in cases_of(pair).values():
        if case is not None and (case.sure or case.reachable()):
            found = weighed(pair, case._replace(stands=True), surroundings)
            if found is not None:
                yield found


def cases_of(pair: ComparedPair) -> dict[str, Case | None]:
    """What speaks for each class before it is weighed; None where its trigger does not hold."""
    exact = exact_lines(pair)
    found = (
        same_object(pair),
        serial_neighbour(pair, exact),
        same_party(pair, exact),
        same_method(pair),
        same_product(pair),
    )
    return dict(zip(CLASSES, found, strict=True))


def _threads(population: Population) -> Iterator[TwoIds]:
    for side in population.sides.values():
        about = side.answers
        if about is not None and about in population.sides:
            yield min(side.report_id, about), max(side.report_id, about)
