"""Blocking in memory and the verdict on every pair: the same keys and rules as in the service."""

from __future__ import annotations

from typing import Any

from services.cli.evaluation.candidates import Population, class_of
from services.cli.evaluation.verdicts import judge_all
from services.enrich.sides import Side
from tests.unit.enrich.reports import PARCEL, parcel, party, reply_to, side


def ids(one: Side, other: Side) -> tuple[str, str]:
    """The reports' ids, sorted."""
    first, second = sorted((one.report_id, other.report_id))
    return first, second


def test_a_pair_is_compared_once_and_known_by_the_classes_of_its_keys() -> None:
    one = side("NL", "A", "warning", transport={"items": [PARCEL]}, parties=[party("phone", "1")])
    other = side("DE", "B", transport={"items": [PARCEL]}, parties=[party("phone", "1")])
    (found,) = Population([one, other]).pairs().items()
    assert found[0] == ids(one, other)
    assert {"same_object", "same_party"} <= found[1]


def test_reports_of_one_owner_and_a_report_with_its_answer_are_never_compared() -> None:
    numbers: dict[str, Any] = {"transport": {"items": [PARCEL]}}
    warning = side("NL", "A", "warning", **numbers)
    answer = side("DE", "B", in_reply_to=reply_to("NL", "A"), **numbers)
    assert Population([warning, side("NL", "C", **numbers)]).pairs() == {}
    assert Population([warning, answer]).pairs() == {}
    (link,) = judge_all(Population([warning, answer])).links
    assert link == ("reply", *ids(warning, answer))


def test_neighbours_of_a_run_are_compared_though_no_value_is_equal() -> None:
    one, other = (side(c, "A", transport={"items": [parcel(n)]}) for c, n in (("NL", 4_000_100), ("DE", 4_000_099)))
    assert Population([one, other]).pairs() == {ids(one, other): frozenset({"serial_neighbour"})}


def test_a_value_that_too_many_bear_brings_nobody_together_and_is_told() -> None:
    sides = [side(f"C{n:02d}", "A", parties=[party("phone", "hub")]) for n in range(21)]
    population = Population(sides)
    assert population.pairs() == {}
    assert population.crowded(sides[0], sides[1]) == ["party"]
    assert judge_all(population).links == {}


def test_a_link_is_also_among_the_triggered_pairs_and_its_bits_are_its_evidence() -> None:
    one = side("NL", "A", parties=[party("phone", "1")])
    other = side("DE", "B", parties=[party("phone", "1")])
    verdicts = judge_all(Population([one, other]))
    pair = ("same_party", *ids(one, other))
    assert pair in verdicts.links
    found = verdicts.links[pair]
    assert verdicts.bits(pair) == round(found.strength - found.contradiction, 3)


def test_each_sort_of_key_is_made_for_one_class() -> None:
    keys = (
        *("s10:RR473124829NL", "run:s10:RR:NL:473124", "party:phone:hmac:x"),
        *("mo:TR:JP:mdma:air:2021-W05", "photo:0:ffff"),
    )
    assert [class_of(key) for key in keys] == [
        "same_object",
        "serial_neighbour",
        "same_party",
        "same_method",
        "same_product",
    ]
