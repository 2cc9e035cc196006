"""The other matcher on the same operation: its scores held against the truth, cut where that serves it best."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.cli.evaluation.candidates import Population, TwoIds
from services.cli.evaluation.measures import Counts, best_threshold
from services.cli.evaluation.peer import Peer, Scores
from services.cli.evaluation.peer_columns import record_of
from services.cli.evaluation.verdicts import CLASSES
from services.enrich.matching.judging import never
from services.simulator.scoring import WHOLE, scored


@dataclass(frozen=True, slots=True)
class PeerClass:
    """One class as Splink sees it: of our candidate pairs and of its own blocking, scores with truths and the best cut.

    ``given`` and ``own`` hold (match weight, match probability, truth); ``missed_*`` count true pairs without a score.
    """

    rounds: int
    given: tuple[tuple[float, float, bool], ...]
    missed_given: int
    own: tuple[tuple[float, float, bool], ...]
    missed_own: int

    @property
    def best_given(self) -> Counts:
        """What it finds of our candidate pairs at its best cut."""
        return best_threshold(((weight, truth) for weight, _, truth in self.given), self.missed_given).counts

    @property
    def best_own(self) -> Counts:
        """What it finds by its own blocking at its best cut."""
        return best_threshold(((weight, truth) for weight, _, truth in self.own), self.missed_own).counts


def peer_trial(
    truth: Mapping[str, Any],
    population: Population,
    compared: Mapping[TwoIds, frozenset[str]],
    done: Callable[[float], None] = lambda share: None,
) -> dict[str, PeerClass]:
    """Every class judged by Splink. Of several lengths of training the one that serves it best counts.

    Raises PeerMissingError.
    """
    peer = Peer([record_of(side) for _, side in sorted(population.sides.items()) if not side.retracted])
    found: dict[str, PeerClass] = {}
    for place, link_class in enumerate(CLASSES):
        pairs = [pair for pair, classes in compared.items() if link_class in classes]
        tried = [
            _against(truth, population, link_class, rounds, own, given)
            for rounds, own, given in peer.judge(link_class, pairs)
        ]
        if tried:
            found[link_class] = max(tried, key=lambda one: (one.best_given.f1, one.best_own.f1))
        done((place + 1) / len(CLASSES))
    return found


def _against(
    truth: Mapping[str, Any], population: Population, link_class: str, rounds: int, own: Scores, given: Scores
) -> PeerClass:
    parts = []
    for scores in (given, own):
        allowed = {
            pair: score
            for pair, score in scores.items()
            if never(population.sides[pair[0]], population.sides[pair[1]]) is None
        }
        judged = scored(truth, [(link_class, *pair) for pair in allowed], as_coordination=False, scope=WHOLE)
        planted = {pair for pair in judged.planted if pair[0] == link_class}
        rows = tuple((*allowed[pair[1], pair[2]], pair in planted) for pair in sorted(judged.found))
        parts.append((rows, len(planted - judged.found)))
    return PeerClass(rounds, *parts[0], *parts[1])
