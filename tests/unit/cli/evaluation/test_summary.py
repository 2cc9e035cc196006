"""Several trials as one document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.cli.evaluation.calibration import Curve, Curves
from services.cli.evaluation.lines import document_lines
from services.cli.evaluation.measures import Counts
from services.cli.evaluation.mistakes import Mistake
from services.cli.evaluation.peer_trial import PeerClass
from services.cli.evaluation.summary import fitted, reached, summarise
from services.cli.evaluation.trial import Trial

CURVES = Curves(
    weights_version=1,
    provenance="a test's own",
    curves={"same_object": Curve(slope=1.0, intercept=0.0), "same_method": Curve(slope=0.0, intercept=-2.0)},
)
SCORES = (("same_object", 5.0, True), ("same_object", 6.0, False), ("same_method", 3.0, True))


def mistake(score: float | None, why: str = "12.0 bits where 16.0 are needed", ref: str = "A") -> Mistake:
    return Mistake(1, "same_party", (ref, "Z"), why, "party_pair", score, ("late",), ("+1.00 something agree",))


def trial(seed: int = 1, **changes: object) -> Trial:
    """A small trial: two true links, a false one, a missed one."""
    counts = {"same_object": Counts(true=1, false=1), "same_method": Counts(true=1, missed=1)}
    tables = {name: {"x": Counts(true=2, false=1, missed=1)} for name in ("dirt", "scripts", "region", "mode")}
    plain = Trial(
        seed=seed,
        reports=10,
        pairs=4,
        neither=3,
        tables={"all": {"all": Counts(true=2, false=1, missed=1)}, "class": counts, **tables},
        scores=SCORES,
        triggered=SCORES,
        blocking=dict.fromkeys(("same_object", "serial_neighbour", "same_party", "same_method"), (2, 1))
        | {"same_product": (0, 0)},
        wrong=(mistake(6.0, "nothing was planted there"),),
        missed=(mistake(12.0), mistake(None, "not compared")),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # a test may change any field


@pytest.mark.parametrize(
    ("counts", "enough"),
    [(Counts(98, 2, 2), True), (Counts(97, 3, 0), False), (Counts(96, 0, 4), False), (Counts(), True)],
)
def test_the_goals_are_reached_by_precision_and_recall_together(counts: Counts, enough: bool) -> None:
    assert reached(counts) is enough


def test_trials_are_added_up_and_told_one_by_one() -> None:
    found = summarise([trial(101), trial(102)], CURVES)
    assert (found["seeds"], found["reports"], found["compared_pairs"]) == ([101, 102], 20, 8)
    assert found["links_neither_right_nor_wrong"] == 6
    assert found["tables"]["all"][0] == {"group": "all", **Counts(4, 2, 2).as_dict}
    assert [row["seed"] for row in found["by_seed"]] == [101, 102]
    assert not found["goals"]["reached"]


def test_blocking_recall_is_a_share_of_what_was_planted_and_whole_where_nothing_was() -> None:
    rows = {row["group"]: row["recall"] for row in summarise([trial()], CURVES)["blocking"]}
    assert (rows["same_object"], rows["same_product"]) == (0.5, 1.0)


def test_each_score_is_said_by_the_curve_of_its_own_class() -> None:
    told = summarise([trial()], CURVES)["calibration"]
    assert [(band["from"], band["links"]) for band in told["bands"]] == [(0.1, 1), (0.9, 2)]
    assert told["top_band"] == {"links": 2, "false": 1, "true_above_false": 0.0, "different_scores": 2}


def test_replies_are_neither_calibrated_nor_fitted() -> None:
    replies = tuple(("reply", 12.0, True) for _ in range(50))
    assert summarise([trial(scores=SCORES + replies)], CURVES)["calibration"]["top_band"]["links"] == 2
    assert "reply" not in fitted([trial(scores=SCORES + replies)])


def test_mistakes_are_told_gravest_first_and_counted_by_cause_without_their_figures() -> None:
    found = summarise([trial(missed=(mistake(None, "not compared"), mistake(3.0), mistake(12.0, ref="B")))], CURVES)
    assert [one["score"] for one in found["missed"]] == [12.0, 3.0, None]
    assert found["causes"]["missed"] == {"same_party: below its threshold": 2, "same_party: not compared": 1}


def test_splink_stands_beside_class_by_class_at_the_cut_that_serves_it_best() -> None:
    peer = PeerClass(25, ((9.0, 0.9, True), (8.0, 0.8, False)), 1, ((9.0, 0.9, True),), 0)
    found = summarise([trial(peer={"same_object": peer})], CURVES)["peer"]
    first = found["rows"][0]
    assert (first["group"], first["rounds"]) == ("same_object", [25])
    assert first["same_pairs"] == Counts(true=1, missed=1).as_dict
    assert first["own_pairs"] == Counts(true=1).as_dict
    assert [row["same_pairs"]["missed"] for row in found["rows"][1:]] == [2, 2, 2, 0, 7]


def test_without_splink_there_is_no_comparison() -> None:
    assert summarise([trial()], CURVES)["peer"] is None


def test_every_part_of_the_document_is_told_to_a_person() -> None:
    text = "\n".join(document_lines(summarise([trial(101), trial(102)], CURVES)))
    for part in ("NOT reached", "By dirt", "seeds 101-102", "Calibration", "Splink was left out", "not compared"):
        assert part in text
