"""What is made of each pair that is compared: its links, and the score of whatever could have become one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.cli.evaluation.candidates import Population
from services.cli.evaluation.measures import Pair
from services.enrich.matching.context import context
from services.enrich.matching.found import Found, weighed
from services.enrich.matching.judging import judge, reply
from services.enrich.matching.method import same_method
from services.enrich.matching.objects import same_object
from services.enrich.matching.pairs import Case, LeastHours
from services.enrich.matching.pairs import Pair as ComparedPair
from services.enrich.matching.parties import same_party
from services.enrich.matching.product import same_product
from services.enrich.matching.series import serial_neighbour
from services.enrich.sides import Side

CLASSES: Final = ("same_object", "serial_neighbour", "same_party", "same_method", "same_product")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All links of an operation, and the score in bits of every pair that a class's trigger holds for."""

    links: Mapping[Pair, Found]
    triggered: Mapping[Pair, float]


def judge_all(population: Population, least_hours: LeastHours | None = None) -> Verdicts:
    """Every pair that is compared, and every report with the one that it answers."""
    links: dict[Pair, Found] = {}
    triggered: dict[Pair, float] = {}
    for one, other in population.pairs():
        left, right = population.sides[one], population.sides[other]
        rarity = population.rarity(left.realm)
        for found in judge(left, right, rarity, least_hours).found:
            if found.supported:
                links[found.link_class, one, other] = found
        for link_class, score in _weighed(ComparedPair(left, right, rarity, least_hours)).items():
            triggered[link_class, one, other] = score
    return Verdicts(links | _replies(population), triggered)


def _weighed(pair: ComparedPair) -> dict[str, float]:
    """The score of each class whose trigger holds and may make a new link, whether or not it reaches the threshold."""
    surroundings, scores = context(pair), {}
    for case in cases_of(pair).values():
        if case is not None and (case.sure or case.reachable()):
            found = weighed(pair, case._replace(stands=True), surroundings)
            if found is not None:
                scores[str(case.link_class)] = round(found.strength - found.contradiction, 3)
    return scores


def cases_of(pair: ComparedPair) -> dict[str, Case | None]:
    """What speaks for each class before it is weighed; None where its trigger does not hold."""
    party = same_party(pair)
    found = (same_object(pair), serial_neighbour(pair, party), party, same_method(pair), same_product(pair))
    return dict(zip(CLASSES, found, strict=True))


def _replies(population: Population) -> dict[Pair, Found]:
    found: dict[Pair, Found] = {}
    for side in population.sides.values():
        about: Side | None = population.sides.get(side.answers or "")
        if about is not None and (link := reply(side, about)) is not None:
            one, other = sorted((side.report_id, about.report_id))
            found["reply", one, other] = link
    return found
