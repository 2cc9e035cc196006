"""The files of the repository that these tests look at: those that git tracks or would track."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

from deploy.local.settings import CHECKOUT


@functools.cache
def repository_files() -> tuple[Path, ...]:
    """Every file that is in the repository or about to be, and that is still there."""
    words = ["git", "-C", str(CHECKOUT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in sorted(listed.split("\0")) if name and (path := CHECKOUT / name).is_file())


def name_of(path: Path) -> str:
    """The file's name in the repository."""
    return path.relative_to(CHECKOUT).as_posix()


def python_files(*folders: str) -> list[Path]:
    """The Python files below these folders of the repository."""
    inside = tuple(f"{folder}/" for folder in folders)
    return [path for path in repository_files() if path.suffix == ".py" and name_of(path).startswith(inside)]


@functools.cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))
