"""One trial: an operation is planned by a seed, held, blocked, judged, and its links are held against its truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.cli.evaluation.candidates import Population
from services.cli.evaluation.holding import held, sides_of
from services.cli.evaluation.measures import Counts, Pair, count, count_by
from services.cli.evaluation.mistakes import Critic, Mistake
from services.cli.evaluation.peer_trial import PeerClass, peer_trial
from services.cli.evaluation.verdicts import CLASSES, Verdicts, judge_all
from services.reference.places import Gazetteer
from services.simulator.dirt import MODEL_MESSAGES
from services.simulator.operation import Operation, plan
from services.simulator.planting import MODEL_SEIZURES
from services.simulator.roster import BY_CODE
from services.simulator.scoring import WHOLE, Scored, scored
from services.simulator.scripts import script_of

REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Trial:
    """What one operation showed. Replies are counted by class only: there are too many to see anything else.

    ``tables`` hold counts by class, dirt, scripts, region and mode. ``scores``: class, score and truth of every link.
    ``triggered``: the same of all that could have become a link. ``blocking``: by class, planted pairs and those that
    are compared. ``neither``: links that the truth neither asks for nor forbids; they count nowhere.
    """

    seed: int
    reports: int
    pairs: int
    neither: int
    tables: Mapping[str, Mapping[str, Counts]]
    scores: tuple[tuple[str, float, bool], ...]
    triggered: tuple[tuple[str, float, bool], ...]
    blocking: Mapping[str, tuple[int, int]]
    wrong: tuple[Mistake, ...]
    missed: tuple[Mistake, ...]
    peer: Mapping[str, PeerClass] = field(default_factory=dict)


def run_trial(
    seed: int,
    gazetteer: Gazetteer,
    with_peer: bool,
    messages: int = MODEL_MESSAGES,
    done: Callable[[float], None] = lambda share: None,
) -> Trial:
    """Plan and evaluate one operation with its usual dirt; ``done`` is told how much of it is, from 0 to 1.

    Raises ValueError when an operation of so few messages cannot be planned.
    """
    operation = plan(seed, MODEL_SEIZURES * messages // MODEL_MESSAGES, messages)
    size = sum(message.expected == "accepted" for message in operation)
    counter = Counter[str]()

    def one_more() -> None:
        counter["reports"] += 1
        done((0.3 if with_peer else 0.9) * counter["reports"] / size)

    population = Population(sides_of(held(operation, gazetteer, one_more)))
    verdicts = judge_all(population)
    truth = operation.truth
    against = scored(truth, verdicts.links, as_coordination=False, scope=WHOLE)
    compared = population.pairs()
    critic = Critic(truth, population, verdicts)
    found_peer = peer_trial(truth, population, compared, lambda share: done(0.35 + 0.65 * share)) if with_peer else {}
    done(1.0)
    return Trial(
        seed=seed,
        reports=len(population.sides),
        pairs=len(compared),
        neither=len(verdicts.links) - len(against.found),
        tables=tables_of(operation, against),
        scores=tuple((pair[0], verdicts.links[pair].score, pair in against.planted) for pair in sorted(against.found)),
        triggered=tuple(_triggered(truth, verdicts)),
        blocking=_blocking(against, compared),
        wrong=tuple(critic.wrong(pair) for pair in sorted(against.found - against.planted)),
        missed=tuple(critic.missed(pair) for pair in sorted(against.planted - against.found) if pair[0] != REPLY),
        peer=found_peer,
    )


def _triggered(truth: Mapping[str, Any], verdicts: Verdicts) -> Iterator[tuple[str, float, bool]]:
    judged = scored(truth, verdicts.triggered, as_coordination=False, scope=WHOLE)
    for pair in sorted(judged.found):
        yield pair[0], verdicts.bits(pair), pair in judged.planted


def _blocking(against: Scored, compared: Mapping[tuple[str, str], Any]) -> dict[str, tuple[int, int]]:
    """By class: how many planted pairs there are, and how many of them are compared at all."""
    found = {}
    for link_class in CLASSES:
        pairs = [pair[1:] for pair in against.planted if pair[0] == link_class]
        found[link_class] = len(pairs), sum(pair in compared for pair in pairs)
    return found


def tables_of(operation: Operation, against: Scored) -> dict[str, dict[str, Counts]]:
    """Counts over all, and by class, dirt, scripts, region and mode."""
    truth = operation.truth
    modes = {case.report_id: case.mode for case in operation.cases}
    owners = {case.report_id: case.administration for case in operation.cases}
    dirt: dict[Pair, list[str]] = {}
    for name in ("tolerated_links", "lost_links", "forbidden_links", "planted_links"):
        for link in truth[name]:
            one, other = sorted(link["reports"])
            dirt[link["class"], one, other] = link["dirt"]
    both = {name: {pair for pair in getattr(against, name) if pair[0] != REPLY} for name in ("found", "planted")}

    def region(pair: Pair) -> set[str]:
        return {BY_CODE[owners[report]].region for report in pair[1:]}

    groups: dict[str, Callable[[Pair], Any]] = {
        "class": lambda pair: [pair[0]],
        "dirt": lambda pair: dirt.get(pair) or ["none"],
        "scripts": lambda pair: ["+".join(sorted({script_of(owners[report]) for report in pair[1:]}))],
        "region": region,
        "mode": lambda pair: ["+".join(sorted({str(modes[report]) for report in pair[1:]}))],
    }
    found = {name: count_by(of, both["found"], both["planted"]) for name, of in groups.items()}
    replies = [{pair for pair in pairs if pair[0] == REPLY} for pairs in (against.found, against.planted)]
    found["class"][REPLY] = count(*replies)
    return {"all": {"all": count(both["found"], both["planted"])}, **found}
