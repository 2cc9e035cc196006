"""What the check refuses, each with a sentence that says where and what."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.reference.substances.checking import faults_of_folder
from tests.unit.reference.substances.lists import entry, new_list

FENTANYL = entry("fentanyl", "Fentanyl", 'cas: ["437-38-7"]', 'hs: "2933.33"')


def refused(folder: Path, entries: str, ambiguous: str = "") -> str:
    found = faults_of_folder(new_list(folder, entries, ambiguous))
    assert len(found) == 1, found
    return found[0]


def test_the_built_in_list_is_right() -> None:
    assert faults_of_folder() == []


def test_a_list_without_faults_is_accepted(tmp_path: Path) -> None:
    salt = entry("fentanyl-citrate", "Fentanyl citrate", "parent: fentanyl", 'cas: ["437-38-7"]', kind="salt")
    assert faults_of_folder(new_list(tmp_path / "list", FENTANYL + salt)) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('cas: ["437-83-7"]', "cas: 437-83-7 is no CAS number"),
        ('cas: ["437387"]', "cas: 437387 is no CAS number"),
        ('cas: ["76-42-5"]', "cas: 76-42-5 is no CAS number"),
        ("inchikey: PJMPHNIQZUBGLI-UHFFFAOYSA", "inchikey: PJMPHNIQZUBGLI-UHFFFAOYSA has not the form"),
        ('hs: "2933.38"', "hs: 2933.38 is not in headings.yaml"),
        ("parent: morphin", "parent: no entry has the id morphin"),
        ("parent: fentanyl-analogues", "a class never becomes a substance"),
        ("contains: [fentanyl-analogues, nitazenes]", "contains: only a mixture contains"),
        ("control: [{list: 1961-V, source: own}]", "control: 1961-V is no list"),
        ("control: [{list: 1961-I, source: other}]", "source: other is not among the sources"),
        ("aliases: [{kind: street, lang: en, source: x, texts: [ace]}]", "source: x is not among the sources"),
        ("aliases: [{kind: street, lang: en, source: own, texts: ['--']}]", "holds no letter and no digit"),
        (
            "aliases: [{kind: street, lang: en, source: own, form: rock, texts: [ace]}]",
            "form rock is not in words.yaml",
        ),
        ("aliases: [{kind: street, lang: en, source: own, salt: tar, texts: [ace]}]", "salt tar is not in words.yaml"),
        ("aliases: [{kind: name, lang: ru, source: own, texts: [фент\u0430a]}]", "mixes Latin and Cyrillic"),
    ],
)
def test_a_wrong_field_is_refused_with_its_place(tmp_path: Path, line: str, says: str) -> None:
    told = refused(tmp_path / "list", entry("one", "One", line))
    assert told.startswith("fentanyls.yaml: one: ")
    assert says in told


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("aliases: [{kind: street, lang: en, texts: [ace]}]", "one.aliases.0.source: Field required"),
        ("aliases: [{kind: nickname, lang: en, source: own, texts: [ace]}]", "one.aliases.0.kind: "),
        ("hs: 2933.33", "one.hs: Input should be a valid string"),
        ("colour: white", "one.colour: Extra inputs are not permitted"),
        ("group: fentanyls", "'group' is written twice"),
        ("[a]: b", "['a'] is written twice or no word"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_its_place(tmp_path: Path, line: str, says: str) -> None:
    assert says in refused(tmp_path / "list", entry("one", "One", line))


def test_an_unknown_group_is_refused(tmp_path: Path) -> None:
    assert "group: poppers is not in groups.yaml" in refused(tmp_path / "list", entry("one", "One", group="poppers"))


def test_one_id_twice_is_refused(tmp_path: Path) -> None:
    assert "another entry has this id" in refused(tmp_path / "list", FENTANYL + entry("fentanyl", "Fentanyl"))


def test_a_salt_without_its_parent_is_refused(tmp_path: Path) -> None:
    assert "a salt must name its parent" in refused(tmp_path / "list", entry("one", "One", kind="salt"))


def test_a_parent_with_a_parent_is_refused(tmp_path: Path) -> None:
    chain = entry("two", "Two", "parent: fentanyl") + entry("three", "Three", "parent: two")
    assert "point to fentanyl" in refused(tmp_path / "list", FENTANYL + chain)


def test_a_mixture_of_one_is_refused(tmp_path: Path) -> None:
    told = refused(tmp_path / "list", FENTANYL + entry("one", "One", "contains: [fentanyl]", kind="mixture"))
    assert "a mixture names at least two" in told


def test_one_number_at_two_unrelated_substances_is_refused(tmp_path: Path) -> None:
    told = refused(tmp_path / "list", FENTANYL + entry("rival", "Rival", 'cas: ["437-38-7"]'))
    assert "437-38-7 stands at fentanyl, rival" in told


@pytest.mark.parametrize("alias", ["FENTANYL", "fentányl", "fen-tanyl"])
def test_a_word_that_another_entry_has_after_folding_is_refused(tmp_path: Path, alias: str) -> None:
    claim = f"aliases: [{{kind: street, lang: en, source: own, texts: [{alias}]}}]"
    told = refused(tmp_path / "list", FENTANYL + entry("rival", "Rival", claim))
    assert told.startswith("one word at two entries")
    assert "'Fentanyl' at fentanyl" in told


def test_a_word_of_two_entries_is_accepted_once_it_is_declared_ambiguous(tmp_path: Path) -> None:
    claim = "aliases: [{kind: street, lang: en, source: own, texts: [white]}]"
    both = entry("one", "One", claim) + entry("two", "Two", claim)
    ambiguous = "ambiguous:\n  - {text: White, source: own, candidates: [one, two]}\n"
    assert faults_of_folder(new_list(tmp_path / "list", both, ambiguous)) == []


def test_an_ambiguous_word_names_listed_entries_and_a_known_source(tmp_path: Path) -> None:
    ambiguous = "ambiguous:\n  - {text: white, source: own, candidates: [fentanyl, snow]}\n"
    assert "no entry has the id snow" in refused(tmp_path / "list", FENTANYL, ambiguous)


def test_what_is_not_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path / "list", "  - id: [\n").startswith("fentanyls.yaml: line ")
