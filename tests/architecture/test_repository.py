"""What the repository must not hold, and what its documents must be true about."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from deploy.local.settings import CHECKOUT
from tests.architecture.source_files import name_of, repository_files, tree

README: Final = CHECKOUT / "README.md"
LONGEST_README: Final = 120
# Each pattern is cut in two, so that this file does not hold what it looks for.
MACHINE: Final = {
    "path of one machine": r"/(?:home|root|Users)/" + r"[a-z]",
    "folder of one machine": r"(?<![\w.])/wo" + r"rk/",
    "host of a package registry": r"(?:--(?:extra-)?index" + r"-url|registry\.np" + r"mjs|files\.pythonhosted)",
}
SECRETS: Final = {
    "private key": "-----BEGIN [A-Z ]*PRIVATE " + "KEY-----",
    "API key": r"\btocsin_[a-z0-9]{8,32}_" + r"[A-Za-z0-9_-]{43}\b",
    "cloud key": r"\bAKIA" + r"[0-9A-Z]{16}\b",
    "token of a code host": r"\bgh[pousr]_" + r"[A-Za-z0-9]{36}\b",
    "password in a setting": r"(?i)\bpassword" + r"""["']?\s*[:=]\s*["'][^"'\s]{4,}["']""",
}
LINK: Final = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def texts() -> list[tuple[Path, str]]:
    """Every text file of the repository."""
    found = []
    for path in repository_files():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def pages() -> list[Path]:
    """Every Markdown page."""
    return [path for path in repository_files() if path.suffix == ".md"]


@pytest.mark.parametrize("what", [*MACHINE, *SECRETS])
def test_repository_holds_no(what: str) -> None:
    pattern = re.compile({**MACHINE, **SECRETS}[what])
    assert [name_of(path) for path, text in texts() if pattern.search(text)] == []


def walk() -> list[tuple[str, list[str]]]:
    """The rows of the README's walk: a file, and the functions or classes to read in it."""
    section = README.read_text(encoding="utf-8").partition("## Follow one seizure")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| *\d+ *\| *`([^`]+)` *\| *([^|]+)\|", section, re.MULTILINE)
    return [(file, re.findall(r"`([^`]+)`", names)) for file, names in rows]


def test_walk_takes_a_reader_through_eight_files_at_most() -> None:
    assert 6 <= len(walk()) <= 8


@pytest.mark.parametrize(("file", "names"), [pytest.param(*row, id=row[0]) for row in walk()])
def test_walk_is_true(file: str, names: list[str]) -> None:
    path = CHECKOUT / file
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300
    defined = {
        node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    assert names
    assert set(names) <= defined


def test_readme_is_short_enough_to_be_read() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= LONGEST_README


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_page_points_only_to_what_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in LINK.findall(text):
        assert (page.parent / target).exists(), target
    for mentioned in re.findall(r"`((?:services|deploy|tests|docs|benchmarks)/[\w./-]+?)(?::\w+)?`", text):
        assert (CHECKOUT / mentioned).exists(), mentioned


def test_commands_that_the_documents_give_exist() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for page in pages():
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) <= targets, name_of(page)
        for module in re.findall(r"python -m ((?:services|deploy|benchmarks)[\w.]*)", text):
            path = CHECKOUT.joinpath(*module.split("."))
            assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), f"{name_of(page)}: {module}"


def test_licence_is_the_apache_licence() -> None:
    text = (CHECKOUT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
