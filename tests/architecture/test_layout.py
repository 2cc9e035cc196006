"""How the code is laid out: directions of imports, sizes and names of files, who may touch what."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from deploy.local.settings import CHECKOUT
from services.contracts.documents import COLLECTIONS
from tests.architecture.source_files import name_of, python_files, repository_files, tree

LONGEST: Final = 300
CODE: Final = {".py", ".js", ".css", ".html", ".sh"}
CODE_FOLDERS: Final = ("services/", "deploy/", "tests/", "benchmarks/")
# Names that say nothing of what is decided inside.
EMPTY_NAMES: Final = {"utils", "helpers", "common", "models", "core", "manager", "base", "misc"}
WRITES: Final = re.compile(
    r"(insert|update|replace|delete)_(one|many)|bulk_write|find_one_and_\w+|drop|guarded_replace|newest_wins"
)
METRIC_CLASSES: Final = {"Counter", "Gauge", "Histogram", "Summary", "Info", "Enum"}


def test_imports_go_in_one_direction() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "path",
    [path for path in repository_files() if path.suffix in CODE and name_of(path).startswith(CODE_FOLDERS)],
    ids=name_of,
)
def test_file_can_be_read_in_one_sitting_and_is_named_after_something(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST
    words = {part for name in path.relative_to(CHECKOUT).parts for part in re.split(r"[._]", name)}
    assert not words & EMPTY_NAMES


def test_environment_is_read_in_settings_files_only() -> None:
    readers = [
        name_of(path)
        for path in python_files("services", "deploy", "benchmarks")
        if path.name != "settings.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv", "putenv"}
    ]
    assert readers == []


def test_metrics_are_made_in_one_place() -> None:
    makers = {
        name_of(path)
        for path in python_files("services", "deploy", "benchmarks")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("prometheus_client")
        if {alias.name for alias in node.names} & METRIC_CLASSES
    }
    assert makers == {"services/contracts/metrics.py"}


def test_each_collection_is_written_by_its_one_writer() -> None:
    writers = {collection.name: collection.writer for collection in COLLECTIONS}
    constants = {collection.name.upper(): collection.name for collection in COLLECTIONS}
    wrong = [
        f"{name_of(path)} writes {constants[constant]}, which belongs to {writers[constants[constant]]}"
        for path in python_files("services")
        if any(isinstance(node, ast.Attribute) and WRITES.fullmatch(node.attr) for node in ast.walk(tree(path)))
        for constant in sorted(collections_named_in(path))
        if writers[constants[constant]] != path.relative_to(CHECKOUT).parts[1]
    ]
    assert wrong == []


def test_collections_are_named_by_their_declaration_and_not_by_a_text() -> None:
    named = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("services", "deploy")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and ast.unparse(node.value).endswith("database")
    ]
    assert named == []


def collections_named_in(path: Path) -> set[str]:
    """The constants of documents.py that a file imports."""
    wanted = {collection.name.upper() for collection in COLLECTIONS}
    return {
        alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "services.contracts.documents"
        for alias in node.names
    } & wanted


def test_every_point_where_a_process_can_be_killed_is_used_by_a_test() -> None:
    points = {
        node.args[0].value
        for path in python_files("services")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "failpoint"
        if isinstance(node.args[0], ast.Constant)
    }
    tests = "".join(path.read_text(encoding="utf-8") for path in python_files("tests"))
    assert points
    assert {point for point in points if str(point) not in tests} == set()


def test_tests_from_outside_import_nothing_of_the_services() -> None:
    # The recount of a fault run and the walk through the running system must not share code with what they check.
    shared = {
        f"{name_of(path)}: {module}"
        for path in python_files("tests/scenario", "tests/faults/verifier")
        for module in imported_by(path)
        if module.startswith("services.") and not module.startswith("services.contracts.schemas")
    }
    assert shared == set()


def imported_by(path: Path) -> set[str]:
    """The modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found
