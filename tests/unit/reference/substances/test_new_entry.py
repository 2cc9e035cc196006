from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.reference.substances.checking import faults_of_folder
from services.reference.substances.entry_files import Entry, EntryFault, read_entries
from services.reference.substances.folding import fold
from services.reference.substances.new_entry import add_entry, entry_text
from tests.unit.reference.substances.lists import entry, new_list

NEW = """
id: newfentanyl
kind: substance
group: fentanyls
names: {en: Newfentanyl, fr: Newfentanyl}
cas: ["437-38-7"]
control: [{list: 1961-I, source: own}]
aliases:
  - {kind: code, lang: en, source: euda, texts: ["NF-1", "yes", "1,2-nf"]}
"""


def test_an_entry_is_added_behind_the_last_of_its_group_with_its_source(tmp_path: Path) -> None:
    ambiguous = "ambiguous:\n  - {text: white, source: own, candidates: [one, two]}\n"
    folder = new_list(tmp_path / "list", entry("one", "One") + entry("two", "Two"), ambiguous)
    text = (folder / "entries" / "fentanyls.yaml").read_text(encoding="utf-8")
    (folder / "entries" / "fentanyls.yaml").write_text(
        text.replace("sources: {own: Written for this test}", "sources:\n  own: Written for this test"),
        encoding="utf-8",
    )
    path = add_entry(NEW, {"euda": "EUDA, 2025: a report", "own": "Another text"}, folder=folder)
    content = read_entries(path)
    assert path.name == "fentanyls.yaml"
    assert [each.id for each in content.entries] == ["one", "two", "newfentanyl"]
    assert content.sources == {"euda": "EUDA, 2025: a report", "own": "Written for this test"}
    assert content.ambiguous[0].text == "white"
    assert faults_of_folder(folder) == []


def test_the_first_entry_of_a_group_makes_its_file(tmp_path: Path) -> None:
    folder = new_list(tmp_path / "list", entry("one", "One"))
    new = NEW.replace("group: fentanyls", "group: nitazenes")
    path = add_entry(new, {"euda": "EUDA", "own": "Own"}, folder=folder)
    assert path.name == "nitazenes.yaml"
    assert faults_of_folder(folder) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (NEW.replace("437-38-7", "437-83-7"), "437-83-7 is no CAS number"),
        (NEW.replace("id: newfentanyl", "id: one"), "another entry has this id"),
        (NEW.replace("NF-1", "ONE"), "one word at two entries"),
        (NEW.replace("source: euda", "source: nowhere"), "nowhere is not among the sources"),
        (NEW.replace("kind: substance", "kind: powder"), "kind: Input should be"),
        ("[1, 2]", "not one entry"),
        ("id: [", "not YAML"),
    ],
)
def test_a_wrong_entry_is_refused_and_nothing_is_written(tmp_path: Path, text: str, says: str) -> None:
    folder = new_list(tmp_path / "list", entry("one", "One"))
    before = {path.name: path.read_bytes() for path in (folder / "entries").iterdir()}
    with pytest.raises(EntryFault, match=says):
        add_entry(text, {"euda": "EUDA"} if "[" not in text[:3] else None, "fentanyls-new.yaml", folder)
    assert {path.name: path.read_bytes() for path in (folder / "entries").iterdir()} == before


def test_a_file_outside_the_list_is_refused(tmp_path: Path) -> None:
    folder = new_list(tmp_path / "list", entry("one", "One"))
    with pytest.raises(EntryFault, match=r"must be a \.yaml file in"):
        add_entry(NEW, to="../../evil.yaml", folder=folder)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text == text.strip() and fold(text) != ""
)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=12))
def test_an_entry_is_read_back_as_it_was_written(name: str, texts: list[str]) -> None:
    written = Entry.model_validate(
        {
            "id": "one",
            "kind": "mixture",
            "group": "fentanyls",
            "names": {"en": name},
            "contains": ["two", "three"],
            "cas": ["437-38-7"],
            "hs": "2939.10",
            "aliases": [{"kind": "street", "lang": "en", "source": "own", "texts": texts, "salt": "base"}],
        }
    )
    (content,) = yaml.load(entry_text(written), Loader=yaml.CSafeLoader)
    assert Entry.model_validate(content) == written
