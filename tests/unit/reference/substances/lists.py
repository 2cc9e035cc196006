"""Small lists of substances in a folder of their own, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Final

HEAD: Final = "sources: {own: Written for this test}\nentries:\n"
GROUPS: Final = """
groups:
  fentanyls: {class: fentanyl-analogues, names: {en: Fentanyls}, says: {en: Fentanyls.}}
  nitazenes: {class: nitazenes, names: {en: Nitazenes}, says: {en: Nitazenes.}}
"""
CLASSES: Final = """
sources: {own: Written for this test}
entries:
  - {id: fentanyl-analogues, kind: class, group: fentanyls, names: {en: Fentanyl analogues}}
  - {id: nitazenes, kind: class, group: nitazenes, names: {en: Nitazenes}}
"""
HEADINGS: Final = 'headings: {"2933.33": Fentanyl}'
WORDS: Final = """
forms: {powder: [powder]}
salts: {base: [base]}
noise: [pure]
connectors: [of]
denials: [not]
strength: \'\\d+ ?mg\'
class_after: [" derivates$"]
class_before: ["^derivates of "]
separators: "/"
repairs: [[fentanil, fentanyl]]
"""


def new_list(folder: Path, entries: str, ambiguous: str = "") -> Path:
    """A folder of the list's form with two groups, their classes, and these entries."""
    (folder / "entries").mkdir(parents=True)
    files = {
        "groups.yaml": GROUPS,
        "headings.yaml": HEADINGS,
        "words.yaml": WORDS,
        "entries/classes-of-groups.yaml": CLASSES,
        "entries/fentanyls.yaml": HEAD + entries + ambiguous,
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def entry(id_: str, name: str, *lines: str, kind: str = "substance", group: str = "fentanyls") -> str:
    """One entry as YAML; ``lines`` are further fields."""
    head = [f"  - id: {id_}", f"    kind: {kind}", f"    group: {group}", f"    names: {{en: {name}}}"]
    return "\n".join([*head, *(f"    {line}" for line in lines)]) + "\n"
