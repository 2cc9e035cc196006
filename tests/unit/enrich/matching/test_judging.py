"""What every link has: reasons not to be looked for, symmetry, an explanation that adds up, a restriction."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from services.contracts.identifiers import report_id
from services.contracts.sharing import Reader, Role, Sharing, visible
from services.enrich.changes import propose
from services.enrich.matching.judging import judge, never, reply
from services.enrich.matching.weights import weights
from services.enrich.sides import Realm, Side
from tests.unit.enrich.matching.sides import (
    DAY,
    NOON,
    PARCEL,
    UNKNOWN,
    borne_by,
    have,
    judged,
    lines,
    number,
    rare,
    reasons,
    seizure,
    side,
    substance,
    tokens,
)

FULL: dict[str, Any] = {
    **number("s10", PARCEL),
    "parties": [*tokens("phone:p", "email:e"), *tokens("name:n", party=1, role="consignor")],
    "mode": "mail",
    "departure": "NL",
    "destination": "KR",
    "substances": substance("mdma"),
    "concealment": "toys",
    "cover_hs": "950300",
    "declared_value": 20.0,
    "currency": "EUR",
    "weight_kg": 1.2,
    "products": [
        {"substance": "mdma", "logo": "crown", "colour": "orange", "mass_mg": 410.0, "diameter_mm": 8.1, "press": "c7"}
    ],
    "series": [{"kind": "awb", "run": "180", "serial": 5027184}],
}
NEIGHBOUR = FULL | {"series": [{"kind": "awb", "run": "180", "serial": 5027190}]}
ALL_CLASSES = ["same_object", "serial_neighbour", "same_party", "same_method", "same_product"]


def changed(**fields: Any) -> Side:
    return seizure(changes=fields, **FULL)


def test_one_pair_may_bear_out_every_class_once() -> None:
    assert list(judged(side(**FULL), seizure(**NEIGHBOUR))) == ALL_CLASSES


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (seizure("NL", ref="1", **FULL), "same_case"),
        (seizure("NL", ref="2", **FULL), "same_owner"),
        (changed(retracted=True), "retracted"),
        (changed(realm=Realm("goals-2021", True)), "exercise"),
        (changed(realm=Realm("other", False)), "other_operation"),
        (changed(answers=report_id("NL", "1")), "own_thread"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_some_pairs_are_never_compared(other: Side, reason: str) -> None:
    for one, another in ((side(**FULL), other), (other, side(**FULL))):
        ended = judge(one, another, rare)
        assert (ended.found, reasons(ended), never(one, another)) == ((), [reason], reason)


def test_it_does_not_matter_who_asks() -> None:
    one, other = side(**FULL), seizure(**NEIGHBOUR)
    assert judge(one, other, rare) == judge(other, one, rare)


def test_nothing_in_common_is_no_link_and_neither_is_nothing_at_all() -> None:
    empty = side()
    assert judge(empty, seizure(), rare) == ((), ())
    assert judge(empty, seizure(**FULL), rare) == ((), ())
    assert judge(side(changes={"features": {}}), seizure(changes={"features": {}}), rare) == ((), ())


def test_the_lines_of_an_explanation_add_up_to_the_score() -> None:
    for link in judged(side(**FULL), seizure(**NEIGHBOUR | {"substances": substance("ketamine", "other")})).values():
        assert sum(line["weight"] for line in link.evidence) == pytest.approx(link.score, abs=1e-9)
        assert link.score == pytest.approx(link.strength - link.contradiction, abs=1e-9)
        assert link.contradiction > 0


def test_every_line_shows_both_values_and_a_sentence_in_both_languages() -> None:
    for link in judged(side(**FULL), seizure(**NEIGHBOUR)).values():
        for line in link.evidence:
            assert line.keys() - {"matter"} == {"feature", "left", "right", "weight", "text"}
            assert line["left"]
            assert line["right"]
            assert line["text"]["en"] != line["text"]["fr"]
            if not line["feature"].startswith("party."):
                assert line["left"] in line["text"]["en"]
                assert line["left"] in line["text"]["fr"]


def test_a_token_is_never_shown() -> None:
    links = judged(side(**FULL), seizure(**NEIGHBOUR | {"parties": tokens("phone:p", "email:other")}))
    assert "hmac" not in json.dumps([link.content for link in links.values()])
    told = lines(links["same_party"])
    assert (told["party.phone"]["left"], told["party.phone"]["right"]) == ("token equal", "token equal")
    assert (told["party.email"]["left"], told["party.email"]["right"]) == ("tokens differ", "tokens differ")


def test_contradiction_and_coverage_are_told_apart() -> None:
    parcel = number("s10", PARCEL)
    alone = judged(side(**parcel), seizure(**parcel))["same_object"]
    agreeing = parcel | {"mode": "mail", "substances": substance("mdma")}
    differing = parcel | {"mode": "land", "substances": substance("heroin", "opiates")}
    more = judged(side(**agreeing), seizure(**agreeing))["same_object"]
    against = judged(side(**agreeing), seizure(**differing))["same_object"]
    assert (alone.coverage, more.coverage, against.coverage) == (0.25, 0.75, 0.75)
    assert alone.contradiction == more.contradiction == 0
    assert against.contradiction > 5
    assert more.score > alone.score > against.score


def test_scores_order_the_top_strictly() -> None:
    """What agrees grows from pair to pair, and so does the score: no two of the best are alike."""
    growing: list[dict[str, Any]] = [
        {},
        {"mode": "mail"},
        {"substances": substance("mdma")},
        {"place": {"code": "KRICN"}},
    ]
    features: dict[str, Any] = number("s10", PARCEL) | {"parties": tokens("phone:p")}
    scores = []
    for more in growing:
        features = features | more
        scores.append(judged(side(**features), seizure(**features))["same_object"].score)
    assert scores == sorted(set(scores))


def test_an_equal_number_always_makes_its_link_and_ranks_below_all_that_differ_less() -> None:
    parcel = number("s10", PARCEL) | {"grading": UNKNOWN}
    mine = parcel | {"mode": "mail", "substances": substance("mdma"), "place": {"code": "NLAMS"}}
    theirs = parcel | {"mode": "land", "substances": substance("khat", "plants"), "place": {"code": "KRICN"}}
    hub = borne_by(None)
    worst = judged(side(**mine), seizure(at=NOON + 300 * DAY, **theirs), hub)["same_object"]
    better = judged(side(**mine), seizure(at=NOON + 300 * DAY, **theirs | {"mode": "air"}), hub)["same_object"]
    assert weights().threshold["same_object"] < worst.score < better.score < weights().threshold["same_object"] + 1
    assert worst.strength - worst.contradiction < 0
    assert sum(line["weight"] for line in worst.evidence) == pytest.approx(worst.score, abs=1e-9)


def test_a_hub_loses_its_weight_and_makes_nothing_new_by_itself() -> None:
    phone = have(parties=tokens("phone:hub"))
    for bearers, shared in ((2, True), (5, True), (20, True), (None, False)):
        link = judged(side(**phone), seizure(**phone), borne_by(bearers))["same_party"]
        assert link.supported is shared
    scores = [judged(side(**phone), seizure(**phone), borne_by(n))["same_party"].score for n in (2, 5, 10, 20, None)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 5
    hub = judge(side(**phone), seizure(**phone), borne_by(None))
    assert reasons(hub) == ["parked"]
    assert lines(hub.found[0])["party.phone"]["weight"] == 0


def test_what_only_parked_values_bear_out_stands_if_it_stood_and_is_never_new() -> None:
    phone = have(parties=tokens("phone:hub"))
    early = judged(side(**phone), seizure(**phone))["same_party"]
    late = judged(side(**phone), seizure(**phone), borne_by(None))["same_party"]
    stored = propose(None, early)
    assert stored is not None
    kept = propose(stored, late)
    assert propose(None, late) is None
    assert kept is not None
    assert (kept["status"], kept["revision"]) == ("proposed", 2)


def test_the_worse_grading_of_the_two_counts() -> None:
    parcel = number("s10", PARCEL)
    graded = {
        grades: judged(side(**parcel, grading=list(grades[0])), seizure(**parcel, grading=list(grades[1])))
        for grades in (("A1", "A1"), ("A1", "B2"), ("C1", "A1"), ("X4", "A1"), ("", "A1"), ("A1", "Z9"))
    }
    scores = [links["same_object"].score for links in graded.values()]
    assert scores[0] > scores[1] > scores[2] > scores[3] == scores[4] == scores[5]


def test_only_who_may_read_both_reports_may_read_the_link() -> None:
    parcel = number("s10", PARCEL)
    link = judged(side(tlp="RED", **parcel), seizure(**parcel))["same_object"]
    sharing = Sharing.model_validate(link.content["sharing"])
    assert link.content["countries"] == ["KR", "NL"]
    assert visible(Reader(code="NL", role=Role.ADMINISTRATION), sharing)
    assert not visible(Reader(code="KR", role=Role.ADMINISTRATION), sharing)


def test_links_of_one_value_are_one_matter_that_does_not_show_it() -> None:
    phone = have(parties=tokens("phone:p"))
    first, second, third = side(**phone), seizure(**phone), seizure("DE", parties=tokens("phone:p", "wallet:w"))
    matters = {judged(first, other)["same_party"].content["matter"] for other in (second, third)}
    assert len(matters) == 1


def test_it_changed_when_the_later_of_its_reports_did() -> None:
    parcel = number("s10", PARCEL)
    later = NOON + timedelta(hours=5)
    assert judged(side(**parcel), seizure(at=later, **parcel))["same_object"].changed_at == later


def test_an_answer_is_joined_with_what_it_answers_by_its_reference_alone() -> None:
    warning = side()
    for answer in (
        seizure(changes={"answers": warning.report_id}),
        side("NL", "lab_result", ref="2", changes={"answers": warning.report_id}),
    ):
        link = reply(answer, warning)
        assert link is not None
        assert link == reply(warning, answer)
        assert (link.link_class, link.supported, link.contradiction) == ("reply", True, 0)
        assert answer.report_id in link.evidence[0]["text"]["fr"]


def test_a_reply_ends_with_either_side_and_a_retraction_is_none() -> None:
    warning = side()
    about = {"answers": warning.report_id}
    assert reply(warning, seizure()) is None
    assert reply(warning, warning) is None
    assert reply(warning, seizure(changes=about | {"retracted": True})) is None
    assert reply(warning, side("NL", "retraction", ref="2", changes=about)) is None
    assert reply(warning, seizure(changes=about | {"realm": Realm("goals-2021", True)})) is None


def test_the_hundredth_number_in_common_says_no_more() -> None:
    seals = [{"type": "seal", "value": f"KR{n:07d}"} for n in range(100)]
    few, many = (judged(side(objects=seals[:n]), seizure(objects=seals[:n]))["same_object"] for n in (20, 100))
    assert few.score == many.score
    assert len(few.evidence) == len(many.evidence)
