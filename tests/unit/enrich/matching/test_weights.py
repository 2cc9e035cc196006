"""The file of weights is whole, says where each comes from, and is refused when it is wrong."""

from __future__ import annotations

import re

import pytest
import yaml
from pydantic import ValidationError

from services.enrich.matching.lines import FEATURES
from services.enrich.matching.reading import EXACT_FIELDS, OBJECT_TYPES
from services.enrich.matching.weights import FILE, bits, read_weights, weights

TEXT = FILE.read_text(encoding="utf-8")


def test_every_number_has_a_window_and_every_token_a_weight() -> None:
    assert weights().window_days.keys() >= OBJECT_TYPES
    assert weights().features.keys() >= {*EXACT_FIELDS, "name_parts", "name_phonetic", "address_parts"} - {"bag_tag"}
    assert {f"party.{field}" for field in EXACT_FIELDS} | OBJECT_TYPES <= FEATURES


def test_an_agreement_always_speaks_for_and_a_disagreement_against() -> None:
    for name in weights().features:
        assert bits().agree(name) > 0
        assert bits().differ(name) <= 0
    for feature in weights().frequency:
        for value in weights().frequency[feature]:
            ends = value.partition(":")
            worth = bits().agree_on_corridor(ends[0], ends[2]) if ends[1] else bits().agree_on(feature, value)
            assert worth > 0


def test_the_rarer_the_value_the_more_it_counts_by_bands() -> None:
    counts = [bits().rare("phone", bearers) for bearers in (2, 3, 5, 6, 10, 11, 20)]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == 4
    assert bits().agree_on("departure", "TR") > bits().agree_on("departure", "BR")


def test_a_frequent_corridor_counts_less_than_its_two_ends() -> None:
    ends = bits().agree_on("departure", "BR") + bits().agree_on("destination", "ES")
    assert bits().agree_on_corridor("BR", "ES") < ends
    assert bits().agree_on_corridor("TR", "JP") > 10


def test_every_weight_says_where_it_comes_from() -> None:
    assert all(feature.provenance for feature in weights().features.values())
    assert "UNODC" in weights().frequency_provenance


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("m: 0.98", "m: 1.2"), "features.object.m"),
        (("bearer_bands: [2, 5", "bearer_bands: [5, 2"), "must rise"),
        (("  same_method: 14\n", "  same_method: 0\n"), "half_life_days.same_method"),
        (("  same_object: 0.5\n", ""), "threshold lacks same_object"),
        (("  logo: {other: 0.03}", "  logo: {crown: 0.03}"), "no share for 'other'"),
        (("population: 10000", "people: 10000"), "people"),
        (("  s10: 365", "  s10: -1"), "window_days.s10"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(change: tuple[str, str], place: str) -> None:
    assert change[0] in TEXT
    with pytest.raises(ValidationError, match=re.escape(place)):
        read_weights(TEXT.replace(*change))


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(yaml.YAMLError):
        read_weights("version: [")
