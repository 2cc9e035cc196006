"""Tables of an evaluation, to be read as they are or as Markdown."""

from __future__ import annotations

import pytest

from services.cli.evaluation.lines import peer_lines, spans, table
from services.cli.evaluation.measures import Counts


def test_a_table_is_markdown_and_its_figures_stand_to_the_right() -> None:
    assert table(("", "true"), [("same_object", 7), ("all", 1_234)]) == [
        "|             | true |",
        "| ----------- | ---: |",
        "| same_object |    7 |",
        "| all         | 1234 |",
    ]


def test_a_table_without_rows_is_its_header() -> None:
    assert len(table(("class", "links"), [])) == 2


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([101, 102, 103], "101-103"), ([7], "7"), ([1, 3, 4], "1, 3-4"), ([4, 3, 3], "3-4"), ([], "")],
)
def test_seeds_are_told_as_spans(numbers: list[int], text: str) -> None:
    assert spans(numbers) == text


def side_by_side(ours: Counts, theirs: Counts) -> list[str]:
    """The lines of one class."""
    row = {"group": "same_object", "ours": ours.as_dict, "same_pairs": theirs.as_dict, "own_pairs": theirs.as_dict}
    return peer_lines({"rows": [row], "ours_not_below": ours.f1 >= theirs.f1})


def test_both_stand_side_by_side_and_who_is_better_is_said_first() -> None:
    lines = side_by_side(ours=Counts(9, 1, 0), theirs=Counts(5, 5, 5))
    assert "F1 is not below Splink's" in lines[0]
    assert [cell.strip() for cell in lines[-1].split("|")[1:-1]] == [
        "same_object",
        "0.900 / 1.000 / 0.947",
        "0.500 / 0.500 / 0.500",
        "0.500 / 0.500 / 0.500",
    ]


def test_it_is_said_as_plainly_when_the_peer_is_better() -> None:
    assert "BELOW Splink's" in side_by_side(ours=Counts(5, 5, 5), theirs=Counts(9, 1, 0))[0]


def test_that_splink_was_left_out_is_said() -> None:
    assert peer_lines(None) == ["Splink was left out."]
