"""What must hold of any two reports, whatever their features are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.identifiers import s10_check_digit
from services.enrich.matching.blocking import MOST, asked_keys, keys_of, left_out
from services.enrich.matching.judging import judge, reply
from services.enrich.sides import Side
from tests.unit.enrich.matching.sides import NOON, Features, rare, sea_hours, seizure, serial, side, substance, tokens

SINGLE = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        7,
        10**30,
        1e308,
        float("nan"),
        float("inf"),
        "",
        " ",
        "N/A",
        "\ud800",
        "\u202e",
        "\x00",
        "a:b",
        "x" * 9_999,
    ]
)
ANYTHING = (
    SINGLE | st.lists(SINGLE, max_size=2) | st.dictionaries(SINGLE.filter(lambda key: key == key), SINGLE, max_size=2)
)
NAMES = (
    *("objects", "series", "parties", "mode", "departure", "destination", "route_places", "place", "substances"),
    *("concealment", "cover_hs", "cover_words", "declared_value", "currency", "weight_kg", "products", "grading"),
)
ROWS = st.dictionaries(
    st.sampled_from(
        [
            *("type", "value", "kind", "run", "serial", "field", "token", "role", "party", "id", "parent", "group"),
            *("colour", "mass_mg", "diameter_mm", "phash", "press", "tool", "profile", "logo", "code", "lat", "lon"),
        ]
    ),
    st.sampled_from(["s10", "awb", "phone", "name_parts", "hmac:x", "class", "orange", 410.0, 7, "9f1c3a5b7d2e4f60"])
    | ANYTHING,
)
GARBAGE = st.dictionaries(st.sampled_from(NAMES), st.lists(ROWS, max_size=4) | ANYTHING)
"""Features that nobody should ever have stored."""


def parcel(number: int) -> Features:
    text = f"{number:08d}"
    return {"type": "s10", "value": f"RR{text}{s10_check_digit(text)}NL"}


@st.composite
def features(draw: st.DrawFn) -> Features:
    """Features of a report in a small world, in which values meet often."""
    maker = draw(st.sampled_from(["mdma", "ketamine", "heroin"]))
    numbers = draw(st.lists(st.integers(10_000_000, 10_000_120), max_size=3))
    fields = ("phone", "email", "name", "name_phonetic", "name_parts", "address_parts")
    parties = [
        row
        for party in range(draw(st.integers(0, 2)))
        for row in tokens(
            *(f"{field}:{draw(st.integers(0, 2))}" for field in draw(st.lists(st.sampled_from(fields), max_size=5))),
            party=party,
        )
    ]
    product = {"substance": maker, "colour": draw(st.sampled_from(["orange", "pink"])), "mass_mg": 410.0}
    product |= {"diameter_mm": 8.1, "press": draw(st.sampled_from([None, "c7", "d9"]))}
    return {
        "objects": [parcel(number) for number in numbers]
        + draw(st.sampled_from([[], [{"type": "awb", "value": "18050271841"}]])),
        "series": [row for number in numbers for row in serial("s10", "RR:NL", number)],
        "parties": parties,
        "mode": draw(st.sampled_from(["mail", "air", "sea", None])),
        "departure": draw(st.sampled_from(["NL", "TR", "BR", None])),
        "destination": draw(st.sampled_from(["KR", "ES"])),
        "substances": substance(maker),
        "concealment": draw(st.sampled_from(["toys", "baggage", None])),
        "cover_hs": draw(st.sampled_from(["950300", "330499", None])),
        "products": draw(st.sampled_from([[], [product]])),
        "place": draw(st.sampled_from([None, {"code": "KRPUS", "lat": 35.1, "lon": 129.0}])),
        "grading": [draw(st.sampled_from("AX")), draw(st.sampled_from("14"))],
    }


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Side, Side]:
    """Two reports of two administrations, at most some weeks apart."""
    later = NOON + timedelta(hours=draw(st.integers(0, 1_000)))
    kinds = draw(st.sampled_from([("warning", "seizure"), ("seizure", "seizure")]))
    return side("NL", kinds[0], **draw(features())), side("KR", kinds[1], later, **draw(features()))


@given(pairs())
def test_the_same_two_reports_give_the_same_bytes_whoever_asks(pair: tuple[Side, Side]) -> None:
    one, other = pair
    asked, answered = (
        orjson.dumps([link.content for link in judge(*order, rare, sea_hours).found])
        for order in ((one, other), (other, one))
    )
    assert asked == answered
    assert judge(one, other, rare, sea_hours) == judge(other, one, rare, sea_hours)


@given(pairs())
def test_every_link_explains_its_score_line_by_line(pair: tuple[Side, Side]) -> None:
    for link in judge(*pair, rare).found:
        assert link.score == pytest.approx(sum(line["weight"] for line in link.evidence), abs=0.002)
        assert link.strength >= 0
        assert link.contradiction >= 0
        assert 0 <= link.coverage <= 1
        assert "hmac" not in orjson.dumps(link.content).decode()


@given(pairs(), st.sampled_from([("objects", "vin"), ("objects", "seal"), ("parties", "wallet"), ("parties", "name")]))
def test_more_shared_rare_evidence_never_lowers_a_score(pair: tuple[Side, Side], more: tuple[str, str]) -> None:
    block, kind = more
    added = {"objects": [{"type": kind, "value": "1FTFW1E59LFA50271"}], "parties": tokens(f"{kind}:new")}[block]
    one, other = pair
    left, right = (
        side(each.administration, each.kind, each.first, **{**each.features, block: [*each.features[block], *added]})
        for each in pair
    )
    before = {link.link_class: link.score for link in judge(one, other, rare).found}
    after = {link.link_class: link.score for link in judge(left, right, rare).found}
    rounded = 0.01  # each line is rounded to a thousandth, so that the lines add up exactly
    assert all(after[link_class] >= score - rounded for link_class, score in before.items())


@given(pairs())
def test_what_is_vetoed_makes_no_link(pair: tuple[Side, Side]) -> None:
    one, other = pair
    judged = judge(one, other, rare, sea_hours)
    told = {line["feature"] for link in judged.found for line in link.evidence}
    assert not told & {veto.feature for veto in judged.vetoes}
    for vetoed in (
        judge(one, side("NL", ref="2", **other.features), rare),
        judge(one, side("KR", changes={"retracted": True}, **other.features), rare),
        judge(one, side("KR", changes={"answers": one.report_id}, **other.features), rare),
    ):
        assert vetoed.found == ()


@given(pairs())
def test_a_new_link_is_always_one_that_the_two_would_look_for(pair: tuple[Side, Side]) -> None:
    """Otherwise it would depend on chance whether it is found."""
    one, other = pair
    mine, theirs = (set(asked_keys(each.features, each.first, each.last)) for each in pair)
    if any(link.supported for link in judge(one, other, rare).found):
        assert mine & set(keys_of(other.features, other.first, other.last))
        assert theirs & set(keys_of(one.features, one.first, one.last))


@given(pairs())
def test_it_asks_only_how_rare_a_key_is_that_both_reports_have_asked_for(pair: tuple[Side, Side]) -> None:
    """Otherwise the answer would depend on which of the two came last."""
    asked: list[str] = []

    def noted(key: str) -> int:
        asked.append(key)
        return 2

    judge(*pair, noted)
    for each in pair:
        assert set(asked) <= set(asked_keys(each.features, each.first, each.last))


@given(pairs())
def test_nothing_is_new_when_every_value_is_parked(pair: tuple[Side, Side]) -> None:
    assert not any(link.supported for link in judge(*pair, lambda _: None).found)


@settings(deadline=None)
@given(GARBAGE, GARBAGE)
def test_no_features_are_so_wrong_that_judging_fails(mine: Any, theirs: Any) -> None:
    one = side(changes={"features": mine})
    other = seizure(changes={"features": theirs})
    assert judge(one, other, rare, sea_hours) == judge(other, one, rare, sea_hours)
    again = seizure("JP", changes={"features": mine, "answers": one.report_id})
    for link in (*judge(other, again, rare, sea_hours).found, reply(one, again)):
        assert link is not None
        orjson.dumps(link.content)


@given(GARBAGE, st.integers(0, 47_000))
def test_keys_can_always_be_stored_and_are_few(given_as: Any, days: int) -> None:
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=days)
    mine, asked = keys_of(given_as, when, when), asked_keys(given_as, when, when)
    assert mine == sorted(set(mine))
    assert set(mine) <= set(asked)
    assert len(mine) <= sum(MOST.values())
    assert all(key.isprintable() and len(key) < 1_000 for key in asked)
    assert left_out(given_as, when, when) == 0
    orjson.dumps(asked)


@pytest.mark.parametrize("features", [None, [], "text", 7, {"objects": {"type": "s10"}}, {"parties": [[]]}])
def test_features_of_another_type_are_like_none(features: Any) -> None:
    assert judge(side(changes={"features": features}), seizure(changes={"features": features}), rare) == ((), ())
    assert keys_of(features, NOON, NOON) == asked_keys(features, NOON, NOON) == []
