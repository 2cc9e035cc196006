"""Weights can be learnt from pairs that nobody judged, bands of the score mean what they say, and ten are enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any, Final

import pytest

from services.enrich.matching.comparing import BLOCKED_ON, blocked_on, compared, sort_of
from services.enrich.matching.estimate import Vector, estimate
from services.enrich.matching.learning import BY_CHANCE, learn, pairs_of, vectors_of
from services.enrich.matching.weights import weights
from services.enrich.sides import Side
from tests.unit.enrich.matching.sides import (
    DAY,
    NOON,
    borne_by,
    judged,
    number,
    seizure,
    serial,
    side,
    substance,
    tokens,
)

TRUTH: Final = {"phone": (0.9, 0.01), "address": (0.7, 0.02), "mode": (0.8, 0.4), "weight": (0.6, 0.1)}
BANDS: Final = 3


def drawn(random: Random, pairs: int, share: float) -> Iterator[tuple[str, Vector]]:
    """Vectors of a world in which TRUTH holds; each feature is missing in one pair of ten."""
    for _ in range(pairs):
        true = random.random() < share
        yield "block", {f: random.random() < (m if true else u) for f, (m, u) in TRUTH.items() if random.random() < 0.9}


def test_what_is_true_of_a_world_is_learnt_from_its_pairs() -> None:
    start = dict.fromkeys(TRUTH, (0.6, 0.3))
    learnt = estimate(drawn(Random(5), 20_000, 0.15), start)
    assert learnt.settled
    assert learnt.shares["block"] == pytest.approx(0.15, abs=0.03)
    for one in learnt.proposals:
        m, u = TRUTH[one.feature]
        assert one.m == pytest.approx(m, abs=0.05)
        assert one.u == pytest.approx(u, abs=0.03)
        assert one.pairs == pytest.approx(18_000, rel=0.05)


def test_the_order_of_the_pairs_makes_no_difference() -> None:
    vectors = list(drawn(Random(5), 500, 0.3))
    start = dict.fromkeys(TRUTH, (0.6, 0.3))
    assert estimate(vectors, start) == estimate(vectors[::-1], start)


def test_from_nothing_nothing_is_learnt() -> None:
    learnt = estimate([], TRUTH)
    assert {one.feature: (one.m, one.u) for one in learnt.proposals} == TRUTH
    assert (learnt.rounds, learnt.shares) == (0, {})
    assert all(one.pairs == 0 for one in learn([]).proposals)


def test_a_share_that_is_known_is_not_learnt() -> None:
    vectors = [("chance", vector) for _, vector in drawn(Random(5), 2_000, 0.0)]
    learnt = estimate(vectors, dict.fromkeys(TRUTH, (0.6, 0.3)), {"chance": 1e-5})
    assert learnt.shares == {"chance": 1e-5}
    assert {one.feature: one.u for one in learnt.proposals} == {
        f: pytest.approx(u, abs=0.03) for f, (_, u) in TRUTH.items()
    }


def world(random: Random, reports: int = 240) -> list[Side]:
    """Half of the reports come in pairs of two countries that share a parcel, a substance and a phone."""
    found = []
    for n in range(reports):
        pair = n // 2 if n < reports // 2 else n
        fields: dict[str, Any] = number("s10", f"RR{pair:08d}5NL") | {"mode": random.choice(["mail", "air"])}
        fields["parties"] = tokens(f"phone:{pair if random.random() < 0.9 else n + 5_000}")
        fields["substances"] = substance(["mdma", "ketamine", "heroin", "cocaine"][pair % 4])
        when = NOON + timedelta(hours=30 * pair % 5_000)
        found.append(side("NL" if n % 2 else "KR", "warning", when, ref=str(n), **fields))
    return found


def test_pairs_are_chosen_by_the_keys_that_they_share_and_some_by_chance() -> None:
    reports = world(Random(3))
    chosen = [(sort, one.report_id, other.report_id) for sort, one, other in pairs_of(reports, by_chance=1_000)]
    assert len(chosen) == len(set(chosen))
    assert sum(sort == "s10" for sort, *_ in chosen) == 60
    assert {sort for sort, *_ in chosen} == {"s10", "party:phone", BY_CHANCE}
    assert all(one < other for _, one, other in chosen)
    assert sorted(chosen) == sorted(
        (sort, one.report_id, other.report_id) for sort, one, other in pairs_of(reports[::-1], by_chance=1_000)
    )


def test_what_a_pair_was_chosen_by_says_nothing_about_it() -> None:
    for sort, vector in vectors_of(world(Random(3)), by_chance=100):
        assert sort == BY_CHANCE or not blocked_on(sort) & vector.keys()
    assert blocked_on(sort_of("s10:RR473124829NL")) == {"object"}
    assert {"name", "name_phonetic", "name_parts"} <= blocked_on(sort_of("party:name_phonetic:hmac:x"))
    assert blocked_on(sort_of("mo:NL:KR:mdma:mail:2021-W06")) == BLOCKED_ON["mo"]


def test_learning_finds_what_the_reports_share() -> None:
    learnt = {one.feature: one for one in learn(world(Random(3)), by_chance=2_000).proposals}
    assert learnt["phone"].m > 0.7
    assert learnt["substance"].m > 0.9
    assert learnt["substance"].u == pytest.approx(0.25, abs=0.08)
    assert learnt["object"].u < 0.01
    assert (learnt["logo"].m, learnt["logo"].pairs) == (weights().features["logo"].m, 0)


def test_a_pair_is_compared_on_what_both_say_and_on_nothing_else() -> None:
    mine: dict[str, Any] = {"mode": "mail", "departure": "NL", "substances": substance("mdma"), "weight_kg": 1.0}
    mine |= {"series": serial("awb", "180", 100), "products": [{"colour": "pink", "mass_mg": 300.0}]}
    theirs = mine | {"departure": "BE", "weight_kg": 2.0, "series": serial("awb", "180", 140), "destination": "KR"}
    one, other = side(**mine), seizure(at=NOON + 2 * DAY, **theirs)
    assert compared(one, other) == compared(other, one)
    assert compared(one, other) == {
        "serial": True,
        "departure": False,
        "time_7": True,
        "time_3": True,
        "time_1": False,
        "colour": True,
        "mass": True,
        "substance": True,
        "mode": True,
        "weight": False,
    }


def test_a_higher_band_never_holds_fewer_true_links() -> None:
    """Synthetic: true pairs agree as often as the weights say, chance pairs as often as chance."""
    random, scored = Random(11), []
    for n in range(900):
        true = n % 2 == 0
        bearers = random.choice([2, 2, 3, 5] if true else [3, 5, 10, 20])
        agrees = {name: random.random() < (0.9 if true else 0.25) for name in ("substance", "mode", "time", "email")}
        fields: dict[str, Any] = {
            "mode": "mail",
            "substances": substance("mdma"),
            "parties": tokens("phone:p", "email:e"),
        }
        one = side(**fields)
        fields["mode"] = "mail" if agrees["mode"] else "sea"
        fields["substances"] = substance(
            "mdma" if agrees["substance"] else "heroin", "ats" if agrees["substance"] else "opiates"
        )
        fields["parties"] = tokens("phone:p", "email:e" if agrees["email"] else "email:other")
        other = seizure(at=NOON + (1 if agrees["time"] else random.randrange(8, 200)) * DAY, **fields)
        scored.append((judged(one, other, borne_by(bearers))["same_party"].score, true))
    scored.sort()
    size = len(scored) // BANDS
    shares = [sum(true for _, true in scored[band * size : (band + 1) * size]) / size for band in range(BANDS)]
    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert shares[-1] > 0.9
